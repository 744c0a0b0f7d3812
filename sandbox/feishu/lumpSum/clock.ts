const utc8Ms = 8 * 3_600_000;

/** `YYYY-MM-DD HH:mm:ss` in UTC+8, the form of create_time and modify_time. */
export function timeText(ms: number): string {
  return new Date(ms + utc8Ms).toISOString().slice(0, 19).replace('T', ' ');
}

/** A day that exists, as `YYYY-MM-DD`. Such texts sort as the days do. */
export function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && standsFor(text, 10);
}

/** A second that exists, as `YYYY-MM-DD HH:mm:ss`. */
export function isTime(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text) && standsFor(text, 19);
}

/** Date rolls 30 February over to March: only what comes out as it went in was there. */
function standsFor(text: string, length: 10 | 19): boolean {
  const instant = new Date(`${text.replace(' ', 'T')}${length === 10 ? 'T00:00:00' : ''}Z`);
  return (
    !Number.isNaN(instant.getTime()) && instant.toISOString().slice(0, length) === text.replace(' ', 'T')
  );
}
