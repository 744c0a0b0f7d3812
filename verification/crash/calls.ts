import type { Api } from '../../sandbox/apis.ts';

export type MatrixFlow = 'referralWithdrawal' | 'lumpSumCorrection' | 'allinpayWithdrawal';

/** One external call of a payout. */
export interface Call {
  readonly flow: MatrixFlow;
  readonly name: string;
  readonly api: Api;
  /** which call of this api it is, from 1 */
  readonly nth: number;
  /** where the worker sends it, and which request to that place it is, from 1 */
  readonly path: RegExp;
  readonly request: number;
  /** the activity that makes it */
  readonly activity: string;
  /** how often the server tries that activity, by the workflow */
  readonly tries: 'one' | 'many';
  /** whether something is different at the other side afterwards */
  readonly effect: 'changes' | 'reads';
  /**
   * What puts its outcome on record: the end of its activity, the end of the whole payout, the retry that waits for the
   * next poll, or nothing by itself, where the same activity goes on to another call.
   */
  readonly recordedBy: 'activity' | 'payout' | 'retry' | 'nothing';
  /** made only where a send did not leave: no undisturbed payout makes it */
  readonly onlyUnsent?: true;
}

const token = /\/tenant_access_token\/internal/;
const gateway = /\/allinpay\/gateway/;
const lumpSumQuery = /\/lump_sum_payment\/query/;

function callsOf(
  flow: MatrixFlow,
  calls: Readonly<Record<string, Omit<Call, 'flow' | 'name'>>>,
): readonly Call[] {
  return Object.entries(calls).map(([name, call]) => ({ flow, name, ...call }));
}

/** Every call that the mutating flows wait for, in the order in which they make them. */
export const calls: readonly Call[] = [
  ...callsOf('referralWithdrawal', {
    token: {
      api: 'feishu.token',
      nth: 1,
      path: token,
      request: 1,
      activity: 'withdrawReferral',
      tries: 'many',
      effect: 'reads',
      recordedBy: 'nothing',
    },
    withdraw: {
      api: 'feishu.withdraw',
      nth: 1,
      path: /\/referral_account\/[^/]+\/withdraw$/,
      request: 1,
      activity: 'withdrawReferral',
      tries: 'many',
      effect: 'changes',
      recordedBy: 'activity',
    },
    credit: {
      api: 'wallet.credit',
      nth: 1,
      path: /\/wallet\/credit/,
      request: 1,
      activity: 'creditWallet',
      tries: 'many',
      effect: 'changes',
      recordedBy: 'activity',
    },
    reconciliation: {
      api: 'feishu.reconciliation',
      nth: 1,
      path: /\/referral_account\/reconciliation/,
      request: 1,
      activity: 'reconcileReferral',
      tries: 'many',
      effect: 'reads',
      recordedBy: 'payout',
    },
  }),
  ...callsOf('lumpSumCorrection', {
    token: {
      api: 'feishu.token',
      nth: 1,
      path: token,
      request: 1,
      activity: 'correctLumpSum',
      tries: 'one',
      effect: 'reads',
      recordedBy: 'nothing',
    },
    reading: {
      api: 'feishu.lumpSumQuery',
      nth: 1,
      path: lumpSumQuery,
      request: 1,
      activity: 'correctLumpSum',
      tries: 'one',
      effect: 'reads',
      recordedBy: 'nothing',
    },
    update: {
      api: 'feishu.lumpSumUpdate',
      nth: 1,
      path: /\/lump_sum_payment\/batch_update/,
      request: 1,
      activity: 'correctLumpSum',
      tries: 'one',
      effect: 'changes',
      recordedBy: 'activity',
    },
    readingBack: {
      api: 'feishu.lumpSumQuery',
      nth: 2,
      path: lumpSumQuery,
      request: 2,
      activity: 'readBackLumpSum',
      tries: 'many',
      effect: 'reads',
      recordedBy: 'payout',
    },
    ready: {
      api: 'feishu.lumpSumQuery',
      nth: 2,
      path: lumpSumQuery,
      request: 2,
      activity: 'untilLumpSumReady',
      tries: 'many',
      effect: 'reads',
      recordedBy: 'activity',
      onlyUnsent: true,
    },
  }),
  ...callsOf('allinpayWithdrawal', {
    balance: {
      api: 'allinpay.balanceQuery',
      nth: 1,
      path: gateway,
      request: 1,
      activity: 'queryAllinpayBalance',
      tries: 'many',
      effect: 'reads',
      recordedBy: 'activity',
    },
    lookUp: {
      api: 'allinpay.withdrawResultQuery',
      nth: 1,
      path: gateway,
      request: 2,
      activity: 'submitAllinpayWithdrawal',
      tries: 'one',
      effect: 'reads',
      recordedBy: 'nothing',
    },
    withdraw: {
      api: 'allinpay.withdraw',
      nth: 1,
      path: gateway,
      request: 3,
      activity: 'submitAllinpayWithdrawal',
      tries: 'one',
      effect: 'changes',
      recordedBy: 'activity',
    },
    poll: {
      api: 'allinpay.withdrawResultQuery',
      nth: 2,
      path: gateway,
      request: 4,
      activity: 'pollAllinpayWithdrawal',
      tries: 'many',
      effect: 'reads',
      recordedBy: 'retry',
    },
    ready: {
      api: 'allinpay.withdrawResultQuery',
      nth: 2,
      path: gateway,
      request: 3,
      activity: 'untilAllinpayReady',
      tries: 'many',
      effect: 'reads',
      recordedBy: 'activity',
      onlyUnsent: true,
    },
  }),
];

/** Calls of the sandbox that no mutating flow makes, and why they are in no cell. */
export const callsOfOthers: Readonly<Partial<Record<Api, string>>> = {
  'owner.outcome': 'it tells of money and moves none; verification/e2e/outcomes.test.ts',
  'feishu.create': 'the HR system makes accounts',
  'feishu.enable': 'the HR system opens accounts again',
  'feishu.deactivate': 'the HR system closes accounts',
  'feishu.assets': 'nothing of ours asks for assets',
  'feishu.reward': 'the HR system grants rewards',
  'feishu.rewardDelete': 'the HR system takes rewards back',
  'feishu.lumpSumCreate': 'the HR system makes records',
  'feishu.lumpSumRemove': 'the HR system removes records',
  'feishu.lumpSumQueryDetail': 'nothing of ours asks for single details',
  'feishu.unknown': 'a path that Feishu does not have',
  'allinpay.unknown': 'a method that Allinpay does not have',
};

/** Activities that a payout may wait for and that are in no cell, and why. */
export const activitiesOfOthers: Readonly<Record<string, string>> = {
  isTaskQueueServed: 'asked after ten minutes in a queue; test/workflows/allinpayWithdrawal/queues.test.ts',
  untilTaskQueueServed: 'asked after that; test/workflows/allinpayWithdrawal/queues.test.ts',
  untilReferralReady:
    'waited for after half an hour of refused connections; test/workflows/endedByHand.test.ts',
  deliverOutcome: 'it tells of money and moves none; test/workflows/webhook/refused.test.ts',
  queryLumpSum: 'a flow that only reads asks it',
};
