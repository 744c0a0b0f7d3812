import type { CorrectionRecord } from '../../../contract/index.ts';
import { problem } from '../../../rules/lumpSum/valueRules.ts';
import { withoutEmpty } from '../csvCells.ts';
import type { Cell } from '../table/cell.ts';
import { shownValue, type FileProblem, type FileRule } from '../table/fileProblem.ts';
import { mergeProblems, type HeadedRow } from '../table/headedRows.ts';
import { readCell, type CellKind, type CellReading } from '../table/readCell.ts';
import type { Column } from './columns.ts';
import { checkRecord, detailOf, type RecordFault } from './rawRecord.ts';

/** One cell of a row as its column reads it. */
interface Said {
  readonly written: string;
  readonly cell: Cell;
  readonly value: string | number | boolean | undefined;
}

/** One row of a record: what it says of the record, and of one detail. */
export interface RecordRow {
  readonly row: number;
  readonly headed: HeadedRow<Column>;
  readonly record: ReadonlyMap<string, Said>;
  readonly detail: ReadonlyMap<string, Said>;
  readonly problems: readonly FileProblem[];
}

export function readRow(headed: HeadedRow<Column>): RecordRow {
  const record = new Map<string, Said>();
  const detail = new Map<string, Said>();
  const { row } = headed;
  const problems: FileProblem[] = [...headed.problems];
  for (const { written, column, cell } of headed.cells) {
    if (column.of === 'reader') continue;
    const reading = readMember(cell, column.kind, column.member);
    if (reading.ok && reading.value === undefined) continue;
    const said = { written, cell, value: reading.ok ? reading.value : undefined };
    (column.of === 'record' ? record : detail).set(column.member, said);
    if (!reading.ok) {
      const { rule, message } = reading;
      problems.push({ row, column: written, value: shownValue(cell.text), rule, message });
    }
  }
  return { row, headed, record, detail, problems };
}

/** Feishu has a code for a count that is no number. */
function readMember(cell: Cell, kind: CellKind, member: string): CellReading {
  const reading = readCell(cell, kind);
  if (kind !== 'count' || !reading.ok || typeof reading.value !== 'string') return reading;
  if (/^-?\d{1,9}$/.test(reading.value)) return { ok: true, value: Number(reading.value) };
  const code = member === 'bindingPeriod' ? '21270227' : '21270208';
  return { ok: false, rule: code, message: problem(code, member, 'it must be a whole number').message };
}

/** What the rows of one record come to. */
export interface GroupReading {
  readonly record: CorrectionRecord | undefined;
  /** without the record's id, by row */
  readonly problems: readonly FileProblem[];
}

/** Puts the rows of one record together: each with a detail is a detail, and what they say of the record must agree. */
export function readGroup(rows: readonly RecordRow[]): GroupReading {
  const record = new Map<string, Said & { readonly row: number }>();
  const problems = rows.flatMap((row) => row.problems);
  for (const row of rows) {
    for (const [member, said] of row.record) {
      const first = record.get(member);
      if (first === undefined) record.set(member, { ...said, row: row.row });
      else if (first.cell.text !== said.cell.text) problems.push(disagreement(row.row, said, first.row));
    }
  }
  const detailRows = rows.filter(({ detail }) => detail.size > 0);
  if (rows.length > 1) problems.push(...withoutDetail(rows));
  if (rows.some(({ headed }) => headed.merges.length > 0)) problems.push(...merged(rows));
  const details = detailRows.map(({ detail }) => membersOf(detail));
  const raw = { ...membersOf(record), ...(details.length === 0 ? {} : { details }) };
  const { record: checked, faults } = checkRecord(raw);
  problems.push(...faults.map((fault) => placed(fault, rows, record, detailRows)));
  return {
    record: problems.length === 0 ? checked : undefined,
    problems: problems.sort((a, b) => (a.row ?? 0) - (b.row ?? 0)),
  };
}

function merged(rows: readonly RecordRow[]): FileProblem[] {
  return mergeProblems(
    rows.map(({ headed }) => headed),
    ({ of }) => of === 'record',
  );
}

function membersOf(said: ReadonlyMap<string, Said>): Record<string, unknown> {
  return withoutEmpty(Object.fromEntries([...said].map(([member, { value }]) => [member, value])));
}

function disagreement(row: number, said: Said, first: number): FileProblem {
  const message = `differs from row ${first} of the same record: say it once, or leave it empty here`;
  return { row, ...cellOf(said), rule: 'disagrees' satisfies FileRule, message };
}

/** Of several rows each must be a detail; where none is, the record is simply there more than once. */
function withoutDetail(rows: readonly RecordRow[]): FileProblem[] {
  const empty = rows.filter(({ detail }) => detail.size === 0);
  const superfluous = empty.length === rows.length ? empty.slice(1) : empty;
  return superfluous.map(({ row, record }) => {
    const id = record.get('id');
    const other = rows.find((each) => each.row !== row)?.row ?? row;
    return {
      row,
      ...(id && cellOf(id)),
      rule: 'duplicate' satisfies FileRule,
      message: `is of the record of row ${other} and holds no detail: take one of the rows out`,
    };
  });
}

type Place = Pick<FileProblem, 'row' | 'column' | 'value'>;

function placed(
  { field, rule, message }: RecordFault,
  rows: readonly RecordRow[],
  record: ReadonlyMap<string, Said & { readonly row: number }>,
  detailRows: readonly RecordRow[],
): FileProblem {
  const first = rows[0]?.row ?? 1;
  if (field === undefined) return { row: first, rule, message };
  const at = detailOf(field);
  const place = at === undefined ? inRecord(field, record) : inDetail(at, detailRows);
  return { row: first, ...place, rule, message };
}

function inRecord(field: string, record: ReadonlyMap<string, Said & { readonly row: number }>): Place {
  const said = record.get(field);
  return said === undefined ? { column: field } : { row: said.row, ...cellOf(said) };
}

function inDetail(
  { index, member }: { readonly index: number; readonly member?: string },
  detailRows: readonly RecordRow[],
): Place {
  const detail = detailRows[index];
  if (detail === undefined) return {};
  if (member === undefined) return { row: detail.row };
  const said = detail.detail.get(member);
  return { row: detail.row, ...(said === undefined ? { column: `details.${member}` } : cellOf(said)) };
}

function cellOf({ written, cell }: Said): Place {
  return { column: written, value: shownValue(cell.text) };
}
