import { describe, expect, test } from '@jest/globals';
import { DateTime } from 'luxon';
import type { z } from 'zod';
import {
  DEFAULT_POLL_PLAN,
  isQuiet,
  jitterOf,
  nextPoll,
  pollPlanSchema,
} from '../../../providers/allinpay/pollPlan.ts';

type PlanInput = z.input<typeof pollPlanSchema>;

const plan = (changes: Partial<PlanInput> = {}) => pollPlanSchema.parse({ ...DEFAULT_POLL_PLAN, ...changes });
const still = (changes: Partial<PlanInput> = {}) => plan({ jitter: '0s', ...changes });
const shanghai = (text: string): number => DateTime.fromISO(text, { zone: 'Asia/Shanghai' }).toMillis();
const shown = (instant: number): string =>
  DateTime.fromMillis(instant, { zone: 'Asia/Shanghai' }).toFormat("MM-dd'T'HH:mm:ss");

interface Poll {
  readonly sent: string;
  readonly last?: string;
  readonly now?: string;
}

const next = (by: ReturnType<typeof plan>, { sent, last, now }: Poll): string =>
  shown(
    nextPoll(by, {
      orderId: 'order-1',
      sentAt: shanghai(sent),
      lastPollAt: last === undefined ? undefined : shanghai(last),
      now: shanghai(now ?? last ?? sent),
    }),
  );

describe('the documented plan', () => {
  test.each([
    ['2026-03-02T10:55:00', '03-02T11:30:00'],
    ['2026-03-02T10:05:00', '03-02T11:30:00'],
    ['2026-03-02T10:00:00', '03-02T11:30:00'],
    ['2026-03-02T21:59:59', '03-02T22:30:00'],
    ['2026-03-02T22:10:00', '03-03T07:30:00'],
    ['2026-03-02T23:30:00', '03-03T07:30:00'],
    ['2026-03-03T00:10:00', '03-03T07:30:00'],
    ['2026-03-03T05:40:00', '03-03T07:30:00'],
    ['2026-12-31T22:10:00', '01-01T07:30:00'],
  ])('sent at %s, is first polled at %s', (sent, expected) => {
    expect(next(still(), { sent })).toBe(expected);
  });

  test('then polls hourly, and not from 23:00 to 07:00', () => {
    const sent = '2026-03-02T20:10:00';
    expect(next(still(), { sent, last: '2026-03-02T21:30:00' })).toBe('03-02T22:30:00');
    expect(next(still(), { sent, last: '2026-03-02T22:30:01' })).toBe('03-03T07:30:00');
  });

  test('polls each slot once, early polls between slots notwithstanding', () => {
    const sent = '2026-03-02T10:10:00';
    expect(next(still(), { sent, last: '2026-03-02T10:20:00' })).toBe('03-02T11:30:00');
    expect(next(still(), { sent, last: '2026-03-02T11:45:00' })).toBe('03-02T12:30:00');
  });

  test('makes up at once for slots that were missed, but once only', () => {
    const missed = { sent: '2026-03-02T10:10:00', last: '2026-03-02T11:30:00', now: '2026-03-02T15:40:00' };
    expect(next(still(), missed)).toBe('03-02T12:30:00');
    expect(next(still(), { ...missed, last: missed.now })).toBe('03-02T16:30:00');
  });

  test('makes up for a missed slot after the quiet hours when they have begun', () => {
    const missed = { sent: '2026-03-02T21:10:00', now: '2026-03-02T23:10:00' };
    expect(next(still(), missed)).toBe('03-03T07:30:00');
    expect(next(still(), { ...missed, now: '2026-03-03T07:00:00' })).toBe('03-02T22:30:00');
  });

  test('is open for a month without drifting', () => {
    const sent = '2026-03-02T10:10:00';
    expect(next(still(), { sent, last: '2026-04-01T09:30:00' })).toBe('04-01T10:30:00');
  });
});

