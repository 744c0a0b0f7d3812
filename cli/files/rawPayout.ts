import type { Problem } from '../../contract/index.ts';

/** A problem of a file: `field` is where it stands in words, `line 4, amount`; of a table it is told apart too. */
export interface PlacedProblem extends Problem {
  /** as a spreadsheet counts, the header among them */
  readonly row?: number;
  /** as the header has it */
  readonly column?: string;
}

/** One payout as a file has it, before any check, and where its members stand in the file. */
export interface RawPayout {
  readonly data: unknown;
  /** @param field as a checked input's problem names it; undefined for the payout as a whole */
  whereIs(field: string | undefined): Omit<PlacedProblem, 'message'>;
  /** a message of the contract in the words of the file */
  saying?(message: string): string;
  /** where a table has it: `line 2` */
  readonly place?: string;
}

/** Problems that keep some payouts from being read do not hide those of the others. */
export interface RawFile {
  readonly payouts: readonly RawPayout[];
  readonly problems: readonly PlacedProblem[];
}

export function onlyProblem(message: string, field?: string): RawFile {
  return { payouts: [], problems: [field === undefined ? { message } : { field, message }] };
}
