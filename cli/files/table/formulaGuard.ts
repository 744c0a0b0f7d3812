/**
 * What a spreadsheet would run as a formula when a CSV is opened, full-width signs included, which some take too.
 * Quotes before it belong to it, so that guarding and taking the guard off are each other's reverse.
 */
const RUNS = /^'*[=+\-@\t\r＝＋－＠]/;
const GUARDED = /^'+[=+\-@\t\r＝＋－＠]/;
const NUMBER = /^-?\d+(?:\.\d+)?$/;

/** @returns the text with a quote before it where it could run; a negative amount cannot, and stays as it is */
export function guarded(text: string): string {
  return RUNS.test(text) && !NUMBER.test(text) ? `'${text}` : text;
}

/** Reverse of `guarded`. */
export function unguarded(text: string): string {
  return GUARDED.test(text) ? text.slice(1) : text;
}
