import { describe, expect, it } from '@jest/globals';
import type { Info } from '@temporalio/activity';
import { MockActivityEnvironment } from '@temporalio/testing';
import { AttemptLog } from '../../../activities/attempts/attemptLog.ts';
import { isFirstTry } from '../../../activities/attempts/firstTry.ts';
import { atOneTime } from '../../harness/atOneTime.ts';

const first: Partial<Info> = {
  attempt: 1,
  scheduledTimestampMs: 1000,
  currentAttemptScheduledTimestampMs: 1000,
};
/** As `temporal activity reset --reset-heartbeats` leaves it, shown by verification/e2e/serverFacts.test.ts. */
const setBack: Partial<Info> = { ...first, currentAttemptScheduledTimestampMs: 1001 };

describe('a try', () => {
  it.each<[string, Partial<Info>, boolean]>([
    ['is the first one when nothing came before it', first, true],
    ['is not the first one as attempt 2', { ...first, attempt: 2 }, false],
    ['is not the first one when it was left a mark', { ...first, heartbeatDetails: 'sending' }, false],
    ['is not the first one when it was scheduled again', setBack, false],
  ])('%s', async (_claim, info, expected) => {
    const environment = new MockActivityEnvironment(info);
    expect(await environment.run(() => Promise.resolve(isFirstTry()))).toBe(expected);
  });
});

it('is the first one in tests too, whose server says otherwise of some', async () => {
  const interceptors = [atOneTime];
  const run = (info: Partial<Info>): Promise<boolean> =>
    new MockActivityEnvironment(info, { interceptors }).run(() => Promise.resolve(isFirstTry()));
  expect(await run(setBack)).toBe(true);
  expect(await run({ ...setBack, attempt: 2 })).toBe(false);
});

describe('the tries of an activity that was set back to its first attempt', () => {
  it.each([
    ['nothing', undefined],
    ['the count of tries that did harm', { harmless: 0 }],
    ['the count of harmless tries', { harmless: 1 }],
  ])('never count as harmless again, left with %s', async (_what, heartbeatDetails) => {
    let left: unknown = heartbeatDetails;
    for (const attempt of [1, 2, 3]) {
      const environment = new MockActivityEnvironment({
        ...setBack,
        attempt,
        ...(left === undefined ? {} : { heartbeatDetails: left }),
      });
      environment.on('heartbeat', (details: unknown) => {
        left = details;
      });
      const harmless = await environment.run(async () => {
        const tries = await AttemptLog.begin({ clock: () => 2000, providerDownAfter: 1 }, null);
        tries.noteNoEffect();
        return tries.earlierHadNoEffect;
      });
      expect(harmless).toBe(false);
    }
  });
});
