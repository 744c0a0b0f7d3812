import { basename, extname } from 'node:path';
import { splitCorrections } from '../../../clients/lumpSum/split.ts';
import { lumpSumCorrectionInput, parse, type LumpSumCorrectionInput } from '../../../contract/index.ts';
import { orderIdSchema } from '../../../contract/input.ts';
import { UsageError } from '../../command.ts';
import { withoutEmpty } from '../../files/csvCells.ts';
import { readCorrectionFile, type CorrectionFile } from '../../files/lumpSum/correctionFile.ts';
import type { CorrectOptions } from './correctOptions.ts';

/** A file of corrections, read and split. */
export interface FiledCorrections {
  readonly batchId: string;
  readonly file: CorrectionFile;
  /** checked by the contract */
  readonly corrections: readonly LumpSumCorrectionInput[];
  /** rows of the file by record id */
  readonly rowsOf: ReadonlyMap<string, readonly number[]>;
}

/** As long as a batch's name may be, with room for the part's number in a correction's id. */
const BATCH_CHARACTERS_MAX = 120;
const batchName = orderIdSchema(BATCH_CHARACTERS_MAX);

/**
 * @returns the file's own name without its ending, so that the same file typed again is the same batch
 * @throws UsageError when that is no legal name of a batch, or the given one is none
 */
function batchIdOf(path: string, given: string | undefined): string {
  const name = given ?? basename(path, extname(path));
  const parsed = parse(batchName, name);
  if (parsed.ok) return parsed.value;
  if (given !== undefined) {
    const problems = parsed.problems.map(({ message }) => ({ field: '--batch', message }));
    throw new UsageError('Nothing was started:', problems);
  }
  throw new UsageError(
    `Nothing was started: the batch cannot be called ${JSON.stringify(name)} as the file is. Name it by --batch ` +
      `(letters, digits and . _ : - only, at most ${BATCH_CHARACTERS_MAX}), and use the same name when you type it again.`,
  );
}

/**
 * Reads a file of corrections and splits it into corrections of one batch.
 * @throws UsageError for a batch that cannot be named
 * @throws FileRefusedError for a file that cannot be read as a whole
 */
export async function correctionsOf(
  path: string,
  options: CorrectOptions,
  profile: string | undefined,
): Promise<FiledCorrections> {
  const batchId = batchIdOf(path, options.batch);
  const file = await readCorrectionFile(path);
  const records = file.records.map(({ record }) =>
    options.allowDetailChanges
      ? { ...record, allowDetailChanges: record.allowDetailChanges ?? true }
      : record,
  );
  const { requestedBy, approval, send } = options;
  const head = withoutEmpty({ profile, requestedBy, approval, send });
  return {
    batchId,
    file,
    corrections: splitCorrections(batchId, records, head).map(checked),
    rowsOf: new Map(file.records.map(({ record, rows }) => [record.id, rows])),
  };
}

/** By the contract as the workflow checks it, so that a dry run finds what a run would. */
function checked(correction: LumpSumCorrectionInput): LumpSumCorrectionInput {
  const parsed = parse(lumpSumCorrectionInput, correction);
  if (parsed.ok) return correction;
  throw new UsageError(
    `Nothing was started, correction ${correction.correctionId} is wrong:`,
    parsed.problems,
  );
}
