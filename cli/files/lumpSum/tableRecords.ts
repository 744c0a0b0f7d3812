import type { Table } from '../table/cell.ts';
import { shownValue, UnreadableFile, type FileProblem, type FileRule } from '../table/fileProblem.ts';
import { headedRows, type HeadedRow } from '../table/headedRows.ts';
import { columns, wrongHeader, type Column } from './columns.ts';
import type { CorrectionFile, FileRecord } from './reading.ts';
import { readGroup, readRow, type RecordRow } from './rowGroup.ts';

interface Group {
  readonly id: string;
  readonly rows: RecordRow[];
}

/**
 * Reads the rows of a table as corrections: one row a detail, the rows of one record together. Empty rows are skipped.
 * @throws UnreadableFile for a header that cannot be read, and a table without rows
 */
export async function recordsOfTable(table: Table): Promise<CorrectionFile> {
  const reader = new TableReader();
  for await (const row of headedRows(table, columns, wrongHeader)) reader.take(row);
  return reader.end();
}

class TableReader {
  readonly #records: FileRecord[] = [];
  readonly #problems: FileProblem[] = [];
  readonly #wrong = new Set<string>();
  /** the first row of each record so far */
  readonly #firstRows = new Map<string, number>();
  #group: Group | undefined;
  #rows = 0;

  take(row: HeadedRow<Column>): void {
    this.#rows += 1;
    if (row.refused !== undefined) {
      this.#refuseRow(row.refused);
      return;
    }
    const read = readRow(row);
    const id = read.record.get('id');
    if (typeof id?.value !== 'string') {
      if (id !== undefined)
        read.problems.forEach((problem) => {
          this.#refuseRow(problem);
        });
      else
        this.#refuseRow({ row: row.row, column: 'id', rule: 'required' satisfies FileRule, message: NO_ID });
      return;
    }
    if (this.#group?.id !== id.value) this.#begin(id.value);
    this.#group?.rows.push(read);
  }

  end(): CorrectionFile {
    this.#finish();
    if (this.#rows === 0) throw new UnreadableFile('holds a header and no corrections');
    return {
      // A record that shows up again further down has been taken before that was known.
      records: this.#records.filter(({ record }) => !this.#wrong.has(record.id)),
      problems: this.#problems.sort((a, b) => (a.row ?? 0) - (b.row ?? 0)),
      wrong: [...this.#wrong],
    };
  }

  /** A row that cannot be told to be of any record could be a detail of the one above, which then is not whole. */
  #refuseRow(problem: FileProblem): void {
    const above = this.#group?.id;
    if (above !== undefined) this.#wrong.add(above);
    this.#problems.push(above === undefined ? problem : { ...problem, recordId: above });
  }

  #begin(id: string): void {
    this.#finish();
    this.#group = { id, rows: [] };
  }

  #finish(): void {
    const group = this.#group;
    const firstRow = group?.rows[0]?.row;
    this.#group = undefined;
    if (group === undefined || firstRow === undefined) return;
    const { id, rows } = group;
    const { record, problems } = readGroup(rows);
    const before = this.#firstRows.get(id);
    const found = [
      ...problems,
      ...(before === undefined ? [] : rows.map(({ row }) => again(row, id, before))),
    ];
    this.#firstRows.set(id, before ?? firstRow);
    if (found.length > 0) this.#wrong.add(id);
    this.#problems.push(...found.map((problem) => ({ ...problem, recordId: id })));
    if (record !== undefined) this.#records.push({ record, rows: rows.map(({ row }) => row) });
  }
}

const NO_ID =
  'is missing: write the record id in every row of a record (a merged cell holds it in its first row only)';

function again(row: number, id: string, first: number): FileProblem {
  const message = `stands in row ${first} already: put the rows of one record together`;
  return { row, column: 'id', value: shownValue(id), rule: 'duplicate' satisfies FileRule, message };
}
