import { LosslessNumber } from 'lossless-json';
import { isRecord } from '../../../contract/input.ts';
import { parseLosslessJson } from '../jsonFile.ts';
import { ROWS_MAX } from '../table/cell.ts';
import { shownValue, UnreadableFile, type FileProblem, type FileRule } from '../table/fileProblem.ts';
import { detailReaderMembers, MODIFY_TIME, recordReaderMembers } from './columns.ts';
import { checkRecord, type RecordFault } from './rawRecord.ts';
import type { CorrectionFile, FileRecord } from './reading.ts';

/**
 * Reads `[{…}, …]` or `{"records": [{…}, …]}`: corrections as the contract has them, or records as our query writes
 * them, whose other members are for people and ignored. Numbers keep every digit.
 * @throws UnreadableFile for what is neither
 */
export function recordsOfJson(text: string): CorrectionFile {
  const list = listOf(text);
  if (list.length === 0) throw new UnreadableFile('holds no corrections');
  if (list.length > ROWS_MAX) {
    throw new UnreadableFile(`has more than ${ROWS_MAX} records; split it into several files`);
  }
  const records: FileRecord[] = [];
  const problems: FileProblem[] = [];
  const wrong = new Set<string>();
  const firsts = new Map<string, number>();
  list.forEach((entry, index) => {
    const raw = asCorrection(entry);
    const { record, faults } = checkRecord(raw);
    const id = isRecord(raw) && typeof raw['id'] === 'string' ? raw['id'] : undefined;
    const found = [...faults, ...again(id === undefined ? undefined : firsts.get(id))];
    if (id !== undefined && !firsts.has(id)) firsts.set(id, index);
    if (id !== undefined && found.length > 0) wrong.add(id);
    problems.push(...found.map((fault) => placed(fault, index, entry, id)));
    if (record !== undefined) records.push({ record, rows: [index] });
  });
  return { records: records.filter(({ record }) => !wrong.has(record.id)), problems, wrong: [...wrong] };
}

function listOf(text: string): readonly unknown[] {
  const data = parseLosslessJson(text);
  if (!data.ok) throw new UnreadableFile(data.message);
  if (Array.isArray(data.value)) return data.value;
  if (!isRecord(data.value) || !Array.isArray(data.value['records'])) {
    throw new UnreadableFile('must hold a list of records, or {"records": [...]}');
  }
  const others = Object.keys(data.value).filter((name) => name !== 'records');
  if (others.length > 0) {
    throw new UnreadableFile(
      `has members that are not known beside "records": ${others.join(', ')}; take them out`,
    );
  }
  return data.value['records'];
}

/** Without what our query writes for people; `modifyTime` is the time that the correction was written for. */
function asCorrection(entry: unknown): unknown {
  if (!isRecord(entry)) return entry;
  const { details } = entry;
  const record = without(entry, [...recordReaderMembers, MODIFY_TIME]);
  if (entry[MODIFY_TIME] !== undefined && entry['expectedModifyTime'] === undefined) {
    record['expectedModifyTime'] = entry[MODIFY_TIME];
  }
  if (!Array.isArray(details)) return record;
  record['details'] = details.map((detail: unknown) =>
    isRecord(detail) ? without(detail, detailReaderMembers) : detail,
  );
  return record;
}

function without(
  members: Readonly<Record<string, unknown>>,
  names: readonly string[],
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([name]) => !names.includes(name)));
}

function again(first: number | undefined): RecordFault[] {
  if (first === undefined) return [];
  const message = `is the record of records[${first}] too: say all of one record in one place`;
  return [{ field: 'id', rule: 'duplicate' satisfies FileRule, message }];
}

function placed(
  { field, rule, message }: RecordFault,
  index: number,
  entry: unknown,
  recordId: string | undefined,
): FileProblem {
  const value = field === undefined ? undefined : valueAt(entry, field);
  return {
    column: field === undefined ? `records[${index}]` : `records[${index}].${field}`,
    ...(value === undefined ? {} : { value: shownValue(value) }),
    rule,
    message,
    ...(recordId === undefined ? {} : { recordId }),
  };
}

function valueAt(entry: unknown, field: string): string | undefined {
  let value = entry;
  for (const key of field.split(/[.[\]]+/).filter((part) => part !== '')) {
    if (Array.isArray(value)) value = value[Number(key)];
    else if (isRecord(value))
      value = value[key === 'expectedModifyTime' && !(key in value) ? MODIFY_TIME : key];
    else return undefined;
  }
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint')
    return String(value);
  return value instanceof LosslessNumber ? value.toString() : undefined;
}