describe('quiet hours', () => {
  test.each([
    ['22:59:59.999', false],
    ['23:00:00', true],
    ['00:00:00', true],
    ['06:59:59.999', true],
    ['07:00:00', false],
    ['12:00:00', false],
  ])('at %s over midnight: %s', (time, expected) => {
    expect(isQuiet(plan(), shanghai(`2026-03-02T${time}`))).toBe(expected);
  });

  test.each([
    ['11:59:59', false],
    ['12:00:00', true],
    ['13:59:59', true],
    ['14:00:00', false],
  ])('at %s within a day: %s', (time, expected) => {
    const noon = still({ quiet: { from: '12:00', to: '14:00', timeZone: 'Asia/Shanghai' } });
    expect(isQuiet(noon, shanghai(`2026-03-02T${time}`))).toBe(expected);
  });

  test('within a day are jumped over', () => {
    const noon = still({ quiet: { from: '12:00', to: '14:00', timeZone: 'Asia/Shanghai' } });
    expect(next(noon, { sent: '2026-03-02T11:10:00' })).toBe('03-02T14:30:00');
  });

  test('that are none leave every hour open, on the clock of Shanghai', () => {
    const open = still({ quiet: null });
    expect(isQuiet(open, shanghai('2026-03-02T03:00:00'))).toBe(false);
    expect(next(open, { sent: '2026-03-02T22:10:00' })).toBe('03-02T23:30:00');
  });

  test('are told by the clock of their own zone, and so is the minute of the first poll', () => {
    const kathmandu = still({ quiet: { from: '23:00', to: '07:00', timeZone: 'Asia/Kathmandu' } });
    const at = (text: string) => DateTime.fromISO(text, { zone: 'Asia/Kathmandu' }).toMillis();
    const sentAt = at('2026-03-02T10:55:00');
    expect(nextPoll(kathmandu, { orderId: 'o', sentAt, now: sentAt })).toBe(at('2026-03-02T11:30:00'));
    expect(isQuiet(kathmandu, at('2026-03-02T23:00:00'))).toBe(true);
  });

  test('that lose an hour to summer time are still left', () => {
    const berlin = still({ quiet: { from: '01:00', to: '02:30', timeZone: 'Europe/Berlin' }, every: '30m' });
    const at = (text: string) => DateTime.fromISO(text, { zone: 'Europe/Berlin' }).toMillis();
    const sentAt = at('2026-03-29T00:40:00');
    const poll = nextPoll(berlin, { orderId: 'o', sentAt, now: sentAt });
    expect(isQuiet(berlin, poll)).toBe(false);
    expect(poll).toBe(at('2026-03-29T03:30:00'));
  });

  test('never catch the longest grid the schema allows', () => {
    const sparse = still({ every: '16h' });
    let last = shanghai('2026-03-02T09:00:00');
    const sentAt = last;
    for (let index = 0; index < 50; index += 1) {
      const poll = nextPoll(sparse, { orderId: 'o', sentAt, lastPollAt: last, now: last });
      expect(isQuiet(sparse, poll)).toBe(false);
      expect(poll - last).toBeLessThanOrEqual(32 * 3_600_000);
      last = poll;
    }
  });
});

describe('a fine grid', () => {
  const fine = still({ first: { after: '2s' }, every: '1s', quiet: null });

  test('starts so long after sending, and goes on by the second', () => {
    expect(next(fine, { sent: '2026-03-02T10:00:00' })).toBe('03-02T10:00:02');
    expect(next(fine, { sent: '2026-03-02T10:00:00', last: '2026-03-02T10:00:02' })).toBe('03-02T10:00:03');
  });

  test('may start at once', () => {
    const atOnce = still({ first: { after: '0s' }, every: '1s', quiet: null });
    expect(next(atOnce, { sent: '2026-03-02T10:00:00' })).toBe('03-02T10:00:00');
  });

  test('jumps over quiet hours in one step, keeping to its grid', () => {
    const quiet = still({ first: { after: '2s' }, every: '7ms' });
    const sentAt = shanghai('2026-03-02T22:59:59');
    const asked = (): number => nextPoll(quiet, { orderId: 'o', sentAt, now: sentAt });
    const poll = asked();
    // Of this grid four million slots lie in the quiet hours, of that one eight: one by one they would take 500,000 times as long.
    const hourly = still({ first: { after: '2s' }, every: '1h' });
    const stepwise = cpuOf(asked) / cpuOf(() => nextPoll(hourly, { orderId: 'o', sentAt, now: sentAt }));
    expect(stepwise).toBeLessThan(1000);
    expect(poll - shanghai('2026-03-03T07:00:00')).toBeLessThan(7);
    expect((poll - sentAt - 2_000) % 7).toBe(0);
  });

  test('with a clock that was set back into quiet hours comes no closer to the last poll', () => {
    const sent = '2026-03-02T10:00:00';
    expect(next(still(), { sent, last: '2026-03-03T10:30:00', now: '2026-03-03T03:00:00' })).toBe(
      '03-03T11:30:00',
    );
  });

  test('long after sending finds its slot at once', () => {
    const late = { sent: '2026-03-02T10:00:00', last: '2027-03-02T10:00:00' };
    expect(next(fine, late)).toBe('03-02T10:00:01');
  });

  test('of a minute of this hour that is past begins with the next of the grid', () => {
    const past = still({ first: { minute: 30, hoursAhead: 0 } });
    expect(next(past, { sent: '2026-03-02T10:45:00' })).toBe('03-02T11:30:00');
    expect(next(past, { sent: '2026-03-02T10:15:00' })).toBe('03-02T10:30:00');
  });
});

