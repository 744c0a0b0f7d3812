import { cutText } from '../../../contract/text.ts';

/** Names of ours for what Feishu has no code for, since it never sees it. */
export type FileRule =
  /** no record id in the row */
  | 'required'
  /** the record, or a further row of it, stands in the file already */
  | 'duplicate'
  /** two rows of one record say two things */
  | 'disagrees'
  /** more or fewer cells than the header has columns, or a value under no column name */
  | 'cells'
  /** a cell that Excel could not calculate, or has not */
  | 'excelError'
  /** a number of which Excel has not kept every digit */
  | 'excelRounded'
  /** thousands separators, a decimal comma, full-width digits, a currency sign */
  | 'separators'
  /** a kind of cell that the column does not take */
  | 'cellType'
  /** a cell that the sheet shows as something else than it holds: rounded, as a percentage, struck out, not at all */
  | 'shownOtherwise'
  /** a cell merged with others, of which only the first holds what all of them show */
  | 'merged'
  /** the contract of a correction: lengths, types, unknown members */
  | 'contract'
  /** the record alone is more than one correction may hold */
  | 'tooLarge';

/** One thing wrong with one cell or row of a table. */
export interface TableProblem {
  /** of the file, 1 is its first; left out for JSON, where `column` is the path */
  readonly row?: number;
  /** as the header of the file has it; of JSON the path, `records[3].details[0].issuanceAmount` */
  readonly column?: string;
  /** what stands there, cut at 60 characters */
  readonly value?: string;
  /** Feishu's code where it documents one, else a `FileRule` */
  readonly rule: string;
  readonly message: string;
}

/** One thing wrong with one cell, row or record of a file of corrections. */
export interface FileProblem extends TableProblem {
  readonly recordId?: string;
}

const VALUE_CHARACTERS_MAX = 60;

/** A value as a problem shows it. */
export function shownValue(text: string): string {
  return cutText(text, VALUE_CHARACTERS_MAX, '...');
}

/** A file that cannot be read as a whole. The message names the file, what is wrong with it, and what to do. */
export class FileRefusedError extends Error {
  /** without the file's name */
  readonly reason: string;

  constructor(path: string, reason: string) {
    super(`${path} ${reason}`);
    this.name = 'FileRefusedError';
    this.reason = reason;
  }
}

/** Why a file cannot be read as a whole, thrown where its name is not known. */
export class UnreadableFile extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'UnreadableFile';
  }
}
