import type { PathOf } from '../scene.ts';
import { startReferral } from './referralEnds.ts';

const by = 'Li';
const credit = 'wallet.credit';

/** How the owner gets what was taken out. */
export const referralCredit: readonly PathOf[] = [
  {
    name: 'credited-by-webhook',
    ends: 'reconciled',
    on: 'real',
    async play(stage) {
      const funds = { points: 10, cash: '1.00' };
      return (await startReferral(stage, 'credited-by-webhook', { credit: 'webhook' }, funds)).close();
    },
  },
  {
    name: 'credit-refused-then-retried',
    ends: 'reconciled',
    on: 'real',
    async play(stage) {
      stage.fail({ fault: 'code', on: credit, code: 422, httpStatus: 422, times: 1 });
      const run = await startReferral(stage, 'credit-refused-then-retried', { credit: 'webhook' });
      await run.untilAttention('creditRefused');
      await run.say('resolve', { by, decision: 'retry' });
      return run.close();
    },
  },
  {
    name: 'credit-refused-then-accepted',
    ends: 'reconciled',
    on: 'real',
    async play(stage) {
      stage.fail({ fault: 'code', on: credit, code: 403, httpStatus: 403 });
      const run = await startReferral(stage, 'credit-refused-then-accepted', { credit: 'webhook' });
      await run.untilAttention('creditRefused');
      await run.say('resolve', {
        by,
        decision: 'accept',
        note: 'looked into it',
        points: 10,
        cash: [],
        reference: 'by hand',
      });
      return run.close();
    },
  },
  {
    name: 'credit-confirmed',
    ends: 'reconciled',
    on: 'real',
    async play(stage) {
      const run = await startReferral(stage, 'credit-confirmed', { credit: 'confirm' });
      await run.until('crediting');
      await run.say('confirmCredit', { by, points: 10, cash: [], reference: 'W-77' });
      return run.close();
    },
  },
  {
    name: 'credit-confirmed-with-less',
    ends: 'breakAccepted',
    on: 'real',
    async play(stage) {
      const run = await startReferral(stage, 'credit-confirmed-with-less', { credit: 'confirm' });
      await run.until('crediting');
      await run.say('confirmCredit', { by, points: 9, cash: [] });
      await run.untilAttention('reconcileBreak');
      await run.say('resolve', { by, decision: 'accept', note: 'looked into it' });
      return run.close();
    },
  },
  {
    name: 'credit-overdue-then-retried-and-confirmed',
    ends: 'reconciled',
    on: 'skipped',
    async play(stage) {
      const run = await startReferral(stage, 'credit-overdue-then-retried-and-confirmed', {
        credit: 'confirm',
      });
      await run.until('crediting');
      await stage.passUntilAttention(run, 'creditOverdue', '12h');
      await run.say('resolve', { by, decision: 'retry' });
      await stage.passUntilAttention(run, 'creditOverdue', '12h');
      await run.say('confirmCredit', { by, points: 10, cash: [] });
      return run.close();
    },
  },
  {
    name: 'credit-overdue-then-accepted',
    ends: 'reconciled',
    on: 'skipped',
    async play(stage) {
      const run = await startReferral(stage, 'credit-overdue-then-accepted', { credit: 'confirm' });
      await run.until('crediting');
      await stage.passUntilAttention(run, 'creditOverdue', '12h');
      await run.say('resolve', {
        by,
        decision: 'accept',
        note: 'looked into it',
        points: 10,
        cash: [],
        reference: 'W-78',
      });
      return run.close();
    },
  },
  {
    name: 'wallet-down',
    ends: 'reconciled',
    on: 'skipped',
    async play(stage) {
      stage.fail({ fault: 'serverError', on: credit });
      const run = await startReferral(stage, 'wallet-down', { credit: 'webhook' });
      await stage.passUntilAttention(run, 'providerDown', '1h');
      stage.fail();
      return run.close();
    },
  },
];
