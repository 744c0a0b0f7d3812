import { decimalsOf } from '../../contract/decimal.ts';
import type {
  CorrectionRecord,
  RecordChange,
  RecordProblem,
} from '../../contract/flows/lumpSumCorrection.ts';
import type { LumpSumRecord } from '../../contract/lumpSumRecord.ts';
import { layOver, type Overlay, type WantedRecord } from './overlay.ts';
import { problem, problemsOfValues } from './valueRules.ts';
import type { DetailValues } from './values.ts';

/** What a correction comes to, told from the record as it is now; a dry run and a real run judge by the same. */
export type Judgement =
  | {
      readonly kind: 'send';
      /** the record that the correction was laid over */
      readonly record: LumpSumRecord;
      readonly wanted: WantedRecord;
      readonly changes: readonly RecordChange[];
      /** a detail would be added or dropped: such a record is never sent twice */
      readonly changesDetails: boolean;
    }
  | { readonly kind: 'unchanged' }
  | {
      readonly kind: 'stale' | 'rejected';
      readonly problems: readonly RecordProblem[];
      /** what was asked for */
      readonly changes: readonly RecordChange[];
    };

/** Code of a record that somebody changed since its correction was written. Ours: Feishu has no such check. */
export const STALE = 'stale';
/** Code of a correction that would add or drop details without saying that it may. Ours: what Feishu does is undocumented. */
export const DETAIL_CHANGES = 'allowDetailChanges';

/**
 * @param record as Feishu has it now; undefined when it does not know it
 * @param seesBelongTime whether this app may read belong_time: told by the records read together
 */
export function judgeCorrection(
  correction: CorrectionRecord,
  record: LumpSumRecord | undefined,
  seesBelongTime: boolean,
): Judgement {
  if (record === undefined) return { kind: 'rejected', problems: [missing(correction.id)], changes: [] };
  const overlay = layOver(correction, record);
  if (overlay.changes.length === 0) return { kind: 'unchanged' };
  const { changes } = overlay;
  const problems = [
    ...problemsOfDetailList(correction, overlay),
    ...(seesBelongTime ? [] : hiddenBelongTimes(overlay.wanted)),
    ...problemsOfWhole(overlay.wanted, mostDecimals(record)),
  ];
  const expected = correction.expectedModifyTime;
  if (expected !== undefined && expected !== record.modifyTime) {
    return { kind: 'stale', problems: [stale(expected, record.modifyTime), ...problems], changes };
  }
  if (problems.length > 0) return { kind: 'rejected', problems, changes };
  const changesDetails = overlay.added > 0 || overlay.dropped.length > 0;
  return { kind: 'send', record, wanted: overlay.wanted, changes, changesDetails };
}

/** The problem of a record that Feishu does not know. */
export function missing(id: string): RecordProblem {
  return problem('21270201', 'id', `Feishu shows no record ${id} to this app`);
}

function stale(expected: string, modifyTime: string | undefined): RecordProblem {
  const message = `the record was changed at ${modifyTime ?? 'a time not shown'}, the correction was written for ${expected}`;
  return { code: STALE, field: 'expectedModifyTime', message, foundBy: 'us' };
}

function problemsOfDetailList(
  { allowDetailChanges }: CorrectionRecord,
  { dropped, added, unknown }: Overlay,
): RecordProblem[] {
  const notTheirs = unknown.map((id) => problem('21270201', 'details', `the record has no detail ${id}`));
  if (allowDetailChanges === true || (dropped.length === 0 && added === 0)) return notTheirs;
  const what = [
    ...(added > 0 ? [`add ${added} details`] : []),
    ...(dropped.length > 0 ? [`drop details ${dropped.join(', ')}`] : []),
  ].join(' and ');
  const message = `it would ${what}: allow it with allowDetailChanges, or list every detail with its id`;
  return [...notTheirs, { code: DETAIL_CHANGES, field: 'details', message, foundBy: 'us' }];
}

/** What cannot be read cannot be laid over, and sent without it the record might lose it. */
function hiddenBelongTimes({ details }: WantedRecord): RecordProblem[] {
  return details.flatMap(({ id, belongTime }, at) =>
    id !== undefined && belongTime === undefined
      ? [
          problem(
            '21270230',
            `details[${at}].belongTime`,
            'this app may not read it, so the correction must give it',
          ),
        ]
      : [],
  );
}

function problemsOfWhole(wanted: WantedRecord, decimals: number): RecordProblem[] {
  return problemsOfValues({ ...wanted, details: wanted.details.map(wholeDetail) }, decimals);
}

/** In a whole record what is not there is empty; a new detail must say all that Feishu asks of one at its making. */
function wholeDetail(detail: DetailValues): DetailValues {
  const { detailReferencePeriodStartDate: start = '', detailReferencePeriodEndDate: end = '' } = detail;
  const period = { detailReferencePeriodStartDate: start, detailReferencePeriodEndDate: end };
  if (detail.id !== undefined) return { ...dated(detail), ...period };
  const {
    issuanceAmount = '',
    issuanceStatus = '',
    issuanceWay = '',
    issuanceTime = '',
    belongTime = '',
  } = detail;
  return { ...detail, ...period, issuanceAmount, issuanceStatus, issuanceWay, issuanceTime, belongTime };
}

/** An old detail may have no dates at Feishu: that is for Feishu to judge, not a reason to leave the rest uncorrected. */
function dated({ issuanceTime, belongTime, ...detail }: DetailValues): DetailValues {
  return {
    ...detail,
    ...(issuanceTime === '' ? {} : { issuanceTime }),
    ...(belongTime === '' ? {} : { belongTime }),
  };
}

function mostDecimals({ totalAmount, details }: LumpSumRecord): number {
  const amounts = [totalAmount, ...details.map(({ issuanceAmount }) => issuanceAmount)];
  return Math.max(0, ...amounts.map((amount) => decimalsOf(amount ?? '')));
}
