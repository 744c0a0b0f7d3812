const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_';
const BITS_A_DIGIT = 6n;
const LAST_DIGIT = 63n;

/**
 * Any text in few characters, none of which is a comma, a colon, an equals sign, `@`, `!` or `~`. Numbers, which most names
 * of a provider are, take 11 characters for 19 digits; every other text is written out behind an apostrophe.
 */
export function shortOf(text: string): string {
  if (!/^[1-9]\d*$/.test(text)) return `'${escaped(text)}`;
  let short = '';
  for (let rest = BigInt(text); rest > 0n; rest >>= BITS_A_DIGIT) {
    short = DIGITS.charAt(Number(rest & LAST_DIGIT)) + short;
  }
  return short;
}

/** @returns the text that `shortOf` was given */
export function textOf(short: string): string {
  if (short.startsWith("'")) return unescaped(short.slice(1));
  let number = 0n;
  for (const digit of short) number = (number << BITS_A_DIGIT) | BigInt(DIGITS.indexOf(digit));
  return String(number);
}

/** By way of JSON, which has an escape for half a surrogate pair. */
function escaped(text: string): string {
  return encodeURIComponent(JSON.stringify(text).slice(1, -1)).replaceAll('!', '%21').replaceAll('~', '%7E');
}

function unescaped(short: string): string {
  return String(JSON.parse(`"${decodeURIComponent(short)}"`));
}
