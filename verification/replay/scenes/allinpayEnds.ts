import { allinpayWithdrawalFlow } from '../../../clients/flows.ts';
import { INPUT_DIGEST_MEMO } from '../../../contract/names.ts';
import type { PathOf } from '../scene.ts';
import type { Run, Stage } from '../stage.ts';

export const withdraw = 'allinpay.withdraw';
export const lookUp = 'allinpay.withdrawResultQuery';

/** An account of the order's own, by a code of at most 30 characters. */
export const accountOf = (orderId: string): string => `S-${orderId}`.slice(0, 30);

/** Withdraws 100.10 to one account, or what is said instead. */
export function startOrder(
  stage: Stage,
  orderId: string,
  input: object = {},
  profile?: string,
): Promise<Run> {
  const details = [{ externalCode: accountOf(orderId), amount: '100.10' }];
  return stage.startMoney('allinpayWithdrawal', orderId, { orderId, details, ...input }, profile);
}

/** The same, as a client is asked for it. */
const orderOf = (orderId: string): object => ({
  orderId,
  details: [{ externalCode: accountOf(orderId), amount: '100.10' }],
  requestedBy: 'alice',
});

/** How an order ends that reaches the provider, or that the provider refuses. */
export const allinpayEnds: readonly PathOf[] = [
  {
    name: 'settled',
    ends: 'settled',
    on: 'real',
    play: async (stage) => (await startOrder(stage, 'settled', { batchId: 'B-1', summary: '十月' })).close(),
  },
  {
    name: 'settled-started-by-the-client',
    ends: 'settled',
    on: 'real',
    play: async (stage) =>
      (await stage.startByClient(allinpayWithdrawalFlow, orderOf('settled-started-by-the-client'))).close(),
  },
  {
    name: 'settled-started-by-an-older-client',
    ends: 'settled',
    on: 'real',
    async play(stage) {
      const input = orderOf('settled-started-by-an-older-client');
      const memo = [INPUT_DIGEST_MEMO, 'payoutStartToken', 'payoutSize'];
      return (await stage.startByClient(allinpayWithdrawalFlow, input, memo)).close();
    },
  },
  {
    name: 'settled-in-two-steps',
    ends: 'settled',
    on: 'real',
    async play(stage) {
      await stage.changeAccounts({ externalCode: 'S-later', settle: 'never' });
      const run = await startOrder(stage, 'settled-in-two-steps', {
        details: [
          { externalCode: 'S-now', amount: '10.00' },
          { externalCode: 'S-later', amount: '20.50' },
        ],
      });
      await run.untilFact('settled', '10.00');
      await stage.changeAccounts({ externalCode: 'S-later', settle: 'settled' });
      return run.close();
    },
  },
  {
    name: 'partially-settled',
    ends: 'partiallySettled',
    on: 'real',
    async play(stage) {
      await stage.changeAccounts({ externalCode: 'S-frozen', settle: 'failed', reason: '账户已冻结' });
      const details = [
        { externalCode: 'S-sound', amount: '10.00' },
        { externalCode: 'S-frozen', amount: '20.50' },
      ];
      return (await startOrder(stage, 'partially-settled', { details })).close();
    },
  },
  {
    name: 'every-detail-failed',
    ends: 'rejected',
    on: 'real',
    async play(stage) {
      stage.fail({ fault: 'detailFails', on: withdraw, reason: '退票' });
      return (await startOrder(stage, 'every-detail-failed')).close();
    },
  },
  {
    name: 'refused',
    ends: 'rejected',
    on: 'real',
    async play(stage) {
      stage.fail({ fault: 'code', on: withdraw, code: 1001, msg: 'no' });
      return (await startOrder(stage, 'refused')).close();
    },
  },
  {
    name: 'refusal-confirmed',
    ends: 'rejected',
    on: 'real',
    async play(stage) {
      stage.fail({ fault: 'code', on: withdraw, code: 3, msg: '余额不足' });
      return (await startOrder(stage, 'refusal-confirmed')).close();
    },
  },
  {
    name: 'refusal-hid-the-order',
    ends: 'settled',
    on: 'real',
    async play(stage) {
      stage.fail({ fault: 'code', on: withdraw, code: 3, after: true });
      return (await startOrder(stage, 'refusal-hid-the-order')).close();
    },
  },
  {
    name: 'balance-checked',
    ends: 'settled',
    on: 'real',
    play: async (stage) => (await startOrder(stage, 'balance-checked', { checkBalance: true })).close(),
  },
  {
    name: 'insufficient-balance',
    ends: 'rejected',
    on: 'real',
    async play(stage) {
      await stage.changeAccounts({ externalCode: accountOf('insufficient-balance'), balance: '4.99' });
      return (await startOrder(stage, 'insufficient-balance', { checkBalance: true })).close();
    },
  },
  {
    name: 'balance-refused',
    ends: 'rejected',
    on: 'real',
    async play(stage) {
      await stage.changeAccounts({ externalCode: accountOf('balance-refused'), exists: false });
      return (await startOrder(stage, 'balance-refused', { checkBalance: true })).close();
    },
  },
  {
    name: 'invalid-input',
    ends: 'failed',
    on: 'real',
    async play(stage) {
      const details = [{ externalCode: 'S1', isPlatform: true, amount: '1.001' }];
      return (await startOrder(stage, 'invalid-input', { details })).close();
    },
  },
];
