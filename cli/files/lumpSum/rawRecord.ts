import { RECORD_BYTES_MAX } from '../../../clients/lumpSum/split.ts';
import { jsonBytes, lumpSumCorrectionRecord, parse, type CorrectionRecord } from '../../../contract/index.ts';
import { isRecord } from '../../../contract/input.ts';
import { problemsOfValues } from '../../../rules/lumpSum/valueRules.ts';
import type { FileRule } from '../table/fileProblem.ts';

/** One thing wrong with a record; `field` as the contract names it, left out for the record as a whole. */
export interface RecordFault {
  readonly field?: string;
  readonly rule: string;
  readonly message: string;
}

export interface CheckedRecord {
  /** undefined where there is any fault */
  readonly record: CorrectionRecord | undefined;
  readonly faults: readonly RecordFault[];
}

/**
 * Everything that is wrong with one record of a file as far as it can be told without Feishu: by the contract and by
 * Feishu's documented rules. A member that the contract refuses hides nothing of the others.
 */
export function checkRecord(raw: unknown): CheckedRecord {
  const parsed = parse(lumpSumCorrectionRecord, raw);
  if (parsed.ok) {
    const faults = [...faultsOfValues(parsed.value), ...tooLarge(parsed.value)];
    return { record: faults.length === 0 ? parsed.value : undefined, faults };
  }
  const refused = parsed.problems.map(({ field, message }): RecordFault => {
    const fault = { rule: 'contract' satisfies FileRule, message };
    return field === undefined ? fault : { field, ...fault };
  });
  const rest = isRecord(raw) ? parse(lumpSumCorrectionRecord, withoutFields(raw, refused)) : parsed;
  return { record: undefined, faults: [...refused, ...(rest.ok ? faultsOfValues(rest.value) : [])] };
}

function faultsOfValues(record: CorrectionRecord): RecordFault[] {
  return problemsOfValues(record).map(({ field, code, message }) => ({
    ...(field === undefined ? {} : { field }),
    rule: code,
    message,
  }));
}

function tooLarge(record: CorrectionRecord): RecordFault[] {
  const bytes = jsonBytes(record);
  if (bytes <= RECORD_BYTES_MAX) return [];
  const message = `is ${bytes} bytes of JSON, and one correction holds at most ${RECORD_BYTES_MAX}`;
  return [{ rule: 'tooLarge' satisfies FileRule, message }];
}

const DETAIL_MEMBER = /^details\[(\d+)\]\.(\w+)$/;

function withoutFields(
  raw: Readonly<Record<string, unknown>>,
  faults: readonly RecordFault[],
): Record<string, unknown> {
  const fields = new Set(faults.flatMap(({ field }) => field ?? []));
  const whole = new Set([...fields].filter((field) => !DETAIL_MEMBER.test(field)).map(memberOf));
  const { details } = raw;
  const kept = Object.entries(raw).filter(([member]) => !whole.has(member));
  if (!Array.isArray(details) || whole.has('details')) return Object.fromEntries(kept);
  const list = details.map((detail: unknown, at) =>
    isRecord(detail)
      ? Object.fromEntries(Object.entries(detail).filter(([name]) => !fields.has(`details[${at}].${name}`)))
      : detail,
  );
  return { ...Object.fromEntries(kept), details: list };
}

function memberOf(field: string): string {
  return field.split(/[.[]/, 1)[0] ?? field;
}

/** Where the faults of a detail stand: its index and its member; undefined for those of the record. */
export function detailOf(field: string): { readonly index: number; readonly member?: string } | undefined {
  const [, index, member] = /^details\[(\d+)\](?:\.(\w+))?$/.exec(field) ?? [];
  if (index === undefined) return undefined;
  return member === undefined ? { index: Number(index) } : { index: Number(index), member };
}
