import type { CorrectionRecord } from '../../../contract/index.ts';
import type { FileProblem } from '../table/fileProblem.ts';
import type { TextEncoding } from '../table/textEncoding.ts';

/** One record to correct, and where the file says so. */
export interface FileRecord {
  readonly record: CorrectionRecord;
  /** rows of the file, 1 is its first; for JSON the index, 3 of `records[3]` */
  readonly rows: readonly number[];
}

/** A file of corrections, judged record by record as far as it can be without Feishu. */
export interface CorrectionFile {
  readonly records: readonly FileRecord[];
  /** every problem of every row, in the file's order */
  readonly problems: readonly FileProblem[];
  /** ids of the records with problems; none of them is among `records` */
  readonly wrong: readonly string[];
  /** what a file of text was read as; `gb18030` is worth saying, since nothing in the file tells it for certain */
  readonly encoding?: TextEncoding;
}
