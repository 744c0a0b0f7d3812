/**
 * Whether two names are one person's, however they are typed: in full width or composed of other characters, in other
 * case, with more blanks, or with characters that nobody sees. A maker must not pass for their own checker.
 */
export function isSamePerson(a: string, b: string): boolean {
  return seen(a) === seen(b);
}

/** Upper case first, or `ß` and `ss`, and the two small sigmas, would stay apart. */
function seen(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')
    .replace(/\p{White_Space}+/gu, ' ')
    .trim()
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKC');
}
