import { open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { PayoutRecord } from '../../contract/index.ts';
import { linesOf } from './lines.ts';
import { kindOf, lineOf } from './recordLine.ts';

/** What was done to the last line of a file whose writer was stopped: its end was added, or the piece was cut off. */
export type Mended = 'completed' | 'cut';

/** The file holds a line that is no record: it is somebody's, or of a newer program. Nothing was written to it. */
export class ForeignFileError extends Error {
  constructor(path: string, line: number) {
    super(`${path} is not a file of payout records: line ${line} is none that this program reads`);
    this.name = 'ForeignFileError';
  }
}

/** Lines between two calls to the disk: what a machine that loses its power may have to write again. */
const LINES_A_SYNC = 200;

/** A file of payout records, one JSON line each, to which lines are added and of which none is ever changed. */
export class ExportFile {
  readonly #file: FileHandle;
  #unsynced = 0;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  /**
   * Opens a file, or makes it, and gives each record in it to `onRecord`.
   * @throws ForeignFileError
   */
  static async open(
    path: string,
    onRecord: (record: PayoutRecord) => void,
  ): Promise<{ readonly file: ExportFile; readonly mended: Mended | undefined }> {
    const handle = await open(path, 'a+');
    try {
      const mended = await mend(handle, path, onRecord);
      await handle.sync();
      await syncFolder(dirname(path));
      return { file: new ExportFile(handle), mended };
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  async append(record: PayoutRecord): Promise<void> {
    await this.#file.appendFile(lineOf(record));
    this.#unsynced += 1;
    if (this.#unsynced >= LINES_A_SYNC) await this.#sync();
  }

  /** Resolves when every line is on the disk. */
  async close(): Promise<void> {
    try {
      await this.#sync();
    } finally {
      await this.#file.close();
    }
  }

  async #sync(): Promise<void> {
    this.#unsynced = 0;
    await this.#file.sync();
  }
}

async function mend(
  handle: FileHandle,
  path: string,
  onRecord: (record: PayoutRecord) => void,
): Promise<Mended | undefined> {
  const chunks = handle.createReadStream({ start: 0, autoClose: false });
  for await (const line of linesOf(chunks)) {
    const read = kindOf(line);
    switch (read.kind) {
      case 'record':
        onRecord(read.record);
        if (line.ended) break;
        await handle.appendFile('\n');
        return 'completed';
      case 'torn':
        await handle.truncate(line.from);
        return 'cut';
      case 'foreign':
        throw new ForeignFileError(path, line.number);
    }
  }
  return undefined;
}

/** Without it a new file's name may be lost with the power, and the file with it. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
