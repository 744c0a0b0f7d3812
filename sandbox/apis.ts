/** Every call that the sandbox can tell apart: the names used in the ledger, in fault rules and in limits. */
export const apis = [
  'feishu.token',
  'feishu.create',
  'feishu.enable',
  'feishu.deactivate',
  'feishu.assets',
  'feishu.withdraw',
  'feishu.reconciliation',
  'feishu.reward',
  'feishu.rewardDelete',
  'feishu.lumpSumCreate',
  'feishu.lumpSumUpdate',
  'feishu.lumpSumRemove',
  'feishu.lumpSumQuery',
  'feishu.lumpSumQueryDetail',
  'feishu.unknown',
  'allinpay.balanceQuery',
  'allinpay.withdraw',
  'allinpay.withdrawResultQuery',
  'allinpay.unknown',
  'wallet.credit',
  'owner.outcome',
] as const;

export type Api = (typeof apis)[number];

/** What a call is about: what fault rules select by and the ledger files it under. */
export interface Subject {
  readonly orderId?: string;
  /** the account as the caller named it, where there is exactly one */
  readonly account?: string;
  /** every name under which an account of this call is known */
  readonly accounts: readonly string[];
  /** lump-sum records that the call names, by id; where it creates them by unique id */
  readonly records?: readonly string[];
}
