import {
  jsonBytes,
  CORRECTION_BYTES_MAX,
  RECORDS_MAX,
  type CorrectionRecord,
  type LumpSumCorrectionInput,
} from '../../contract/index.ts';

/** What is the same for every part of a batch. */
export interface CorrectionHead {
  readonly profile?: LumpSumCorrectionInput['profile'];
  readonly requestedBy?: LumpSumCorrectionInput['requestedBy'];
  readonly approval?: LumpSumCorrectionInput['approval'];
  readonly send?: LumpSumCorrectionInput['send'];
}

/**
 * More than the members beside the records ever take (names of 200 characters, of three bytes each, make 600). Kept
 * free in every part, so that who asks, and by which profile, never moves a record from one part to another.
 */
const HEAD_BYTES = 4096;
const PART_BYTES = CORRECTION_BYTES_MAX - HEAD_BYTES;
/** A command may add to a record what was said for the whole file. */
const ADDED_BYTES = 64;

/** Most bytes of JSON of one record, so that a part can hold it. */
export const RECORD_BYTES_MAX = PART_BYTES - ADDED_BYTES;

const PART_DIGITS = 4;
const PARTS_MAX = 10 ** PART_DIGITS - 1;

/**
 * Splits the records of one batch into corrections that the contract takes: at most 500 records and 524,288 bytes of
 * JSON each. The same records in the same order make the same parts under the same ids, whoever asks: started again, a
 * batch goes on where it was.
 * @throws RangeError for a record over `RECORD_BYTES_MAX` (files are checked for that before), and over 9,999 parts
 */
export function splitCorrections(
  batchId: string,
  records: readonly CorrectionRecord[],
  head: CorrectionHead,
): LumpSumCorrectionInput[] {
  const parts = partsOf(records);
  if (parts.length > PARTS_MAX) throw new RangeError(`more than ${PARTS_MAX} parts; split the file`);
  return parts.map((part, at) => ({
    ...head,
    batchId,
    correctionId: `${batchId}-${String(at + 1).padStart(PART_DIGITS, '0')}`,
    records: part,
  }));
}

function partsOf(records: readonly CorrectionRecord[]): CorrectionRecord[][] {
  const parts: CorrectionRecord[][] = [];
  let part: CorrectionRecord[] = [];
  let bytes = 0;
  for (const record of records) {
    // And the comma behind it.
    const size = jsonBytes(record) + 1;
    if (size > PART_BYTES)
      throw new RangeError(`record ${record.id} alone is more than a correction may hold`);
    if (part.length === RECORDS_MAX || bytes + size > PART_BYTES) {
      parts.push(part);
      part = [];
      bytes = 0;
    }
    part.push(record);
    bytes += size;
  }
  if (part.length > 0) parts.push(part);
  return parts;
}
