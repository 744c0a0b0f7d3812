import { DateTime } from 'luxon';
import { durationMs, type Settings } from '../settings.ts';
import { timeZone } from './envelope.ts';

const firstQuietHour = 23;
const lastQuietHour = 6;

function isQuiet(at: DateTime): boolean {
  return at.hour >= firstQuietHour || at.hour <= lastQuietHour;
}

/**
 * When the result of a withdrawal booked at `bookedAt` (ms) is there to be seen.
 * Documented: minute 30 of the next hour (10:55 → 11:30); nothing changes between 23:00 and 07:00, so what would
 * fall in there is seen at 07:30.
 */
export function dueAt(settle: Settings['allinpay']['settle'], bookedAt: number): number {
  if (settle !== 'documented') return bookedAt + durationMs(settle.after);
  let at = DateTime.fromMillis(bookedAt, { zone: timeZone }).startOf('hour').plus({ hours: 1, minutes: 30 });
  while (isQuiet(at)) at = at.plus({ hours: 1 });
  return at.toMillis();
}
