import type { FiledFlow } from '../../clients/flows.ts';
import { listCell, withoutEmpty } from './csvCells.ts';
import { orderColumn, payoutColumns, type PayoutColumn } from './payoutColumns.ts';
import type { PlacedProblem, RawFile, RawPayout } from './rawPayout.ts';
import { placeOfRow, type Table } from './table/cell.ts';
import { UnreadableFile } from './table/fileProblem.ts';
import { headedRows, mergeProblems, placeOfCell, type HeadedRow } from './table/headedRows.ts';
import { readCell, type CellReading } from './table/readCell.ts';

/** One row of payouts: what it says by member, and where. */
interface PayoutRow {
  readonly headed: HeadedRow<PayoutColumn>;
  readonly said: ReadonlyMap<string, { readonly value: unknown; readonly text: string }>;
  readonly problems: readonly PlacedProblem[];
}

/**
 * Reads a table of payouts: of Allinpay one row a detail, the rows of an order wherever they stand; of referral
 * withdrawals one row a payout.
 * @throws UnreadableFile for a table that cannot be read as a whole
 */
export async function readPayoutTable(flow: FiledFlow, table: Table): Promise<RawFile> {
  const key = orderColumn[flow];
  const groups = new Map<string, PayoutRow[]>();
  const problems: PlacedProblem[] = [];
  let count = 0;
  for await (const headed of headedRows(table, payoutColumns[flow], wrongHeader(key))) {
    count += 1;
    const row = readRow(headed);
    problems.push(...row.problems);
    if (headed.refused !== undefined) continue;
    const order = row.said.get(key)?.text;
    // Each row of the one flow is a payout, and whether it is there twice is told when all are read.
    const group = flow === 'allinpayWithdrawal' ? order : `${headed.row}`;
    if (order === undefined || group === undefined) problems.push(...withoutOrder(row, key));
    else if (!groups.get(group)?.push(row)) groups.set(group, [row]);
  }
  if (count === 0) throw new UnreadableFile('holds a header and no payouts');
  refuseOtherSheets(table);
  const orders = [...groups.values()];
  return {
    payouts: orders.map((rows) => rawPayout(flow, rows)),
    problems: [...problems, ...orders.flatMap(disagreements), ...orders.flatMap(merged)],
  };
}

function wrongHeader(key: string): (said: readonly PayoutColumn[]) => string[] {
  return (said) =>
    said.some(({ name }) => name === key)
      ? []
      : [`the first row must name the columns, and there is no column ${key}`];
}

/** What is in another sheet would be a payout that nobody makes. */
function refuseOtherSheets(table: Table): void {
  const others = table.otherSheets?.() ?? [];
  if (others.length === 0) return;
  throw new UnreadableFile(
    `holds values in other sheets too (${others.join(', ')}); call the one that is to be paid "payouts", or take the others out`,
  );
}

function readRow(headed: HeadedRow<PayoutColumn>): PayoutRow {
  const said = new Map<string, { value: unknown; text: string }>();
  const found = [...headed.problems, ...(headed.refused === undefined ? [] : [headed.refused])];
  const problems = found.map(({ message }) => problemAt(headed, undefined, message));
  for (const { column, cell } of headed.cells) {
    const reading = readMember(cell, column);
    if (!reading.ok) problems.push(problemAt(headed, column.name, reading.message));
    else if (reading.value !== undefined) said.set(column.name, { value: reading.value, text: cell.text });
  }
  return { headed, said, problems };
}

const YUAN = ['¥', '￥', '元', 'CNY', 'RMB'];

function readMember(
  cell: HeadedRow<PayoutColumn>['cells'][number]['cell'],
  column: PayoutColumn,
): CellReading {
  const { currency } = cell;
  if (column.kind === 'amount' && currency !== undefined && !YUAN.includes(currency)) {
    return { ok: false, rule: 'shownOtherwise', message: `is shown in ${currency}, and payouts are in yuan` };
  }
  const reading = readCell(cell, column.kind);
  if (!reading.ok || column.kind !== 'remark' || typeof reading.value !== 'string') return reading;
  const text = reading.value.trim();
  return { ok: true, value: text === '' ? undefined : text };
}

function withoutOrder(row: PayoutRow, key: string): PlacedProblem[] {
  const missing = problemAt(row.headed, key, 'is required');
  return row.problems.some(({ field }) => field === missing.field) ? [] : [missing];
}

