import { expect } from '@jest/globals';
import type { FeishuClient } from '../../providers/feishu/client.ts';
import { FEISHU_CODES, type FeishuApi } from '../../providers/feishu/codes.ts';
import type { FeishuLumpSumItem, FeishuLumpSumPage } from '../../providers/feishu/lumpSum.ts';
import type { FeishuMismatch, FeishuWithdrawal } from '../../providers/feishu/wire.ts';
import type { CallFailure, CallResult } from '../../providers/http/outcome.ts';
import { ORDER_ID, PAGE_TOKEN } from './feishuAnswers.ts';

/** What came over the wire: a whole answer, or nothing whole. */
export type Came =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly text: string;
    }
  | { readonly kind: 'lost' };

type Calls = Omit<Record<FeishuApi, (client: FeishuClient) => Promise<CallResult<unknown>>>, 'token'>;

const CALLS: Calls = {
  withdraw: (client) =>
    client.withdraw({ referralAccountId: '1', bonusTypes: ['point', 'cash'], externalOrderId: ORDER_ID }),
  reconciliation: (client) => client.reconcile({ startTransTime: '1', endTransTime: '2', tradeDetails: [] }),
  lumpSumQuery: (client) =>
    client.lumpSumQuery({ filters: {}, pageSize: 500, pageToken: PAGE_TOKEN, userIdType: 'open_id' }),
  lumpSumUpdate: (client) => client.lumpSumUpdate([]),
};

/** Makes the call that the fuzzed answer belongs to: any call will do for a token. */
export function makeCall(api: FeishuApi, client: FeishuClient): Promise<CallResult<unknown>> {
  return CALLS[api === 'token' ? 'withdraw' : api](client);
}

/** What one call was answered with, and what must not be shown again. */
export interface Question {
  readonly api: FeishuApi;
  readonly came: Came;
  /** The answer is as Feishu would write it. */
  readonly intact: boolean;
  readonly secrets: readonly string[];
}

/** Every claim on a result. Plain comparisons: 100 000 runs of a matcher would take minutes. */
export function checkResult(question: Question, result: CallResult<unknown>): void {
  const { api, came, secrets } = question;
  const shown = JSON.stringify(result);
  for (const secret of secrets) claim(!shown.includes(secret), `shows a secret: ${shown}`);
  if (result.ok) {
    claim(came.kind === 'answer' && came.status >= 200 && came.status < 300, 'success out of no success');
    if (api !== 'token') checkValue(api, result.value, came.kind === 'answer' ? came.text : '');
  } else {
    checkFailure(question, result.failure);
  }
}

function checkFailure({ api, came, intact }: Question, failure: CallFailure): void {
  claim(failure.message.length > 0 && failure.message.length <= 500, 'message of a wrong length');
  claim((failure.providerMessage ?? '').length <= 200, 'providerMessage too long');
  claim((failure.logId ?? '').length <= 128 && (failure.code ?? '').length <= 128, 'id too long');
  for (const text of [failure.message, failure.providerMessage, failure.logId, failure.code]) {
    claim(!/[\p{Cc}\p{Cf}]/u.test(text ?? ''), 'unprintable text');
  }
  const wait = failure.retryAfterMs;
  claim(wait === undefined || (Number.isSafeInteger(wait) && wait > 0 && wait <= 60_000), `wait of ${wait}`);
  claim(failure.provider === 'feishu', 'another provider');

  switch (api) {
    case 'token':
    case 'reconciliation':
    case 'lumpSumQuery':
      claim(failure.outcome === 'none', 'a call that changes nothing may have changed something');
      return;
    case 'withdraw':
    case 'lumpSumUpdate': {
      const unknown = failure.outcome === 'unknown';
      const refused = saysNothingHappened(api, came);
      claim(unknown || refused, `an answer that refuses nothing is taken for a refusal: ${failure.type}`);
      claim(!(unknown && refused && intact), 'a definite refusal is unknown');
      if (unknown) claim(failure.retryable === (api === 'withdraw'), 'retryable the wrong way round');
    }
  }
}

/**
 * Whether Feishu said, in a readable answer, that the call was not processed. Judged by another parser than the
 * client's, and by the table alone.
 */
function saysNothingHappened(api: FeishuApi, came: Came): boolean {
  if (came.kind === 'lost') return false;
  if (came.status === 429) return true;
  if (came.status >= 300 && came.status < 400) return false;
  if (!/^application\/(?:problem\+)?json(?:;|$)/.test(came.headers['content-type'] ?? '')) return false;
  const code = codeOf(came.text);
  return FEISHU_CODES.some((row) => row.apis.includes(api) && row.outcome === 'none' && row.code === code);
}

