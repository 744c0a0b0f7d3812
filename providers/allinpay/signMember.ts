import { z } from 'zod';

/** A received envelope taken apart: the text that was signed, and its signature. */
export interface SignedText {
  readonly signedText: string;
  readonly signature: string;
}

interface Member {
  readonly name: string;
  readonly start: number;
  readonly valueStart: number;
  readonly end: number;
}

/**
 * Takes the `"sign":"…"` member and its comma out of the received text, leaving every other character as it was sent:
 * the signature covers the text, not the data (facts.md A.1, 2.3.2), so nothing may be parsed and written anew.
 *
 * Only a member of the outermost object counts; the same letters inside `bizContent` don't. The white space between the
 * comma and what it separates goes with the comma. Returns undefined when the text is not one object, when there is not
 * exactly one such member, when its value is not a string, or when any member of the object comes twice: of two
 * readings of one text, the signature could cover one and the parser believe the other.
 */
export function takeSignOut(text: string): SignedText | undefined {
  const members = outerMembers(text);
  if (members === undefined || new Set(members.map(({ name }) => name)).size !== members.length)
    return undefined;
  const at = members.findIndex(({ name }) => name === 'sign');
  const member = members[at];
  if (member === undefined) return undefined;
  const signature = readString(text.slice(member.valueStart, member.end));
  if (signature === undefined) return undefined;

  const before = members[at - 1];
  const after = members[at + 1];
  const from = before === undefined ? member.start : text.indexOf(',', before.end);
  const to = before === undefined && after !== undefined ? after.start : member.end;
  return { signedText: text.slice(0, from) + text.slice(to), signature };
}

/** The members of the one object that the text is, or undefined when it is not shaped as one. */
function outerMembers(text: string): Member[] | undefined {
  const members: Member[] = [];
  let at = skipSpace(text, 0);
  if (text[at] !== '{') return undefined;
  at = skipSpace(text, at + 1);
  for (;;) {
    const start = at;
    const nameEnd = skipValue(text, start);
    const name = readString(text.slice(start, nameEnd));
    const colon = skipSpace(text, nameEnd);
    if (name === undefined || text[colon] !== ':') return undefined;
    const valueStart = skipSpace(text, colon + 1);
    const end = skipValue(text, valueStart);
    if (end === valueStart) return undefined;
    members.push({ name, start, valueStart, end });
    at = skipSpace(text, end);
    if (text[at] === ',') at = skipSpace(text, at + 1);
    else break;
  }
  return text[at] === '}' && skipSpace(text, at + 1) === text.length ? members : undefined;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && ' \t\r\n'.includes(text.charAt(at))) at += 1;
  return at;
}

/** The end of the value that begins at `from`: brackets are counted, what stands inside strings is not looked at. */
function skipValue(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '"') {
      at = closingQuote(text, at);
      if (depth === 0) return at + 1;
    } else if (character === '{' || character === '[') {
      depth += 1;
    } else if (character === '}' || character === ']') {
      if (depth === 0) return at;
      depth -= 1;
      if (depth === 0) return at + 1;
    } else if (depth === 0 && ', \t\r\n:'.includes(character)) {
      return at;
    }
  }
  return text.length;
}

function closingQuote(text: string, opening: number): number {
  let at = opening + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}

const string = z.string();

/**
 * A JSON string's value: names and signatures may be escaped ("\/" is usual in Base64), and must not hide by it. What
 * begins with a quote is a string or no JSON: before the signature is known to be good, nothing else is ever parsed.
 */
function readString(token: string): string | undefined {
  if (!token.startsWith('"')) return undefined;
  try {
    return string.parse(JSON.parse(token));
  } catch {
    return undefined;
  }
}
