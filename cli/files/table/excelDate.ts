/** Days between the first of 1970 and the day that Excel counts from. */
const EPOCH_1900 = 25_569;
const EPOCH_1904 = 24_107;
const DAY_MS = 86_400_000;
/** Excel takes 1900 for a leap year: before the first of March its days are others than everybody's. */
const FIRST_DAY_1900 = 61;
const LAST_YEAR = 9999;

/**
 * The day, and the time where there is one, that Excel shows for its count of days; it is of no time zone.
 * @returns e.g. `2024-08-01 12:34:56`, undefined for what is no such day
 */
export function dateOfSerial(digits: string, since1904: boolean): string | undefined {
  const serial = Number(digits);
  if (!(serial >= (since1904 ? 0 : FIRST_DAY_1900))) return undefined;
  // A fraction of a day is no whole number of seconds.
  const seconds = Math.round(((serial - (since1904 ? EPOCH_1904 : EPOCH_1900)) * DAY_MS) / 1000);
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() > LAST_YEAR) return undefined;
  return dateOfIso(date.toISOString());
}

/** As strict workbooks have dates: in ISO form, of no time zone. */
export function dateOfIso(text: string): string {
  const [, day = text, time = ''] = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})/.exec(text) ?? [];
  return time === '' || time === '00:00:00' ? day : `${day} ${time}`;
}
