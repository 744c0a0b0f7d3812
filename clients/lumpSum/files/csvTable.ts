import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { z } from 'zod';
import { MOST_ROWS, textCell, tooManyRows, type TableRow } from './cell.ts';
import { UnreadableFile } from './fileProblem.ts';
import { unguarded } from './formulaGuard.ts';
import { decoded, type TextEncoding } from './textEncoding.ts';

/** A quote that is never closed would swallow the rest of the file into one cell. */
const MOST_ROW_CHARACTERS = 1_000_000;
const record = z.array(z.string());

/**
 * The rows of a CSV, read as a stream. Cells are separated by what the header is separated by: commas, semicolons
 * (Excel where a comma is the decimal sign) or tabs (Excel's Unicode text).
 * @throws UnreadableFile for what is no CSV, and for more rows than a file may have
 */
export async function* csvTable(bytes: Uint8Array, encoding: TextEncoding): AsyncGenerator<TableRow, void> {
  const parser = parse({
    delimiter: delimiterOf(bytes, encoding),
    // Counted here, so that a row's number is the one that a spreadsheet shows.
    skip_empty_lines: false,
    relax_column_count: true,
    max_record_size: MOST_ROW_CHARACTERS,
  });
  const source = Readable.from(decoded(bytes, encoding), { objectMode: true });
  source.on('error', (error) => parser.destroy(error));
  let row = 0;
  try {
    for await (const cells of source.pipe(parser)) {
      row += 1;
      if (row > MOST_ROWS + 1) throw new UnreadableFile(tooManyRows);
      yield { row, cells: record.parse(cells).map((text) => textCell(unguarded(text))) };
    }
  } catch (error) {
    if (error instanceof CsvError) throw new UnreadableFile(`is no CSV: ${error.message}`);
    throw error;
  } finally {
    source.destroy();
    parser.destroy();
  }
}

function delimiterOf(bytes: Uint8Array, encoding: TextEncoding): string {
  const [start = ''] = decoded(bytes, encoding);
  const [firstLine = ''] = start.trimStart().split(/[\r\n]/, 1);
  return [',', ';', '\t'].find((delimiter) => firstLine.includes(delimiter)) ?? ',';
}
