import { describe, expect, it } from '@jest/globals';
import type { ApplicationFailure } from '@temporalio/common';
import {
  backOff,
  failureOfOutage,
  AttemptLog,
  silentSince,
  outageOf,
} from '../../../activities/attempts/attemptLog.ts';
import type { CallFailure, FailureType } from '../../../providers/http/outcome.ts';
import type { ReportedOutages } from '../../../rules/outage.ts';
import { activityEnvironment } from '../activityEnvironment.ts';
import { callFailure } from '../callFailures.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const HALF_AN_HOUR = HOUR / 2;
const settings: readonly FailureType[] = ['AuthenticationFailed', 'PermissionDenied', 'QuotaExhausted'];
const silences: readonly FailureType[] = [
  'NotSent',
  'ProviderUnavailable',
  'ProtocolViolation',
  'OutcomeUnknown',
  'PayoutRejected',
];

describe('the time to the next try', () => {
  it('doubles from one second up to five minutes', () => {
    expect([1, 2, 3, 4, 9, 10, 1000].map((failures) => backOff(failures))).toEqual([
      1000, 2000, 4000, 8000, 256_000, 300_000, 300_000,
    ]);
  });

  it('grows to the cap it is given', () => {
    expect(backOff(40, HOUR)).toBe(HOUR);
  });
});

describe('trouble that a person must know of', () => {
  it.each(settings)('is wrong settings at once, for %s', (type) => {
    expect(outageOf(callFailure({ type }), 0, HALF_AN_HOUR)).toBe('settings');
  });

  it.each(silences)(
    'is a provider that is away for as long as the settings say, by %s, not before',
    (type) => {
      expect(outageOf(callFailure({ type }), HALF_AN_HOUR - 1, HALF_AN_HOUR)).toBeUndefined();
      expect(outageOf(callFailure({ type }), HALF_AN_HOUR, HALF_AN_HOUR)).toBe('providerDown');
    },
  );

  it('is never a rate limit', () => {
    expect(outageOf(callFailure({ type: 'RateLimited' }), 100 * HOUR, HALF_AN_HOUR)).toBeUndefined();
  });
});

describe('the silence of a provider', () => {
  it.each(silences)('begins with the first %s and goes on with the next', (type) => {
    expect(silentSince(callFailure({ type }), undefined, 7)).toBe(7);
    expect(silentSince(callFailure({ type }), 5, 7)).toBe(5);
  });

  it.each<FailureType>([...settings, 'RateLimited'])('is broken by %s, which is an answer', (type) => {
    expect(silentSince(callFailure({ type }), 5, 7)).toBeUndefined();
  });
});

describe('the failure that takes trouble to the workflow', () => {
  it('is final, and keeps its type where settings are wrong', () => {
    const failure = failureOfOutage('settings', callFailure({ type: 'PermissionDenied' }), {
      nothingSent: true,
    });

    expect(failure).toMatchObject({ type: 'PermissionDenied', nonRetryable: true });
    expect(failure.details?.[0]).toMatchObject({ nothingSent: true });
  });

  it('is ProviderUnavailable where nothing of use was heard, whatever the last failure was', () => {
    expect(failureOfOutage('providerDown', callFailure({ type: 'NotSent' })).type).toBe(
      'ProviderUnavailable',
    );
  });
});