function codeOf(text: string): string | undefined {
  const code = plainObject(parsed(text))?.['code'];
  return typeof code === 'number' ? String(code) : undefined;
}

function checkValue(api: Exclude<FeishuApi, 'token'>, value: unknown, text: string): void {
  switch (api) {
    case 'withdraw':
      // The client says that its value is this; what is claimed here is that it is.
      checkWithdrawal(value as FeishuWithdrawal, text);
      return;
    case 'reconciliation':
      checkMismatches((value as { failed: FeishuMismatch[] }).failed);
      return;
    case 'lumpSumQuery':
      checkPage(value as FeishuLumpSumPage);
      return;
    case 'lumpSumUpdate':
      checkItems(value as FeishuLumpSumItem[]);
  }
}

function checkWithdrawal(value: FeishuWithdrawal, text: string): void {
  claim(value.externalOrderId === ORDER_ID, 'another order');
  claim(/^\d{12,13}$/.test(value.transTime), `transTime ${value.transTime}`);
  claim(/^2[01]\d\d-/.test(value.withdrawnAt), `withdrawn at ${value.withdrawnAt}`);
  claim(new Date(value.withdrawnAt).getTime() === Number(value.transTime), 'withdrawnAt is another instant');
  claim(isCount(value.points), `points ${value.points}`);
  for (const { currency, amount } of value.cash) {
    claim(/^[A-Z]{3}$/.test(currency), `currency ${currency}`);
    claim(/^\d{1,40}\.\d{2}$/.test(amount) && Number(amount) > 0, `amount ${amount}`);
  }
  claim(
    value.unknownMembers.length <= 20 &&
      value.unknownMembers.every(
        ({ name, value: text }) => name.length <= 120 && text.length <= 400 && !/\p{Cs}/u.test(name + text),
      ),
    'unknown members',
  );
  if (value.points === 0 && value.cash.length === 0 && value.unknownMembers.length === 0) {
    claim(saysNothingWithdrawn(text), 'money withdrawn and read as nothing');
  }
}

function saysNothingWithdrawn(text: string): boolean {
  const answer = plainObject(parsed(text));
  const details = plainObject(answer?.['data'])?.['withdrawal_details'] ?? {};
  const members = plainObject(details);
  if (members === undefined) return false;
  const { point_bonus: points, cash_bonus: cash, ...others } = members;
  const lines = cash ?? [];
  return (
    Object.keys(others).length === 0 &&
    Number(points ?? 0) === 0 &&
    Array.isArray(lines) &&
    lines.every((line) => Number(plainObject(line)?.['amount']) === 0)
  );
}

function checkMismatches(lines: readonly FeishuMismatch[]): void {
  for (const { accountId, withdrawPoints, rechargePoints } of lines) {
    claim(typeof accountId === 'string' && accountId !== '', 'no account');
    for (const points of [withdrawPoints, rechargePoints])
      claim(points === null || isCount(points), 'points');
  }
}

function checkPage(page: FeishuLumpSumPage): void {
  claim(page.hasMore === (page.pageToken !== undefined), 'hasMore without a token, or the other way round');
  claim(page.pageToken !== '' && page.pageToken !== PAGE_TOKEN, 'a token that leads nowhere');
  claim(isUnique(page.records.map(({ id }) => id)), 'a record twice');
  for (const { bindingPeriod, issuanceFrequency, applySource, details, ...texts } of page.records) {
    for (const count of [bindingPeriod, issuanceFrequency, applySource]) {
      claim(count === undefined || isCount(count), `count ${count}`);
    }
    claim(isUnique(details.map(({ id }) => id)), 'a detail twice');
    for (const { issuanceDetailText, ...thing } of [
      texts,
      ...details.map((detail) => ({ ...detail, issuanceDetailText: {} })),
    ]) {
      for (const text of Object.values({ ...thing, ...issuanceDetailText })) {
        claim(typeof text === 'string', 'a member that is no text');
      }
    }
  }
}

function checkItems(items: readonly FeishuLumpSumItem[]): void {
  for (const { id, uniqueId, code, message } of items) {
    claim(/^(?:0|-?[1-9]\d{0,19})$/.test(code), `code ${code}`);
    claim(id !== '' && uniqueId !== '', 'an empty id');
    claim((message ?? '').length <= 200 && !/[\p{Cc}\p{Cf}]/u.test(message ?? ''), 'message');
  }
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function isUnique(ids: readonly string[]): boolean {
  return ids.every((id) => typeof id === 'string' && id !== '') && new Set(ids).size === ids.length;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function plainObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
}

function claim(holds: boolean, otherwise: string): void {
  if (!holds) expect(otherwise).toBe('true of every answer');
}
