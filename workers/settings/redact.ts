import { inspect } from 'node:util';

const WITHHELD = '(withheld)';

/**
 * Makes an object safe to print: `JSON.stringify`, `console.log` and `util.inspect` show the named members as
 * "(withheld)", while code that reads them gets them. A log line that prints settings is one careless call away, so
 * this holds whoever makes it. A copy made by spreading is an ordinary object again: print the original.
 */
export function redact<T extends object>(values: T, secrets: readonly (keyof T)[]): T {
  const shown = (): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        secrets.some((secret) => secret === name) ? WITHHELD : value,
      ]),
    );
  return Object.defineProperties(values, {
    toJSON: { value: shown, enumerable: false },
    [inspect.custom]: { value: shown, enumerable: false },
  });
}