describe('the tries of one activity', () => {
  /** Runs tries one after the other, each left what the one before left; gives what each failed with. */
  async function failures(
    calls: readonly { readonly at: number; readonly failure: CallFailure }[],
    known: ReportedOutages = null,
  ): Promise<ApplicationFailure[]> {
    let left: unknown;
    const seen: ApplicationFailure[] = [];
    for (const [index, { at, failure }] of calls.entries()) {
      const environment = activityEnvironment({
        attempt: index + 1,
        ...(left === undefined ? {} : { heartbeatDetails: left }),
      });
      environment.on('heartbeat', (details: unknown) => {
        left = details;
      });
      seen.push(
        await environment.run(async () =>
          (await AttemptLog.begin({ clock: () => at, providerDownAfter: HALF_AN_HOUR }, known)).failureFor(
            failure,
          ),
        ),
      );
    }
    return seen;
  }

  const every = (type: FailureType, times: readonly number[]): { at: number; failure: CallFailure }[] =>
    times.map((at) => ({ at, failure: callFailure({ type }) }));

  it('wait longer and longer', async () => {
    const seen = await failures(every('NotSent', [0, 1, 2, 3]));

    expect(seen.map(({ nextRetryDelay }) => nextRetryDelay)).toEqual([1000, 2000, 4000, 8000]);
    expect(seen.every(({ nonRetryable }) => nonRetryable !== true)).toBe(true);
  });

  it('wait as long as the provider asks', async () => {
    const [seen] = await failures([
      { at: 0, failure: callFailure({ type: 'RateLimited', retryAfterMs: 42_000 }) },
    ]);

    expect(seen).toMatchObject({ type: 'RateLimited', nextRetryDelay: 42_000 });
  });

  it('come back with the provider away after half an hour without an answer of use', async () => {
    const [, before, after] = await failures(every('NotSent', [0, HALF_AN_HOUR - 1, HALF_AN_HOUR]));

    expect(before).toMatchObject({ type: 'NotSent', nonRetryable: false });
    expect(after).toMatchObject({ type: 'ProviderUnavailable', nonRetryable: true });
  });

  it('count that time from the last answer, a limit included', async () => {
    const seen = await failures([
      ...every('NotSent', [0]),
      ...every('RateLimited', [20 * MINUTE]),
      ...every('NotSent', [25 * MINUTE, 54 * MINUTE, 55 * MINUTE]),
    ]);

    expect(seen.map(({ type }) => type)).toEqual([
      'NotSent',
      'RateLimited',
      'NotSent',
      'NotSent',
      'ProviderUnavailable',
    ]);
  });

  it('go on every five minutes with settings that a person was told of', async () => {
    const [seen] = await failures(every('PermissionDenied', [0]), ['settings']);

    expect(seen).toMatchObject({ type: 'PermissionDenied', nonRetryable: false, nextRetryDelay: 300_000 });
  });

  it('come back with trouble of another kind than the one that is known', async () => {
    const [, seen] = await failures(every('NotSent', [0, HALF_AN_HOUR]), ['settings']);

    expect(seen).toMatchObject({ type: 'ProviderUnavailable', nonRetryable: true });
  });

  it('go on where a person was told of both kinds, whichever it is now', async () => {
    const flapping = [
      ...every('NotSent', [0, HALF_AN_HOUR]),
      ...every('PermissionDenied', [HALF_AN_HOUR + 1]),
      ...every('NotSent', [HALF_AN_HOUR + 2, 3 * HALF_AN_HOUR]),
    ];
    const seen = await failures(flapping, ['providerDown', 'settings']);

    expect(seen.map(({ nonRetryable }) => nonRetryable)).toEqual([false, false, false, false, false]);
  });

  it('say that nothing was sent while every one of them sent nothing', async () => {
    const unknown = callFailure({ type: 'OutcomeUnknown', outcome: 'unknown' });
    const none = callFailure();
    const seen = await failures([none, none, unknown, none].map((failure, at) => ({ at, failure })));

    const said = seen.map(
      ({ details }) => (details?.[0] as { nothingSent?: boolean } | undefined)?.nothingSent,
    );
    expect(said).toEqual([true, true, false, false]);
  });

  it('know nothing of earlier ones whose word was lost', async () => {
    const environment = activityEnvironment({ attempt: 3 });

    const harmless = await environment.run(
      async () =>
        (await AttemptLog.begin({ clock: () => 0, providerDownAfter: HALF_AN_HOUR }, null))
          .earlierHadNoEffect,
    );

    expect(harmless).toBe(false);
  });

  it('that were all answered and had no effect are harmless to the next one', async () => {
    let left: unknown;
    const first = activityEnvironment({ attempt: 1 });
    first.on('heartbeat', (details: unknown) => {
      left = details;
    });
    await first.run(async () => {
      (await AttemptLog.begin({ clock: () => 0, providerDownAfter: HALF_AN_HOUR }, null)).noteNoEffect();
    });
    const harmless = async (attempt: number): Promise<boolean> =>
      activityEnvironment({ attempt, heartbeatDetails: left }).run(
        async () =>
          (await AttemptLog.begin({ clock: () => 0, providerDownAfter: HALF_AN_HOUR }, null))
            .earlierHadNoEffect,
      );

    expect(left).toEqual({ harmless: 1 });
    expect(await harmless(2)).toBe(true);
    expect(await harmless(3)).toBe(false);
  });

  it('set back to the first one never say again that nothing was sent, and stay as long silent', async () => {
    let left: unknown = { harmless: 4, silentSince: 0 };
    const tryAt = async (attempt: number, at: number, failure: CallFailure): Promise<ApplicationFailure> => {
      const environment = activityEnvironment({ attempt, heartbeatDetails: left });
      environment.on('heartbeat', (details: unknown) => {
        left = details;
      });
      return environment.run(async () =>
        (await AttemptLog.begin({ clock: () => at, providerDownAfter: HALF_AN_HOUR }, null)).failureFor(
          failure,
        ),
      );
    };
    const unknown = callFailure({ type: 'OutcomeUnknown', outcome: 'unknown' });

    const set = await tryAt(1, HOUR, callFailure());
    const then = await tryAt(2, HALF_AN_HOUR, unknown);
    expect(set.details).toMatchObject([{ nothingSent: false }]);
    expect(then).toMatchObject({ type: 'ProviderUnavailable', details: [{ nothingSent: false }] });
  });
});
