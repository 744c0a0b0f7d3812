import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { Problem } from '../../../contract/index.ts';

/** One row below the header: its cells by column, empty ones left out. */
export interface CsvRow {
  /** of the file, counted from 1; of a row over several lines the last */
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

export interface CsvRows {
  readonly rows: readonly CsvRow[];
  readonly problems: readonly Problem[];
}

/** A quote that is never closed would swallow the rest of the file into one cell. */
const MOST_ROW_CHARACTERS = 1_000_000;

const parsedRows = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.int() }) }));

function recordsOf(text: string): z.output<typeof parsedRows> {
  return parsedRows.parse(
    parse(text, {
      info: true,
      skip_empty_lines: true,
      relax_column_count: true,
      max_record_size: MOST_ROW_CHARACTERS,
    }),
  );
}

function headerProblems(header: readonly string[], known: readonly string[]): Problem[] {
  const field = 'line 1';
  const columns = known.join(', ');
  if (header.length === 1 && /[;\t]/.test(header[0] ?? '')) {
    return [{ field, message: 'columns must be separated by commas' }];
  }
  return header.flatMap((name, index): Problem[] => {
    if (!known.includes(name)) return [{ field, message: `has a column "${name}"; known are ${columns}` }];
    return header.indexOf(name) === index ? [] : [{ field, message: `names the column ${name} twice` }];
  });
}

function rowOf(header: readonly string[], record: readonly string[], line: number): CsvRow {
  const cells = header.map((name, index): [string, string] => [name, cellOf(name, record[index] ?? '')]);
  return { line, cells: Object.fromEntries(cells.filter(([, value]) => value !== '')) };
}

/** Kept as they stand in the file: a blank at the end of a name is refused, since it would be another name. */
const NAMES = [
  'orderId',
  'externalOrderId',
  'externalCode',
  'referralAccountId',
  'profile',
  'batchId',
  'requestedBy',
];

/** A cell of blanks says no more than an empty one. */
function cellOf(column: string, text: string): string {
  const trimmed = text.trim();
  return trimmed !== '' && NAMES.includes(column) ? text : trimmed;
}

/**
 * @param known the columns that a header may name, in any order
 * @returns all rows that could be read, and every problem of the others
 */
export function readCsvRows(text: string, known: readonly string[]): CsvRows {
  let records: z.output<typeof parsedRows>;
  try {
    records = recordsOf(text);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { rows: [], problems: [{ message: `is no CSV: ${error.message}` }] };
  }
  const [first, ...rest] = records;
  if (first === undefined) return { rows: [], problems: [{ message: 'is empty' }] };
  const header = first.record.map((name) => name.trim());
  const wrongHeader = headerProblems(header, known);
  if (wrongHeader.length > 0) return { rows: [], problems: wrongHeader };
  if (rest.length === 0) return { rows: [], problems: [{ message: 'holds a header and no payouts' }] };

  const rows: CsvRow[] = [];
  const problems: Problem[] = [];
  for (const { record, info } of rest) {
    if (record.length === 1 && record[0]?.trim() === '') continue;
    if (record.length === header.length) rows.push(rowOf(header, record, info.lines));
    else {
      const message = `has ${record.length} cells, the header has ${header.length}; quote a cell that holds a comma`;
      problems.push({ field: `line ${info.lines}`, message });
    }
  }
  return { rows, problems };
}
