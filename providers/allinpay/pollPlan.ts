import { createHash } from 'node:crypto';
import { DateTime } from 'luxon';
import type { PollPlan, QuietHours } from './pollPlanSchema.ts';

export { DEFAULT_POLL_PLAN, pollPlanSchema, type PollPlan, type QuietHours } from './pollPlanSchema.ts';

/** What the next poll depends on. Instants in milliseconds since 1970. */
export interface PollState {
  readonly orderId: string;
  readonly sentAt: number;
  /** The last look-up made, planned or not; left out before the first. */
  readonly lastPollAt?: number | undefined;
  readonly now: number;
}

/** The provider's clock, which rules the minute of the first poll where no quiet hours name another. */
const PROVIDER_ZONE = 'Asia/Shanghai';

/**
 * The instant of the next planned poll; at or before `now` means that it is due. Each slot is polled at most once: the
 * next one is the first slot outside quiet hours after the last poll. One that was missed, the worker being down, is
 * due at once, or after the quiet hours when they have begun. Source: design §4.4, fundService 3.9.4.
 */
export function nextPoll(plan: PollPlan, { orderId, sentAt, lastPollAt, now }: PollState): number {
  const grid = firstSlot(plan, sentAt) + jitterOf(orderId, plan);
  const slot = openSlotAfter(plan, grid, lastPollAt ?? sentAt - 1);
  return slot <= now && isQuiet(plan, now) ? openSlotAfter(plan, grid, now) : slot;
}

/** Whether nothing may be asked now. The first minute of the quiet hours is quiet, the minute they end is not. */
export function isQuiet(plan: PollPlan, now: number): boolean {
  return plan.quiet !== null && quietAt(plan.quiet, now);
}

/** The order's own shift, the same at every poll and on every worker: 0 ≤ shift < jitter, in milliseconds. */
export function jitterOf(orderId: string, plan: PollPlan): number {
  if (plan.jitterMs === 0) return 0;
  return createHash('sha256').update(orderId).digest().readUIntBE(0, 6) % plan.jitterMs;
}

function firstSlot({ first, quiet }: PollPlan, sentAt: number): number {
  switch (first.kind) {
    case 'after':
      return sentAt + first.afterMs;
    case 'minute':
      return DateTime.fromMillis(sentAt, { zone: quiet?.timeZone ?? PROVIDER_ZONE })
        .startOf('hour')
        .plus({ hours: first.hoursAhead, minutes: first.minute })
        .toMillis();
  }
}

/**
 * The first slot after `after` outside quiet hours. Quiet hours are jumped over in one step, however fine the grid is;
 * the schema sees to it that a slot falls into the hours between, so this ends at once (near a change to summer time,
 * which shortens them, a day later).
 */
function openSlotAfter(plan: PollPlan, grid: number, after: number): number {
  let slot = slotAtOrAfter(plan, grid, after + 1);
  while (plan.quiet !== null && quietAt(plan.quiet, slot)) {
    slot = slotAtOrAfter(plan, grid, endOfQuiet(plan.quiet, slot));
  }
  return slot;
}

function slotAtOrAfter({ everyMs }: PollPlan, grid: number, instant: number): number {
  return grid + Math.max(0, Math.ceil((instant - grid) / everyMs)) * everyMs;
}

function quietAt({ fromMinute, toMinute, timeZone }: QuietHours, instant: number): boolean {
  const local = DateTime.fromMillis(instant, { zone: timeZone });
  const minute = local.hour * 60 + local.minute;
  return fromMinute < toMinute
    ? minute >= fromMinute && minute < toMinute
    : minute >= fromMinute || minute < toMinute;
}

function endOfQuiet({ toMinute, timeZone }: QuietHours, instant: number): number {
  const local = DateTime.fromMillis(instant, { zone: timeZone });
  const end = { hour: Math.floor(toMinute / 60), minute: toMinute % 60, second: 0, millisecond: 0 };
  const today = local.set(end);
  return (today > local ? today : local.plus({ days: 1 }).set(end)).toMillis();
}
