/** What is not exactly a whole number is passed on as the text it is, for the contract to refuse with what it got. */
export function wholeNumberCell(text: string | undefined): number | string | undefined {
  return text !== undefined && /^(0|[1-9]\d{0,14})$/.test(text) ? Number(text) : text;
}

/** `point+cash`, or `point,cash` in quotes. */
export function listCell(text: string | undefined): string[] | undefined {
  return text?.split(/[+,]/).map((part) => part.trim());
}

/** Members without the undefined ones: a cell left empty is a member left out. */
export function withoutEmpty(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
