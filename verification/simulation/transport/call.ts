/** The calls that reach a provider. */
export const apis = [
  'allinpay.withdraw',
  'allinpay.withdrawResultQuery',
  'allinpay.balanceQuery',
  'feishu.token',
  'feishu.withdraw',
  'feishu.reconciliation',
  'feishu.lumpSumQuery',
  'feishu.lumpSumUpdate',
  'wallet.credit',
] as const;
export type Api = (typeof apis)[number];

/** A request as it arrives at a provider. */
export interface Call {
  readonly api: Api;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** number of the worker that sent it */
  readonly worker: number;
  /** ms */
  readonly sentAt: number;
  /** whose activity sent it */
  readonly runId: string | undefined;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** One way in which a provider answers by a code instead of doing what it is asked. */
export interface CodeFault {
  readonly code: string;
  /** whether it did what it was asked all the same */
  readonly processed: boolean;
}

/** A provider: what a call does, and what it answers. */
export interface Provider {
  readonly apis: readonly Api[];
  /** Does what is asked. @param twist a name of `twists`: how the answer differs from a plain one */
  handle(call: Call, twist: string | undefined): Reply;
  /** Answers by a code; does nothing. */
  refuse(call: Call, code: string): Reply;
  /** Codes that this API may answer with. */
  codes(api: Api): readonly CodeFault[];
  /** Ways to answer that the documents leave open, or that are broken. */
  twists(api: Api): readonly string[];
}

export function apiOf(url: URL, body: string): Api {
  if (url.hostname.endsWith('allinpay.invalid')) {
    const method = /fundService\.(\w+)/.exec(decodeURIComponent(body))?.[1];
    const api = apis.find((candidate) => candidate === `allinpay.${method ?? ''}`);
    if (api !== undefined) return api;
  }
  if (url.hostname.endsWith('wallet.invalid')) return 'wallet.credit';
  if (url.pathname.endsWith('/tenant_access_token/internal')) return 'feishu.token';
  if (url.pathname.endsWith('/withdraw')) return 'feishu.withdraw';
  if (url.pathname.endsWith('/reconciliation')) return 'feishu.reconciliation';
  if (url.pathname.endsWith('/lump_sum_payment/query')) return 'feishu.lumpSumQuery';
  if (url.pathname.endsWith('/lump_sum_payment/batch_update')) return 'feishu.lumpSumUpdate';
  throw new Error(`nobody answers ${url.href}`);
}
