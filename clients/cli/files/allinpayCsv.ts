import type { Problem } from '../../../contract/index.ts';
import { trueOrFalseCell, wholeNumberCell, withoutEmpty } from './csvCells.ts';
import { readCsvRows, type CsvRow } from './csvRows.ts';
import type { RawFile, RawPayout } from './rawPayout.ts';

const detailColumns = ['accountUserId', 'externalCode', 'isPlatform', 'amount'];
const orderColumns = [
  'summary',
  'settleBy',
  'checkBalance',
  'profile',
  'batchId',
  'requestedBy',
  'approval',
  'send',
];
const columns = ['orderId', ...detailColumns, ...orderColumns];

/** @returns one payout an order id: each of its rows, wherever they stand in the file, is one detail. */
export function readAllinpayCsv(text: string): RawFile {
  const { rows, problems } = readCsvRows(text, columns);
  const orders = new Map<string, CsvRow[]>();
  const wrong: Problem[] = [];
  for (const row of rows) {
    const orderId = row.cells['orderId'];
    if (orderId === undefined) wrong.push({ field: `line ${row.line}, orderId`, message: 'is required' });
    else if (!orders.get(orderId)?.push(row)) orders.set(orderId, [row]);
  }
  const grouped = [...orders].map(([orderId, its]) => ({ orderId, rows: its }));
  return {
    payouts: grouped.map((order) => rawPayout(order.orderId, order.rows)),
    problems: [...problems, ...wrong, ...grouped.flatMap(({ rows: its }) => disagreements(its))],
  };
}

/** What belongs to the order may stand on any of its rows, and must not say two things. */
function disagreements(rows: readonly CsvRow[]): Problem[] {
  return orderColumns.flatMap((column): Problem[] => {
    const said = rows.filter(({ cells }) => cells[column] !== undefined);
    const [first, ...others] = said;
    return others
      .filter(({ cells }) => cells[column] !== first?.cells[column])
      .map(({ line }) => ({
        field: `line ${line}, ${column}`,
        message: `differs from line ${first?.line ?? 0} of the same order; say it once`,
      }));
  });
}

function detailOf({ cells }: CsvRow): Record<string, unknown> {
  return withoutEmpty({
    accountUserId: wholeNumberCell(cells['accountUserId']),
    externalCode: cells['externalCode'],
    isPlatform: trueOrFalseCell(cells['isPlatform']),
    amount: cells['amount'],
  });
}

function rawPayout(orderId: string, rows: readonly CsvRow[]): RawPayout {
  const rowWith = (column: string): CsvRow | undefined =>
    rows.find(({ cells }) => cells[column] !== undefined);
  const orderCells = orderColumns.map((column) => [column, rowWith(column)?.cells[column]] as const);
  const members = Object.fromEntries(orderCells);
  const data = withoutEmpty({
    orderId,
    ...members,
    checkBalance: trueOrFalseCell(members['checkBalance']),
    details: rows.map(detailOf),
  });
  return { data, whereIs: (field) => placeOf(field, rows, rowWith) };
}

const DETAIL_FIELD = /^details\[(\d+)\](?:\.(\w+))?$/;

function placeOf(
  field: string | undefined,
  rows: readonly CsvRow[],
  rowWith: (column: string) => CsvRow | undefined,
): string {
  const [, index, member] = DETAIL_FIELD.exec(field ?? '') ?? [];
  if (index !== undefined) {
    const line = rows[Number(index)]?.line ?? 0;
    return member === undefined ? `line ${line}` : `line ${line}, ${member}`;
  }
  const line = (field === undefined ? undefined : rowWith(field))?.line ?? rows[0]?.line ?? 0;
  return field === undefined || field === 'details' ? `line ${line}` : `line ${line}, ${field}`;
}
