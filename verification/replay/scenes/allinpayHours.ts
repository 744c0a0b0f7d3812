import type { PathOf } from '../scene.ts';
import { lookUp, startOrder } from './allinpayEnds.ts';

const by = 'ann';

/** What comes about after minutes in a queue, or hours without an answer. */
export const allinpayHours: readonly PathOf[] = [
  {
    name: 'provider-down-before-sending',
    ends: 'settled',
    on: 'skipped',
    async play(stage) {
      stage.fail({ fault: 'dropBefore', on: lookUp });
      const run = await startOrder(stage, 'provider-down-before-sending');
      await stage.passUntilAttention(run, 'providerDown', '1h');
      stage.fail();
      await run.say('resolve', { by, decision: 'retry' });
      return run.close();
    },
  },
  {
    name: 'provider-down-while-it-settles',
    ends: 'settled',
    on: 'skipped',
    async play(stage) {
      const run = await startOrder(stage, 'provider-down-while-it-settles');
      await run.until('processing');
      stage.fail({ fault: 'dropBefore', on: lookUp });
      await stage.passUntilAttention(run, 'providerDown', '1h');
      stage.fail();
      return run.close();
    },
  },
  {
    name: 'not-served-then-cancelled',
    ends: 'cancelled',
    on: 'skipped',
    async play(stage) {
      const run = await startOrder(stage, 'not-served-then-cancelled', { profile: 'nobody' }, 'nobody');
      await stage.leaveUnserved(run, 'submitAllinpayWithdrawal');
      await run.say('cancel', { by });
      return run.close();
    },
  },
];
