import { lumpSumCorrectionInput, type CorrectionRecord } from '../../../contract/flows/lumpSumCorrection.ts';
import { parse } from '../../../contract/problems.ts';
import type { CallFailure } from '../../../providers/http/outcome.ts';
import { partOfRunInput, type ReadRunInput } from '../../runInput.ts';

/** Records of a large correction: they stand in the input of the run that asks, and nowhere else in its history. */
export interface RecordsOfInput {
  /** digest of all records of the input, as the workflow reads it */
  readonly ofInput: string;
  /** places of those that are meant, as ranges */
  readonly open: string;
}

/** Reads all records of the input of the run that asks, held against their digest. @throws `NotSent` */
export type ReadRecordsOfInput = (digest: string) => Promise<readonly CorrectionRecord[]>;

export function recordsOfInput(read: ReadRunInput): ReadRecordsOfInput {
  return partOfRunInput(read, (input) => {
    const parsed = parse(lumpSumCorrectionInput, input);
    return parsed.ok ? parsed.value.records : undefined;
  });
}

/** The failure of a call that cannot be made since the records cannot be read: no call of Feishu's, and as harmless. */
export function inputUnread(error: unknown): CallFailure {
  const message = error instanceof Error ? error.message : String(error);
  return { type: 'NotSent', retryable: true, outcome: 'none', provider: 'feishu', api: 'run input', message };
}
