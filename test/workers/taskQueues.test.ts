import { expect, it } from '@jest/globals';
import { FEISHU_RATE_LIMITS } from '../../workers/rateLimits.ts';
import { readSettings } from '../../workers/settings/readSettings.ts';
import { planQueues, type QueuePlan } from '../../workers/taskQueues.ts';
import { everything, outcomes } from './settings/environment.ts';

function plansOf(environment: Readonly<Record<string, string>>): readonly QueuePlan[] {
  const read = readSettings(environment);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const no = (): Promise<boolean> => Promise.resolve(false);
  return read.settings.profiles.flatMap((profile) =>
    planQueues(profile, {
      clock: Date.now,
      askEarlierRuns: () => Promise.resolve({ any: false, maybeSent: false }),
      heartbeatRecorded: no,
      readRunInput: () => Promise.reject(new Error('nobody reads the input of a run here')),
      rateLimits: FEISHU_RATE_LIMITS,
    }),
  );
}

it('every call runs on one queue: sends on one of their own, and only there', () => {
  const queues = plansOf({ ...everything, ...outcomes }).map(({ taskQueue, activities, rateLimit: pace }) => [
    taskQueue.replace('payouts/default/', ''),
    Object.keys(activities).sort(),
    pace !== undefined,
  ]);
  expect(queues).toEqual([
    ['feishu-withdraw', ['withdrawReferral'], true],
    ['feishu-reconciliation', ['reconcileReferral', 'untilReferralReady'], true],
    ['feishu-lump-sum-update', ['correctLumpSum'], true],
    ['feishu-lump-sum-query', ['queryLumpSum', 'readBackLumpSum', 'untilLumpSumReady'], true],
    ['wallet', ['creditWallet'], false],
    ['allinpay-send', ['submitAllinpayWithdrawal'], false],
    ['allinpay', ['pollAllinpayWithdrawal', 'queryAllinpayBalance', 'untilAllinpayReady'], false],
    ['outcome-webhook', ['deliverOutcome'], false],
  ]);
});
