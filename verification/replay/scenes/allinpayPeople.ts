import { until } from '../../../test/harness/until.ts';
import type { RealStage } from '../realStage.ts';
import type { PathOf } from '../scene.ts';
import type { Run } from '../stage.ts';
import { accountOf, lookUp, startOrder, withdraw } from './allinpayEnds.ts';

const by = 'ann';
const held = { approval: 'required', requestedBy: 'bob' };
const soon = (ms: number): string => new Date(Date.now() + ms).toISOString();

async function heldOrder(stage: RealStage, orderId: string): Promise<Run> {
  const run = await startOrder(stage, orderId, held);
  await run.until('awaitingApproval');
  return run;
}

/** An order that the provider has taken, and that does not settle until its account is changed. */
async function slowOrder(stage: RealStage, orderId: string, input: object = {}): Promise<Run> {
  await stage.changeAccounts({ externalCode: accountOf(orderId), settle: 'never' });
  return startOrder(stage, orderId, input);
}

async function settleAccount(stage: RealStage, orderId: string): Promise<void> {
  await stage.changeAccounts({ externalCode: accountOf(orderId), settle: 'settled' });
}

/** What people say to an order, and what they must mend. */
export const allinpayPeople: readonly PathOf[] = [
  {
    name: 'awaiting-approval',
    ends: 'awaitingApproval',
    on: 'real',
    play: (stage) => heldOrder(stage, 'awaiting-approval'),
  },
  {
    name: 'approved',
    ends: 'settled',
    on: 'real',
    async play(stage) {
      const run = await heldOrder(stage, 'approved');
      await run.say('approve', { by, note: 'seen' });
      return run.close();
    },
  },
  {
    name: 'approval-refused',
    ends: 'refused',
    on: 'real',
    async play(stage) {
      const run = await heldOrder(stage, 'approval-refused');
      await run.say('reject', { by, note: 'twice the sum' });
      return run.close();
    },
  },
  {
    name: 'cancelled-before-approval',
    ends: 'cancelled',
    on: 'real',
    async play(stage) {
      const run = await heldOrder(stage, 'cancelled-before-approval');
      await run.say('cancel', { by });
      return run.close();
    },
  },
  {
    name: 'canceled-by-request',
    ends: 'cancelled',
    on: 'real',
    async play(stage) {
      const run = await heldOrder(stage, 'canceled-by-request');
      await run.handle.cancel();
      return run.close();
    },
  },
  {
    name: 'cancel-request-set-aside',
    ends: 'settled',
    on: 'real',
    async play(stage) {
      const run = await slowOrder(stage, 'cancel-request-set-aside');
      await run.until('processing');
      await run.handle.cancel();
      await settleAccount(stage, 'cancel-request-set-aside');
      return run.close();
    },
  },
  {
    name: 'not-sent-then-sent',
    ends: 'settled',
    on: 'real',
    async play(stage) {
      stage.fail(
        { fault: 'dropBefore', on: lookUp, times: 1 },
        { fault: 'rateLimit', on: withdraw, times: 1 },
      );
      return (await startOrder(stage, 'not-sent-then-sent')).close();
    },
  },
  {
    name: 'not-sent-then-cancelled',
    ends: 'cancelled',
    on: 'real',
    async play(stage) {
      stage.fail({ fault: 'dropBefore', on: lookUp });
      const run = await startOrder(stage, 'not-sent-then-cancelled');
      await until('three tries', () => stage.countCalls(lookUp, 'not-sent-then-cancelled') >= 3);
      await run.untilStandingBack();
      await run.say('cancel', { by });
      return run.close();
    },
  },
  {
    name: 'settings-then-retried',
    ends: 'settled',
    on: 'real',
    async play(stage) {
      stage.fail({ fault: 'code', on: withdraw, code: 3103, msg: 'mend me', times: 1 });
      const run = await startOrder(stage, 'settings-then-retried');
      await run.untilAttention('settings');
      await run.say('resolve', { by, decision: 'retry' });
      return run.close();
    },
  },
  {
    name: 'settings-then-cancelled',
    ends: 'cancelled',
    on: 'real',
    async play(stage) {
      stage.fail({ fault: 'code', on: lookUp, code: 3104 });
      const run = await startOrder(stage, 'settings-then-cancelled');
      await run.untilAttention('settings');
      await run.say('cancel', { by });
      return run.close();
    },
  },
  {
    name: 'settings-met-by-a-poll',
    ends: 'settled',
    on: 'real',
    async play(stage) {
      stage.fail({ fault: 'code', on: lookUp, code: 3103, skip: 1, times: 1 });
      return (await startOrder(stage, 'settings-met-by-a-poll')).close();
    },
  },
  {
    name: 'processing',
    ends: 'processing',
    on: 'real',
    async play(stage) {
      const run = await slowOrder(stage, 'processing');
      await run.until('processing');
      return run;
    },
  },
  {
    name: 'polled-now',
    ends: 'settled',
    on: 'real',
    async play(stage) {
      const run = await slowOrder(stage, 'polled-now');
      await run.until('processing');
      await run.say('pollNow', { by });
      await settleAccount(stage, 'polled-now');
      return run.close();
    },
  },
  {
    name: 'overdue-then-extended',
    ends: 'settled',
    on: 'real',
    async play(stage) {
      const run = await slowOrder(stage, 'overdue-then-extended', { settleBy: soon(2000) });
      await run.untilAttention('overdue');
      await run.say('resolve', { by, decision: 'extend', settleBy: soon(3600_000) });
      await run.until('processing');
      await settleAccount(stage, 'overdue-then-extended');
      return run.close();
    },
  },
  {
    name: 'overdue-then-settled',
    ends: 'settled',
    on: 'real',
    async play(stage) {
      const run = await slowOrder(stage, 'overdue-then-settled', { settleBy: soon(2000) });
      await run.untilAttention('overdue');
      await settleAccount(stage, 'overdue-then-settled');
      return run.close();
    },
  },
];
