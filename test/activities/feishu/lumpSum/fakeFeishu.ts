import type { FollowsEarlierRun } from '../../../../activities/attempts/earlierRuns.ts';
import type { HeartbeatRecorded } from '../../../../activities/attempts/heartbeatRecorded.ts';
import type { LumpSumDependencies } from '../../../../activities/feishu/lumpSum/index.ts';
import type { FeishuClient } from '../../../../providers/feishu/client.ts';
import type {
  FeishuLumpSumDetail,
  FeishuLumpSumItem,
  FeishuLumpSumQuery,
  FeishuLumpSumRecord,
  FeishuLumpSumUpdate,
} from '../../../../providers/feishu/lumpSum.ts';
import { failed, succeeded, type CallFailure, type FailedCall } from '../../../../providers/http/outcome.ts';
import { RATE_LIMITED } from '../../../../providers/http/verdict.ts';
import { callFailure } from '../../callFailures.ts';

export type Page = Awaited<ReturnType<FeishuClient['lumpSumQuery']>>;
export type Items = Awaited<ReturnType<FeishuClient['lumpSumUpdate']>>;

export const MODIFIED = '2026-08-01 12:00:00';

/** A detail as Feishu shows it. */
export function shownDetail(more: Partial<FeishuLumpSumDetail> = {}): FeishuLumpSumDetail {
  return {
    id: 'D1',
    issuanceAmount: '60.00',
    issuanceStatus: 'to_be_issued',
    issuanceWay: 'with_salary',
    issuanceTime: '2026-08-20',
    belongTime: '2026-08-01',
    ...more,
  };
}

/** A record of 100.00 in two details, D1 of 60.00 and D2 of 40.00, as Feishu shows it. */
export function shownRecord(id: string, more: Partial<FeishuLumpSumRecord> = {}): FeishuLumpSumRecord {
  return {
    id,
    totalAmount: '100.00',
    currencyId: '6863329932261459464',
    issuanceFrequency: 2,
    remark: '奖金',
    modifyTime: MODIFIED,
    details: [shownDetail(), shownDetail({ id: 'D2', issuanceAmount: '40.00' })],
    ...more,
  };
}

/** The record as it is shown to an app that may not read belong_time. */
export function withoutBelongTime(record: FeishuLumpSumRecord): FeishuLumpSumRecord {
  return { ...record, details: record.details.map(({ belongTime: _hidden, ...detail }) => detail) };
}

export function page(records: readonly FeishuLumpSumRecord[], pageToken?: string): Page {
  return succeeded(
    pageToken === undefined ? { records, hasMore: false } : { records, hasMore: true, pageToken },
  );
}

/** The items of an answer; code `0` is success. */
export function items(...results: FeishuLumpSumItem[]): Items {
  return succeeded(results);
}

export function callFailed(more: Partial<CallFailure>): FailedCall {
  return { ok: false, failure: callFailure(more) };
}

export const tooMany = failed('feishu', 'lumpSum', RATE_LIMITED, { what: 'too many', retryAfterMs: 7000 });

/** A Feishu that gives the answers it was given, one after the other, and keeps what it was asked. */
export interface FakeFeishu {
  readonly dependencies: LumpSumDependencies;
  readonly queries: FeishuLumpSumQuery[];
  readonly updates: (readonly FeishuLumpSumUpdate[])[];
  /** what happened, in order */
  readonly events: string[];
}

export function fakeFeishu(
  answers: { readonly pages?: readonly Page[]; readonly items?: Items },
  more: { readonly follows?: FollowsEarlierRun; readonly recorded?: HeartbeatRecorded } = {},
): FakeFeishu {
  const { follows = () => Promise.resolve(false), recorded = () => Promise.resolve(true) } = more;
  const pages = [...(answers.pages ?? [])];
  const queries: FeishuLumpSumQuery[] = [];
  const updates: (readonly FeishuLumpSumUpdate[])[] = [];
  const events: string[] = [];
  return {
    queries,
    updates,
    events,
    dependencies: {
      client: {
        lumpSumQuery: (query) => {
          queries.push(query);
          events.push('query');
          return answerOf(pages.shift());
        },
        lumpSumUpdate: (records) => {
          updates.push(records);
          events.push('update');
          return answerOf(answers.items);
        },
      },
      followsEarlierRun: follows,
      heartbeatRecorded: (activity) => {
        events.push('is it on record?');
        return recorded(activity);
      },
      readRunInput: () => Promise.reject(new Error('nobody reads the input of a run here')),
      providerDownAfter: 1_800_000,
      clock: () => 0,
    },
  };
}

function answerOf<T>(answer: T | undefined): Promise<T> {
  return answer === undefined ? Promise.reject(new Error('a call too many')) : Promise.resolve(answer);
}
