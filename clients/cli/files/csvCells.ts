/**
 * Cells are text; inputs have numbers and true or false. What is not exactly one of those is passed on as the text it
 * is, for the contract to refuse with what it got.
 */
export function wholeNumberCell(text: string | undefined): number | string | undefined {
  return text !== undefined && /^(0|[1-9]\d{0,14})$/.test(text) ? Number(text) : text;
}

export function trueOrFalseCell(text: string | undefined): boolean | string | undefined {
  if (text === undefined || !/^(true|false)$/i.test(text)) return text;
  return text.toLowerCase() === 'true';
}

/** `point+cash`, or `point,cash` in quotes. */
export function listCell(text: string | undefined): string[] | undefined {
  return text?.split(/[+,]/).map((part) => part.trim());
}

/** Members without the undefined ones: a cell left empty is a member left out. */
export function withoutEmpty(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
