import { canonicalDecimal } from '../../contract/decimal.ts';
import type { CorrectionRecord, RecordChange } from '../../contract/flows/lumpSumCorrection.ts';
import type { LumpSumDetail, LumpSumRecord } from '../../contract/lumpSumRecord.ts';
import {
  decimalValues,
  detailValues,
  recordValues,
  type DetailValue,
  type DetailValues,
  type RecordValue,
  type RecordValues,
} from './values.ts';

/** A whole record as it is wanted: what batch_update is sent. */
export type WantedRecord = RecordValues & {
  readonly id: string;
  readonly totalAmount: string;
  readonly currencyId: string;
  readonly issuanceFrequency: number;
  readonly details: readonly DetailValues[];
  readonly operationSource?: string | undefined;
};

/** A correction laid over the record as it is now. */
export interface Overlay {
  readonly wanted: WantedRecord;
  /** every member that would change, details that come and go included; empty: the record is as wanted */
  readonly changes: readonly RecordChange[];
  /** ids of details that the record has and the correction leaves out */
  readonly dropped: readonly string[];
  /** how many details the correction adds */
  readonly added: number;
  /** ids of details that the record does not have */
  readonly unknown: readonly string[];
}

/**
 * Lays a correction over a record: what the correction leaves out stays as it is. A list of details stands for all of
 * them; a detail is the record's own by its id, and one without an id is new.
 */
export function layOver(correction: CorrectionRecord, record: LumpSumRecord): Overlay {
  const { operationSource } = correction;
  const listed = correction.details ?? record.details.map(({ id }) => ({ id }));
  const known = new Map(record.details.map((detail) => [detail.id, detail]));
  const details = listed.map((detail) => overDetail(detail, known.get(detail.id ?? '')));
  const kept = new Set(listed.flatMap(({ id }) => id ?? []));
  const dropped = record.details.filter(({ id }) => !kept.has(id));
  const values = laid<RecordValues, RecordValue>(recordValues, correction, record);
  const wanted: WantedRecord = {
    ...values,
    id: record.id,
    // What neither side has is judged by the code that Feishu documents for it.
    totalAmount: values.totalAmount ?? '',
    currencyId: values.currencyId ?? '',
    issuanceFrequency: values.issuanceFrequency ?? 0,
    details,
    ...(operationSource === undefined ? {} : { operationSource }),
  };
  return {
    wanted,
    changes: [
      ...changesBetween(recordValues, record, values, (name) => name),
      ...details.flatMap((detail, at) => detailChanges(detail, at, known.get(detail.id ?? ''))),
      ...dropped.map((detail) => ({
        field: `details[${detail.id}]`,
        before: inWords(detail),
        after: null,
      })),
    ],
    dropped: dropped.map(({ id }) => id),
    added: listed.filter(({ id }) => id === undefined).length,
    unknown: [...kept].filter((id) => !known.has(id)),
  };
}

function overDetail(detail: DetailValues, record: LumpSumDetail | undefined): DetailValues {
  return {
    ...(detail.id === undefined ? {} : { id: detail.id }),
    ...laid<DetailValues, DetailValue>(detailValues, detail, record ?? {}),
  };
}

function detailChanges(detail: DetailValues, at: number, record: LumpSumDetail | undefined): RecordChange[] {
  if (detail.id === undefined || record === undefined) {
    return [{ field: `details[new ${at + 1}]`, before: null, after: inWords(detail) }];
  }
  const { id } = detail;
  return changesBetween(detailValues, record, detail, (name) => `details[${id}].${name}`);
}

type Values = RecordValues | DetailValues | LumpSumRecord | LumpSumDetail;
type Name = RecordValue | DetailValue;

/** Each member as the upper one has it, else as the lower one does; what neither has is left out. */
function laid<T extends object, N extends keyof T & string>(
  names: readonly N[],
  upper: Pick<T, N>,
  lower: Pick<T, N>,
): Partial<Pick<T, N>> {
  const members: Partial<Pick<T, N>> = {};
  for (const name of names) {
    const value = upper[name] ?? lower[name];
    if (value !== undefined) members[name] = value;
  }
  return members;
}

function changesBetween<N extends Name>(
  names: readonly N[],
  before: { readonly [K in N]?: unknown },
  after: { readonly [K in N]?: unknown },
  fieldOf: (name: N) => string,
): RecordChange[] {
  return names
    .filter((name) => canonicalValue(name, before[name]) !== canonicalValue(name, after[name]))
    .map((name) => ({ field: fieldOf(name), before: textOf(before[name]), after: textOf(after[name]) }));
}

/** One text for one value: absent and empty are the same, and so are 2000 and 2000.00, and no binding period and 0. */
export function canonicalValue(name: Name, value: unknown): string {
  const text = textOf(value) ?? '';
  if (name === 'bindingPeriod' && text === '0') return '';
  return decimalValues.includes(name) ? canonicalDecimal(text) : text;
}

function textOf(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : null;
}

function inWords(values: Values): string {
  const read: Partial<Record<string, unknown>> = { ...values };
  return detailValues.flatMap((name) => textOf(read[name]) ?? []).join(', ');
}
