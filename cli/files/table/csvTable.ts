import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import {
  COLUMNS_MAX,
  ROWS_MAX,
  textCell,
  tooManyRows,
  type Cell,
  type Table,
  type TableRow,
} from './cell.ts';
import { UnreadableFile } from './fileProblem.ts';
import { unguarded } from './formulaGuard.ts';
import { decoded, type TextEncoding } from './textEncoding.ts';

/** A quote that is never closed would swallow the rest of the file into one cell. */
const ROW_CHARACTERS_MAX = 1_000_000;

/**
 * The rows of a CSV, read as a stream. Cells are separated by what the header is separated by: commas, semicolons
 * (Excel where a comma is the decimal sign) or tabs (Excel's Unicode text). Each row has its own line end.
 * @throws UnreadableFile for what is no CSV, and for more rows than a file may have
 */
export function csvTable(bytes: Uint8Array, encoding: TextEncoding): Table {
  return { rows: csvRows(bytes, encoding) };
}

async function* csvRows(bytes: Uint8Array, encoding: TextEncoding): AsyncGenerator<TableRow, void> {
  const parser = parse({
    delimiter: delimiterOf(bytes, encoding),
    // Otherwise that of the first row is taken for that of all, and what is left of another one for a part of a cell.
    record_delimiter: ['\r\n', '\n', '\r'],
    // Counted here, so that a row's number is the one that a spreadsheet shows.
    skip_empty_lines: false,
    relax_column_count: true,
    max_record_size: ROW_CHARACTERS_MAX,
  });
  const source = Readable.from(boundedLines(decoded(bytes, encoding)), { objectMode: true });
  source.on('error', (error) => parser.destroy(error));
  let row = 0;
  let line = 1;
  try {
    for await (const texts of source.pipe(parser) as AsyncIterable<string[]>) {
      row += 1;
      if (row > ROWS_MAX + 1) throw new UnreadableFile(tooManyRows);
      yield { row, line, cells: cellsOf(texts, row) };
      line += 1 + texts.reduce((sum, text) => sum + lineEndsIn(text), 0);
    }
  } catch (error) {
    if (error instanceof CsvError) throw new UnreadableFile(`is no CSV: ${error.message}`);
    throw error;
  } finally {
    source.destroy();
    parser.destroy();
  }
}

/** The parser bounds the cells of a row, and not how many there are. */
function* boundedLines(pieces: Iterable<string>): Generator<string, void> {
  let length = 0;
  for (const piece of pieces) {
    for (const [at, part] of piece.split(/[\r\n]/).entries()) {
      length = part.length + (at === 0 ? length : 0);
      if (length > ROW_CHARACTERS_MAX) {
        throw new UnreadableFile(`is no CSV: a line has more than ${ROW_CHARACTERS_MAX} characters`);
      }
    }
    yield piece;
  }
}

function cellsOf(texts: readonly string[], row: number): (Cell | null)[] {
  if (texts.length > COLUMNS_MAX)
    throw new UnreadableFile(`is no table: row ${row} has ${texts.length} cells`);
  return texts.map((text) => textCell(unguarded(text)));
}

function lineEndsIn(text: string): number {
  return text.includes('\n') || text.includes('\r') ? (text.match(/\r\n|\n|\r/g)?.length ?? 0) : 0;
}

function delimiterOf(bytes: Uint8Array, encoding: TextEncoding): string {
  const [start = ''] = decoded(bytes, encoding);
  const [firstLine = ''] = start.trimStart().split(/[\r\n]/, 1);
  return [',', ';', '\t'].find((delimiter) => firstLine.includes(delimiter)) ?? ',';
}
