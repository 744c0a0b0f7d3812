import type { Problem } from '../../../contract/index.ts';

/** One payout as a file has it, before any check, and where its members stand in the file. */
export interface RawPayout {
  readonly data: unknown;
  /** @param field as a checked input's problem names it; undefined for the payout as a whole */
  whereIs(field: string | undefined): string;
}

/** Problems that keep some payouts from being read do not hide those of the others. */
export interface RawFile {
  readonly payouts: readonly RawPayout[];
  readonly problems: readonly Problem[];
}

export function onlyProblem(message: string, field?: string): RawFile {
  return { payouts: [], problems: [field === undefined ? { message } : { field, message }] };
}
