import type {
  AllinpayWithdrawalInput,
  AllinpayWithdrawalResult,
  ReferralWithdrawalInput,
  ReferralWithdrawalResult,
} from '../../contract/index.ts';
import type { PayoutDescription } from '../../clients/index.ts';

export function allinpayInput(changes: Partial<AllinpayWithdrawalInput> = {}): AllinpayWithdrawalInput {
  return {
    orderId: 'A-1',
    details: [
      { externalCode: 'S-1', amount: '100' },
      { accountUserId: 17, amount: '200.50' },
    ],
    ...changes,
  };
}

export function referralInput(changes: Partial<ReferralWithdrawalInput> = {}): ReferralWithdrawalInput {
  return {
    externalOrderId: 'R-1',
    referralAccountId: '6942778198054125570',
    bonusTypes: ['point'],
    ...changes,
  };
}

export function allinpayResult(changes: Partial<AllinpayWithdrawalResult> = {}): AllinpayWithdrawalResult {
  return {
    flow: 'allinpayWithdrawal',
    status: 'settled',
    profile: 'default',
    attention: null,
    waiting: null,
    orderId: 'A-1',
    asked: '300.50',
    settled: '300.50',
    failed: '0.00',
    pending: '0.00',
    fee: '1.00',
    details: [
      { externalCode: 'S-1', amount: '100.00', status: 'settled', arrived: '99.50', fee: '0.50' },
      { accountUserId: 17, amount: '200.50', status: 'settled', arrived: '200.00', fee: '0.50' },
    ],
    ...changes,
  };
}

export function referralResult(changes: Partial<ReferralWithdrawalResult> = {}): ReferralWithdrawalResult {
  return {
    flow: 'referralWithdrawal',
    status: 'reconciled',
    profile: 'default',
    attention: null,
    waiting: null,
    externalOrderId: 'R-1',
    referralAccountId: '6942778198054125570',
    transTime: '1683634459543',
    withdrawnAt: '2023-05-09T12:14:19.543Z',
    withdrawn: { points: 120, cash: [{ currency: 'CNY', amount: '12.50' }] },
    credited: { points: 120, cash: [{ currency: 'CNY', amount: '12.50' }] },
    reconciliation: {
      status: 'reconciled',
      from: '1683634459543',
      to: '1683634459544',
      ours: { points: 120 },
      provider: null,
      checks: 1,
    },
    ...changes,
  };
}

export function described(changes: Partial<PayoutDescription> = {}): PayoutDescription {
  return {
    workflowId: 'allinpay-withdrawal/default/A-1',
    runId: 'run-1',
    workflowType: 'allinpayWithdrawal',
    execution: 'open',
    status: 'processing',
    needsAttention: false,
    attention: [],
    attentionSince: undefined,
    profile: 'default',
    batchId: undefined,
    size: 1,
    asked: '300.50',
    currency: 'CNY',
    requestedBy: 'li',
    settleBy: undefined,
    startedAt: '2026-01-31T01:00:00.000Z',
    closedAt: undefined,
    pending: [],
    ...changes,
  };
}