/** What belongs to the order may stand on any of its rows, and must not say two things. */
function disagreements(rows: readonly PayoutRow[]): PlacedProblem[] {
  const columns = payoutColumns.allinpayWithdrawal.filter(({ of }) => of === 'order');
  return columns.flatMap(({ name }) => {
    const [first, ...others] = rows.filter(({ said }) => said.has(name));
    return others
      .filter(({ said }) => said.get(name)?.value !== first?.said.get(name)?.value)
      .map(({ headed }) => {
        const where = first === undefined ? '' : placeOfRow(first.headed);
        return problemAt(headed, name, `differs from ${where} of the same order; say it once`);
      });
  });
}

function merged(rows: readonly PayoutRow[]): PlacedProblem[] {
  const headed = rows.map((row) => row.headed);
  return mergeProblems(headed, ({ of }) => of === 'order').flatMap(({ row, column, message }) => {
    const its = headed.find((each) => each.row === row);
    const name = its?.header.find((entry) => entry?.written === column)?.column.name;
    return its === undefined ? [] : [problemAt(its, name, message)];
  });
}

function rawPayout(flow: FiledFlow, rows: readonly PayoutRow[]): RawPayout {
  const first = rows[0]?.headed ?? { row: 0 };
  const rowWith = (member: string): PayoutRow | undefined => rows.find(({ said }) => said.has(member));
  const members = Object.fromEntries(
    payoutColumns[flow].flatMap(({ name, of }) =>
      of === 'order' ? [[name, rowWith(name)?.said.get(name)?.value] as const] : [],
    ),
  );
  const whole =
    flow === 'allinpayWithdrawal'
      ? { ...members, details: rows.map(detailOf) }
      : { ...members, bonusTypes: listCell(rows[0]?.said.get('bonusTypes')?.text) };
  return {
    data: withoutEmpty(whole),
    whereIs: (field) => placeIn(field, rows, rowWith),
    saying: (message) => inRows(message, rows),
    place: placeOfRow(first),
  };
}

function detailOf({ said }: PayoutRow): Record<string, unknown> {
  return Object.fromEntries(
    payoutColumns.allinpayWithdrawal.flatMap(({ name, of }) =>
      of === 'detail' && said.has(name) ? [[name, said.get(name)?.value] as const] : [],
    ),
  );
}

const SAME_ACCOUNT = /^names the same account as \[(\d+)\] \((.*)\); put them together$/s;

/** A detail has an index that stands nowhere in a table. */
function inRows(message: string, rows: readonly PayoutRow[]): string {
  const [, index, account = ''] = SAME_ACCOUNT.exec(message) ?? [];
  const row = index === undefined ? undefined : rows[Number(index)];
  if (row === undefined) return message;
  return `repeats ${placeOfRow(row.headed)} (${account} in one order); put them together, or take one out`;
}

const DETAIL_FIELD = /^details\[(\d+)\](?:\.(\w+))?$/;

function placeIn(
  field: string | undefined,
  rows: readonly PayoutRow[],
  rowWith: (member: string) => PayoutRow | undefined,
): Omit<PlacedProblem, 'message'> {
  const [, index, member] = DETAIL_FIELD.exec(field ?? '') ?? [];
  const row = index === undefined ? undefined : rows[Number(index)];
  if (row !== undefined) return placed(row.headed, member);
  const name = field?.replace(/\[\d+\]$/, '');
  const its = (name === undefined ? undefined : rowWith(name)) ?? rows[0];
  return its === undefined ? {} : placed(its.headed, name === 'details' ? undefined : name);
}

function problemAt(
  headed: HeadedRow<PayoutColumn>,
  member: string | undefined,
  message: string,
): PlacedProblem {
  return { ...placed(headed, member), message };
}

function placed(headed: HeadedRow<PayoutColumn>, member: string | undefined): Omit<PlacedProblem, 'message'> {
  const { row, header } = headed;
  if (member === undefined) return { field: placeOfRow(headed), row };
  const at = header.findIndex((entry) => entry?.column.name === member);
  const written = header[at]?.written ?? member;
  return { field: placeOfCell(headed, written, at < 0 ? undefined : at + 1), row, column: written };
}
