import fc from 'fast-check';
import { FEISHU_CODES, type FeishuApi } from '../../providers/feishu/codes.ts';
import { wireRecord } from '../../test/providers/feishu/lumpSum.fixture.ts';
import {
  damage,
  damaged,
  mutate,
  mutation,
  pick,
  textOf,
  treeOf,
  type Damage,
  type Mutation,
} from './mutations.ts';

/** The order that every withdrawal of a fuzz run asks for. */
export const ORDER_ID = 'order-1';
/** The token that every page of a fuzz run is asked for with. */
export const PAGE_TOKEN = 'page-2';

const cash = { currency_type: 'CNY', amount: 100.1 };

const VALID: Readonly<Record<FeishuApi, readonly unknown[]>> = {
  token: [{ code: 0, msg: 'ok', tenant_access_token: 'fresh', expire: 7200 }],
  withdraw: [
    { point_bonus: 100, cash_bonus: [cash, { currency_type: 'USD', amount: '0.10' }] },
    { point_bonus: 100 },
    { cash_bonus: [cash] },
    { point_bonus: 0, cash_bonus: [] },
    {},
    null,
  ].map((withdrawal_details) =>
    enveloped({ external_order_id: ORDER_ID, trans_time: '1683634459543', withdrawal_details }),
  ),
  reconciliation: [
    enveloped({}),
    enveloped({
      check_failed_list: [
        {
          account_id: 'a',
          total_withdraw_reward_info: { point_bonus: 90 },
          total_recharge_reward_info: { point_bonus: 100 },
        },
        { account_id: 'b', total_recharge_reward_info: { point_bonus: 1 } },
      ],
    }),
  ],
  lumpSumQuery: [
    enveloped({ has_more: true, page_token: 'page-3', records: [wireRecord, { id: '2', remark: null }] }),
    enveloped({
      has_more: false,
      records: [{ id: '1', total_amount: '1.00', details: [{ id: '2' }, { id: '3' }] }],
    }),
    enveloped({ records: [] }),
  ],
  lumpSumUpdate: [
    enveloped({
      operate_results: [
        { id: '1', unique_id: 'u-1', code: 0, message: 'success' },
        { id: '2', unique_id: '', code: 21270220, message: 'paid' },
      ],
    }),
    enveloped({ operate_results: [] }),
  ],
};

function enveloped(data: unknown): unknown {
  return { code: 0, msg: 'success', data };
}

const CODES = [
  ...new Set(FEISHU_CODES.map(({ code }) => code)),
  '1',
  '-1',
  '4711',
  '500',
  '99999999999999999999',
];
const CONTENT_TYPES = [
  ...[
    'text/html',
    'text/plain',
    'application/octet-stream',
    'application/jsonp',
    '',
    'json',
    'application/problem+json',
  ],
];
const ODD_HEADERS = [
  '0',
  '-5',
  '52',
  '1e9',
  '99999999999',
  'soon',
  'Wed, 21 Oct 2015 07:28:00 GMT',
  '',
  '长',
  'x'.repeat(9_000),
];

/** One answer of Feishu: a valid one, and what happened to it. */
export interface AnswerPlan {
  readonly base: number;
  /** A code in place of 0; its message repeats what was sent. */
  readonly refusal: number | null;
  readonly mutations: readonly Mutation[];
  readonly damage: Damage;
  readonly status: number;
  readonly contentType: number | null;
  readonly oddHeader: number | null;
}

/** Once in so many; else null. */
function rarely<T>(oneIn: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.oneof({ weight: oneIn - 1, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });
}

/** fast-check's generation is most of the time of a run: plans are few small numbers, answers are built from them. */
export const answerPlan: fc.Arbitrary<AnswerPlan> = fc.record({
  base: fc.nat(59),
  refusal: rarely(5, fc.nat(999)),
  mutations: fc.array(mutation, { maxLength: 3, size: 'max' }),
  damage,
  status: fc.oneof(
    { weight: 8, arbitrary: fc.constant(200) },
    { weight: 2, arbitrary: fc.integer({ min: 200, max: 599 }) },
    { weight: 1, arbitrary: fc.constantFrom(400, 401, 429, 500) },
  ),
  contentType: rarely(12, fc.nat(99)),
  oddHeader: rarely(6, fc.nat(99)),
});

/** Whether the plan leaves the answer as Feishu would write it. */
export function isIntact({ mutations, damage: { kind } }: AnswerPlan): boolean {
  return mutations.length === 0 && kind === 'none';
}

/** The whole answer that a plan makes; `secrets` are what a provider could repeat. */
export function answerOf(
  api: FeishuApi,
  plan: AnswerPlan,
  secrets: readonly string[],
): { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly text: string } {
  const leak = secrets.join(' ');
  const base = treeOf(
    plan.refusal === null
      ? pick(VALID[api], plan.base)
      : { code: 0, msg: `said ${leak} `.repeat(3), error: { log_id: leak } },
  );
  const refused = plan.refusal === null ? base : mutateCode(base, pick(CODES, plan.refusal));
  const tree = plan.mutations.reduce(mutate, refused);
  const odd = plan.oddHeader === null ? undefined : pick(ODD_HEADERS, plan.oddHeader);
  return {
    status: plan.status,
    text: damaged(textOf(tree), plan.damage),
    headers: {
      'content-type':
        plan.contentType === null ? 'application/json; charset=utf-8' : pick(CONTENT_TYPES, plan.contentType),
      'x-tt-logid': odd ?? `log ${leak}`,
      ...(odd !== undefined && { 'x-ogw-ratelimit-reset': odd, 'retry-after': odd }),
    },
  };
}

function mutateCode(tree: ReturnType<typeof treeOf>, code: string): ReturnType<typeof treeOf> {
  if (tree.kind !== 'object') return tree;
  const members = tree.members.map(
    ([name, member]) => [name, name === 'code' ? ({ kind: 'raw', text: code } as const) : member] as const,
  );
  return { kind: 'object', members };
}
