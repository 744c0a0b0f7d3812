import type { Outcome, ReportedPayout } from '../../../../clients/index.ts';
import type {
  AllinpayWithdrawalResult,
  ReferralWithdrawalResult,
  Status,
} from '../../../../contract/index.ts';

import { totalsOf, type Effect, type Ledger, type NewEffect } from '../../../../sandbox/ledger.ts';

/** An Allinpay payout of one detail of 100 yuan, settled with a fee of 0.50, unless told otherwise. */
export function allinpayPayout(
  orderId: string,
  figures: Partial<
    Pick<AllinpayWithdrawalResult, 'asked' | 'settled' | 'failed' | 'pending' | 'fee' | 'status'>
  > = {},
): ReportedPayout {
  const result: AllinpayWithdrawalResult = {
    flow: 'allinpayWithdrawal',
    status: 'settled',
    profile: 'default',
    attention: null,
    waiting: null,
    orderId,
    asked: '100.00',
    settled: '100.00',
    failed: '0.00',
    pending: '0.00',
    fee: '0.50',
    details: [],
    ...figures,
  };
  return {
    request: {
      flow: 'allinpayWithdrawal',
      input: { orderId, details: [{ externalCode: 'S-1', amount: '100.00' }] },
    },
    outcome: outcomeWith(`allinpay-withdrawal/default/${orderId}`, result),
  };
}

/** A referral payout of 10 points and 5 yuan, credited by webhook and reconciled, unless told otherwise. */
export function referralPayout(
  externalOrderId: string,
  members: Partial<ReferralWithdrawalResult> = {},
  credit: 'webhook' | 'none' | 'confirm' = 'webhook',
): ReportedPayout {
  const withdrawn = { points: 10, cash: [{ currency: 'CNY', amount: '5.00' }] };
  const result: ReferralWithdrawalResult = {
    flow: 'referralWithdrawal',
    status: 'reconciled',
    profile: 'default',
    attention: null,
    waiting: null,
    externalOrderId,
    referralAccountId: 'A-1',
    withdrawn,
    credited: withdrawn,
    ...members,
  };
  const input = { externalOrderId, referralAccountId: 'A-1', bonusTypes: ['point' as const], credit };
  return {
    request: { flow: 'referralWithdrawal', input },
    outcome: outcomeWith(`referral-withdrawal/default/${externalOrderId}`, result),
  };
}

const needPerson: readonly Status[] = ['reconcileBreak', 'outcomeUnknown'];

function outcomeWith(
  workflowId: string,
  result: AllinpayWithdrawalResult | ReferralWithdrawalResult,
): Outcome {
  const started = { workflowId, runId: 'run', attached: false };
  if (!needPerson.includes(result.status)) return { kind: 'completed', result, ...started };
  return { kind: 'needsPerson', status: result.status, result, ...started };
}

/** The same payout, closed as failed. */
export function failedAs(type: string, { request, outcome }: ReportedPayout): ReportedPayout {
  const result = outcome.kind === 'completed' ? outcome.result : undefined;
  const started = { workflowId: outcome.workflowId, runId: 'run', attached: false };
  return { request, outcome: { kind: 'failed', type, message: 'for a test', result, ...started } };
}

/** What the stand-ins have on their books. */
export function ledgerOf(...done: NewEffect[]): Ledger {
  const effects: Effect[] = done.map((effect, index) => ({
    seq: index + 1,
    at: '2026-01-31T00:00:00.000Z',
    ...effect,
  }));
  return { effects, calls: [], outcomes: [], totals: totalsOf(effects) };
}

let serial = 0;

/** One detail booked and, unless left pending, ended. */
export function paid(
  orderId: string,
  end: 'settled' | 'failed' | 'pending' = 'settled',
  amount = '100.00',
): NewEffect[] {
  serial += 1;
  const line = { orderId, account: 'S-1', accountUserId: '1', withdrawTId: String(serial), amount };
  const booked: NewEffect = { kind: 'allinpay.withdrawal', ...line };
  if (end === 'pending') return [booked];
  const fee = end === 'settled' ? '0.50' : '0.00';
  return [booked, { kind: 'allinpay.settlement', ...line, status: end, fee, arrived: '99.50' }];
}

const bonus = { points: 10, cash: [{ currency: 'CNY', amount: '5.00' }] };

export function withdrawnAtFeishu(orderId: string, change: Partial<typeof bonus> = {}): NewEffect {
  return { kind: 'feishu.withdrawal', orderId, account: 'A-1', transTime: '1', ...bonus, ...change };
}

export function creditedInWallet(orderId: string, change: Partial<typeof bonus> = {}): NewEffect {
  return { kind: 'wallet.credit', orderId, account: 'A-1', reference: 'w', ...bonus, ...change };
}
