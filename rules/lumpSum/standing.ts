import type { CorrectionRecord } from '../../contract/flows/lumpSumCorrection.ts';
import type { LumpSumRecord } from '../../contract/lumpSumRecord.ts';
import type { SentMark } from './marks.ts';
import { canonicalValue, layOver, type WantedRecord } from './overlay.ts';
import { detailValues, recordValues, type DetailValues } from './values.ts';

/**
 * Where a record stands that may have been sent.
 * - `wanted`, `before`: as it was sent, as it was
 * - `alike`: both, since only what this app may not read was changed
 * - `other`: neither
 * - `missing`: Feishu does not show it
 */
export type Standing = 'wanted' | 'before' | 'alike' | 'other' | 'missing';

/**
 * @param mark of the send; without one (it was lost) a record is as before only where its modify time is the one that the
 * correction was written for
 * @param digest of a text
 */
export function standingOf(
  correction: CorrectionRecord,
  record: LumpSumRecord | undefined,
  mark: SentMark | undefined,
  digest: (text: string) => string,
): Standing {
  if (record === undefined) return 'missing';
  if (mark === undefined) {
    if (layOver(correction, record).changes.length === 0) return 'wanted';
    const expected = correction.expectedModifyTime;
    return expected !== undefined && expected === record.modifyTime ? 'before' : 'other';
  }
  const now = digest(canonicalText(correction, record, mark.seesBelongTime));
  if (now === mark.wanted) return mark.before === mark.wanted ? 'alike' : 'wanted';
  return now === mark.before ? 'before' : 'other';
}

/**
 * A record as one text, the same for the same values however they are written. A detail that the correction added has no
 * id when it is sent and one when it is read, so ids count only for details that the correction keeps.
 */
export function canonicalText(
  { details: listed }: CorrectionRecord,
  record: LumpSumRecord | WantedRecord,
  seesBelongTime: boolean,
): string {
  const kept = listed && new Set(listed.flatMap(({ id }) => id ?? []));
  const details = record.details.map((detail) => {
    const id = detail.id !== undefined && (kept?.has(detail.id) ?? true) ? detail.id : '';
    return JSON.stringify([id, ...valuesOf(detail, seesBelongTime)]);
  });
  const values = recordValues.map((name) => canonicalValue(name, record[name]));
  return JSON.stringify([...values, ...details.sort()]);
}

function valuesOf(detail: DetailValues, seesBelongTime: boolean): string[] {
  return detailValues
    .filter((name) => seesBelongTime || name !== 'belongTime')
    .map((name) => canonicalValue(name, detail[name]));
}
