import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import {
  FileRefusedError,
  readCorrectionFile,
  type CorrectionFile,
  type FileProblem,
} from '../../../../cli/files/lumpSum/correctionFile.ts';

/** A folder of the test file's own, taken away at its end. */
export class TempFiles {
  #folder = '';
  #made = 0;

  constructor() {
    beforeAll(async () => {
      this.#folder = await mkdtemp(join(tmpdir(), 'corrections-'));
    });
    afterAll(() => rm(this.#folder, { recursive: true, force: true }));
  }

  get folder(): string {
    return this.#folder;
  }

  /** A path of a file that is not there yet. */
  path(ending: string): string {
    this.#made += 1;
    return join(this.#folder, `${this.#made}${ending}`);
  }

  async holding(ending: string, content: string | Uint8Array): Promise<string> {
    const path = this.path(ending);
    await writeFile(path, content);
    return path;
  }

  async read(ending: string, content: string | Uint8Array): Promise<CorrectionFile> {
    return readCorrectionFile(await this.holding(ending, content));
  }

  /** @returns the reason of a file that must be refused as a whole */
  async refusal(ending: string, content: string | Uint8Array): Promise<string> {
    return refusalOf(await this.holding(ending, content));
  }
}

export async function refusalOf(path: string): Promise<string> {
  try {
    await readCorrectionFile(path);
  } catch (error) {
    if (error instanceof FileRefusedError) return error.reason;
    throw error;
  }
  throw new Error('the file was read');
}

/** `row column value: rule` of each. */
export function briefly(problems: readonly FileProblem[]): string[] {
  return problems.map(
    ({ row, column, value, rule }) => `${row ?? '-'} ${column ?? '-'} ${value ?? '-'}: ${rule}`,
  );
}

export function recordsIn({ records }: CorrectionFile): unknown[] {
  return records.map(({ record }) => record);
}
