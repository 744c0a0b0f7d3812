import { DateTime } from 'luxon';

/** Where the people are who type times without an offset, and where both providers count their days. */
const ZONE = 'UTC+8';

const DAY = /^\d{4}-\d\d-\d\d$/;
const LOCAL = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?$/;
const WITH_OFFSET = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/**
 * @param text a day, a time of UTC+8, or an instant with an offset
 * @param day which edge a day alone stands for: its begin, or its end, that is the begin of the next
 * @returns ISO 8601 with an offset; text of another form, or of a day that there is not, as it is, for others to refuse
 */
export function instantOf(text: string, day: 'begin' | 'end'): string {
  const isDay = DAY.test(text);
  if (!isDay && !LOCAL.test(text)) return text;
  const at = inZone(text.replace(' ', 'T'));
  return (isDay && day === 'end' ? at.plus({ days: 1 }) : at).toISO(SHORT) ?? text;
}

/**
 * @param day as for `instantOf`, but that the end is the day's last second
 * @returns `2026-11-30 12:34:56` in UTC+8, as Feishu's filters have it; text of another form as it is
 */
export function wallTimeOf(text: string, day: 'begin' | 'end'): string {
  if (DAY.test(text)) return `${text} ${day === 'begin' ? '00:00:00' : '23:59:59'}`;
  const at = LOCAL.test(text) || WITH_OFFSET.test(text) ? inZone(text.replace(' ', 'T')) : undefined;
  return at?.isValid === true ? at.toFormat('yyyy-MM-dd HH:mm:ss') : text;
}

/** @returns such as `2026-11-30T00:00:00+08:00` */
export function inShanghai(instant: string): string {
  return inZone(instant).toISO(SHORT) ?? instant;
}

const SHORT = { suppressMilliseconds: true };

function inZone(text: string): DateTime {
  return DateTime.fromISO(text, { zone: ZONE });
}
