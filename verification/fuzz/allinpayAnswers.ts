import fc from 'fast-check';
import { ALLINPAY_CODES, type AllinpayApi } from '../../providers/allinpay/codes.ts';
import type { RequestIdentity } from '../../providers/allinpay/envelope.ts';
import { damage, damaged, mutate, mutation, pick, textOf, treeOf } from './mutations.ts';
import type { Damage, Mutation } from './mutations.ts';

export const APIS = ['withdraw', 'withdrawResultQuery', 'balanceQuery'] as const;
export const APP_ID = 'app';
/** The order that every call of a fuzz run is about. */
export const ORDER_ID = 'o-1';
/** Stands in every text of an answer: where it turns up, the answer's own words turned up. */
export const THEIR_WORDS = '王小明 6217-0000';

export function identityOf(api: AllinpayApi): RequestIdentity {
  return { method: `allinpay.shopoint.fundService.${api}`, sentAt: 0, reqSeq: '42' };
}

const line = {
  accountUserId: 100,
  accountSetNo: 100001,
  referenceType: 13,
  externalCode: 'shop-1',
  withdrawTId: 7205759403792,
  withdrawAmount: 9960,
  fee: 50,
  withdrawStatus: 2,
  withdrawStatusDesc: THEIR_WORDS,
};
const balance = {
  accountUserId: 100,
  accountSetNo: 100001,
  referenceType: 13,
  externalCode: 'shop-1',
  shopName: THEIR_WORDS,
  accountName: null,
  balance: 10000,
  frozenBalance: 5,
  availableBalance: -10,
  withdrawBalance: '9000',
};

const ORDERS = [
  { orderId: ORDER_ID, details: [line, { accountUserId: 101, fee: 1, withdrawStatus: '3' }] },
  { orderId: ORDER_ID, details: [{ externalCode: 'shop-1', withdrawAmount: '100', withdrawStatus: 1 }, {}] },
  { orderId: ORDER_ID, details: [] },
  { orderId: ORDER_ID, details: null },
  { orderId: ORDER_ID },
].map((data) => ({ code: 0, msg: THEIR_WORDS, data }));

const VALID: Readonly<Record<AllinpayApi, readonly object[]>> = {
  withdraw: ORDERS,
  withdrawResultQuery: ORDERS,
  balanceQuery: [
    { code: 0, data: [balance] },
    { code: '0', data: { details: [balance, balance] } },
    { code: 0, details: [balance] },
  ],
};

const CODES = [...new Set(ALLINPAY_CODES.map(({ code }) => code)), '1', '-1', '4711', '99999999999999999999'];

const GOOD = {
  withdraw: VALID.withdraw.map(treeOf),
  withdrawResultQuery: VALID.withdrawResultQuery.map(treeOf),
  balanceQuery: VALID.balanceQuery.map(treeOf),
};
const REFUSALS = CODES.map((code) => treeOf({ code: Number(code), msg: `不行: ${THEIR_WORDS}` }));

/** One answer of Allinpay: a valid one, and what happened to it before it was signed. */
export interface AnswerPlan {
  readonly base: number;
  /** A code in place of 0. */
  readonly refusal: number | null;
  readonly inner: readonly Mutation[];
  readonly innerDamage: Damage;
  readonly outer: readonly Mutation[];
  readonly status: number;
}

const rarely = <T>(oneIn: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: oneIn - 1, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });

/** Plans are few small numbers and answers are built from them: fast-check's generation is most of the time of a run. */
export const answerPlan: fc.Arbitrary<AnswerPlan> = fc.record({
  base: fc.nat(59),
  refusal: rarely(3, fc.nat(999)),
  inner: fc.array(mutation, { maxLength: 3, size: 'max' }),
  innerDamage: damage,
  outer: rarely(4, mutation).map((one) => (one === null ? [] : [one])),
  status: fc.oneof(
    { weight: 8, arbitrary: fc.constant(200) },
    { weight: 2, arbitrary: fc.integer({ min: 200, max: 599 }) },
  ),
});

/** Whether the plan leaves the answer as Allinpay would write it. */
export function isIntact({ inner, innerDamage, outer }: AnswerPlan): boolean {
  return inner.length + outer.length === 0 && innerDamage.kind === 'none';
}

/** The envelope that a plan makes, all but its signature. */
export function envelopeOf(
  api: AllinpayApi,
  plan: AnswerPlan,
  identity: RequestIdentity,
  seal: (inner: string) => string,
): string {
  const base = plan.refusal === null ? pick(GOOD[api], plan.base) : pick(REFUSALS, plan.refusal);
  const inner = damaged(textOf(plan.inner.reduce(mutate, base)), plan.innerDamage);
  const outer = {
    appId: APP_ID,
    bizContent: seal(inner),
    charset: 'UTF-8',
    format: 'JSON',
    method: identity.method,
    timestamp: '2026-03-02 01:06:36',
    version: '1.0',
    reqSeq: identity.reqSeq,
    respSeq: '1',
  };
  // Mostly nothing happened to it, and the trees of 100 000 envelopes take seconds.
  return plan.outer.length === 0 ? JSON.stringify(outer) : textOf(plan.outer.reduce(mutate, treeOf(outer)));
}

/** The signature as the last member, as in the documented sample. What is no object has no place for one. */
export function withSign(envelope: string, sign: string): string {
  return envelope.endsWith('}') && envelope !== '{}'
    ? `${envelope.slice(0, -1)},"sign":"${sign}"}`
    : envelope;
}
