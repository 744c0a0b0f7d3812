import { IANAZone } from 'luxon';
import ms, { type StringValue } from 'ms';
import { z } from 'zod';

const MINUTES_A_DAY = 24 * 60;
const MINUTE_MS = 60_000;

const isDuration = (text: string): text is StringValue =>
  /^\d{1,9}(?:\.\d{1,3})? ?(?:ms|s|m|h|d)$/.test(text);

/** A duration such as "90s", "1h" or "2 d", as milliseconds. */
const duration = z.string().transform((text, context) => {
  if (isDuration(text)) return Math.round(ms(text));
  context.addIssue({ code: 'custom', message: 'must be a duration such as "10m", "2s" or "1h"' });
  return z.NEVER;
});

/** A time of day such as "23:00", as minutes since midnight. */
const timeOfDay = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as "07:00"')
  .transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)));

const quietHours = z
  .strictObject({
    from: timeOfDay,
    to: timeOfDay,
    timeZone: z
      .string()
      .refine((name) => IANAZone.isValidZone(name), 'must be a time zone such as "Asia/Shanghai"'),
  })
  .refine(({ from, to }) => from !== to, 'from and to must differ')
  .transform(({ from, to, timeZone }) => ({ fromMinute: from, toMinute: to, timeZone }));

export type QuietHours = Readonly<z.output<typeof quietHours>>;

const firstPoll = z.union([
  z
    .strictObject({ minute: z.int().min(0).max(59), hoursAhead: z.int().min(0).max(168) })
    .transform((rule) => ({ kind: 'minute' as const, ...rule })),
  z.strictObject({ after: duration }).transform(({ after }) => ({ kind: 'after' as const, afterMs: after })),
]);

/**
 * The setting ALLINPAY_POLL_PLAN, parsed: when an order is looked up. `first` is a minute of an hour to come (in the
 * time zone of the quiet hours), or a time after sending; then once `every`; never in `quiet` hours, which may span
 * midnight; each order shifted by its own share of `jitter`, or every open order would be asked for in one minute.
 *
 * `jitter` is less than `every`, so that no two polls of an order swap places; `every` is no longer than the hours that
 * are not quiet, or an order sent at the wrong hour would be due in quiet hours day after day, and never looked up.
 */
export const pollPlanSchema = z
  .strictObject({
    first: firstPoll,
    every: duration.refine((value) => value > 0, 'must be above zero'),
    quiet: quietHours.nullable(),
    jitter: duration,
  })
  .refine((plan) => plan.jitter < plan.every, { path: ['jitter'], message: 'must be less than every' })
  .refine(({ every, quiet }) => quiet === null || every <= openMs(quiet), {
    path: ['every'],
    message: 'must not be longer than the hours that are not quiet',
  })
  .transform(({ first, every, quiet, jitter }) => ({ first, everyMs: every, quiet, jitterMs: jitter }));

/** A poll plan as the program uses it: times in milliseconds, times of day in minutes since midnight. */
export type PollPlan = Readonly<z.output<typeof pollPlanSchema>>;

/** The documented advice: from minute 30 of the next hour, hourly, not from 23:00 to 07:00. Source: fundService 3.9.4. */
export const DEFAULT_POLL_PLAN: z.input<typeof pollPlanSchema> = {
  first: { minute: 30, hoursAhead: 1 },
  every: '1h',
  quiet: { from: '23:00', to: '07:00', timeZone: 'Asia/Shanghai' },
  jitter: '10m',
};

function openMs({ fromMinute, toMinute }: QuietHours): number {
  const quietMinutes = (toMinute - fromMinute + MINUTES_A_DAY) % MINUTES_A_DAY;
  return (MINUTES_A_DAY - quietMinutes) * MINUTE_MS;
}