describe('jitter', () => {
  test('is the same at every poll of an order, and spread over orders', () => {
    const shifts = Array.from({ length: 500 }, (_, index) => jitterOf(`order-${index}`, plan()));
    expect(shifts).toEqual(Array.from({ length: 500 }, (_, index) => jitterOf(`order-${index}`, plan())));
    expect(Math.min(...shifts)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...shifts)).toBeLessThan(600_000);
    const minutes = new Set(shifts.map((shift) => Math.floor(shift / 60_000)));
    expect(minutes.size).toBe(10);
    expect(jitterOf('order-1', still())).toBe(0);
  });

  test('shifts every slot of an order by the same', () => {
    const shift = jitterOf('order-1', plan());
    const sentAt = shanghai('2026-03-02T10:55:00');
    const first = nextPoll(plan(), { orderId: 'order-1', sentAt, now: sentAt });
    expect(first).toBe(shanghai('2026-03-02T11:30:00') + shift);
    expect(nextPoll(plan(), { orderId: 'order-1', sentAt, lastPollAt: first, now: first })).toBe(
      first + 3_600_000,
    );
  });

  test('that carries a slot into the quiet hours has it skipped', () => {
    const late = plan({ first: { minute: 55, hoursAhead: 0 }, jitter: '30m' });
    const orderId = ['a', 'b', 'c', 'd', 'e', 'f'].find((id) => jitterOf(id, late) > 300_000) ?? '';
    const sentAt = shanghai('2026-03-02T22:10:00');
    const poll = nextPoll(late, { orderId, sentAt, now: sentAt });
    expect(poll).toBeGreaterThanOrEqual(shanghai('2026-03-03T07:00:00'));
    expect((poll - sentAt - 45 * 60_000 - jitterOf(orderId, late)) % 3_600_000).toBe(0);
  });
});

describe('the setting', () => {
  test('has the documented default, in milliseconds', () => {
    expect(plan()).toEqual({
      first: { kind: 'minute', minute: 30, hoursAhead: 1 },
      everyMs: 3_600_000,
      quiet: { fromMinute: 1_380, toMinute: 420, timeZone: 'Asia/Shanghai' },
      jitterMs: 600_000,
    });
  });

  test.each([
    ['an unknown member', { until: '1d' }],
    ['a minute of no hour', { first: { minute: 60, hoursAhead: 1 } }],
    ['both kinds of first', { first: { minute: 30, hoursAhead: 1, after: '2s' } }],
    ['hours that are past', { first: { minute: 30, hoursAhead: -1 } }],
    ['a duration without a unit', { every: '60' }],
    ['a duration as a number', { every: 60 }],
    ['a negative duration', { first: { after: '-2s' } }],
    ['a grid that stands still', { every: '0s', jitter: '0s' }],
    ['a time of day that is none', { quiet: { from: '24:00', to: '07:00', timeZone: 'Asia/Shanghai' } }],
    ['a time zone that is none', { quiet: { from: '23:00', to: '07:00', timeZone: 'Asia/Beijing2' } }],
    ['quiet hours of a whole day', { quiet: { from: '07:00', to: '07:00', timeZone: 'Asia/Shanghai' } }],
    ['jitter as long as the grid', { jitter: '1h' }],
    ['a grid that could stay in quiet hours', { every: '17h' }],
  ])('refuses %s', (_what, changes) => {
    expect(pollPlanSchema.safeParse({ ...DEFAULT_POLL_PLAN, ...changes }).success).toBe(false);
  });

  test.each([
    [{ every: '0s', jitter: '0s' }, [['every'], 'must be above zero']],
    [{ every: '1hour' }, [['every'], 'must be a duration such as "10m", "2s" or "1h"']],
    [{ every: 'h' }, [['every'], 'must be a duration such as "10m", "2s" or "1h"']],
    [{ jitter: '1h' }, [['jitter'], 'must be less than every']],
    [{ every: '17h' }, [['every'], 'must not be longer than the hours that are not quiet']],
    [
      { quiet: { from: '007:00', to: '07:00', timeZone: 'UTC' } },
      [['quiet', 'from'], 'must be a time of day such as "07:00"'],
    ],
    [
      { quiet: { from: '06:00', to: '07:000', timeZone: 'UTC' } },
      [['quiet', 'to'], 'must be a time of day such as "07:00"'],
    ],
  ])('says of %j what is wrong, and where', (changes, [path, message]) => {
    const [issue] = pollPlanSchema.safeParse({ ...DEFAULT_POLL_PLAN, ...changes }).error?.issues ?? [];
    expect([issue?.path, issue?.message]).toEqual([path, message]);
  });

  test('calls what it finds itself custom, as every reader of problems expects', () => {
    const parsed = pollPlanSchema.safeParse({ ...DEFAULT_POLL_PLAN, every: 'soon' });
    expect(parsed.error?.issues[0]).toMatchObject({ code: 'custom' });
  });

  test('takes parts of a unit, and a grid up to the hours that are not quiet', () => {
    expect(plan({ every: '1.5h' }).everyMs).toBe(5_400_000);
    expect(plan({ every: '0.125 h', jitter: '0ms' }).everyMs).toBe(450_000);
    expect(plan({ every: '16h' }).everyMs).toBe(57_600_000);
  });

  test('takes a grid of days where nothing is quiet', () => {
    expect(plan({ every: '2 d', quiet: null }).everyMs).toBe(172_800_000);
  });
});

/** What a hundred calls take of the processor, in µs: other programs add nothing to it. */
function cpuOf(call: () => unknown): number {
  const begun = process.cpuUsage();
  for (let times = 0; times < 100; times += 1) call();
  return Math.max(1, process.cpuUsage(begun).user);
}
