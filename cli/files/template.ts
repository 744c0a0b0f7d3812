import type { FiledFlow } from '../../clients/flows.ts';
import { payoutColumns } from './payoutColumns.ts';
import { PAYOUTS_SHEET } from './payoutFile.ts';
import { tableFormOf, writeTableFile, writeWhole } from './table/tableFile.ts';

/** Rows of a template that are formatted as text already, so that no id typed into them loses its digits. */
const TEMPLATE_ROWS = 500;

/**
 * Writes a table of a header alone, as the ending of its path says.
 * @param json what an empty file is in JSON, which has no header
 * @throws RangeError for another ending than .csv, .xlsx or .json
 */
export async function writeEmptyTable(
  path: string,
  names: readonly string[],
  sheet: string,
  json: string,
): Promise<void> {
  if (tableFormOf(path) === 'json') return writeWhole(path, [json]);
  const columns = names.map((name) => ({ name }));
  await writeTableFile(path, columns, [], { emptyRows: TEMPLATE_ROWS, sheet });
}

/**
 * Writes an empty file of payouts: every column that one can fill in.
 * @throws RangeError for another ending than .csv, .xlsx or .json
 */
export function writePayoutTemplate(flow: FiledFlow, path: string): Promise<void> {
  const names = payoutColumns[flow].map(({ name }) => name);
  return writeEmptyTable(path, names, PAYOUTS_SHEET, '{"payouts":[]}\n');
}
