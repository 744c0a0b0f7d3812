/**
 * The text with every half of a surrogate pair replaced by U+FFFD. Such a half has no UTF-8: in a failure's message the
 * SDK's core refuses the whole completion for it and shuts the worker down, and the next worker after it.
 */
export function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '\uFFFD');
}

export function isWellFormed(text: string): boolean {
  return !/\p{Cs}/u.test(text);
}

/**
 * The text in at most `most` UTF-16 units, `end` included where something was cut off. A pair is never cut in two: what
 * was well-formed stays so.
 */
export function cutText(text: string, most: number, end = '…'): string {
  if (text.length <= most) return text;
  const kept = text.slice(0, Math.max(0, most - end.length));
  return kept.replace(/[\uD800-\uDBFF]$/, '') + end;
}
