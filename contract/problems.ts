import type { z } from 'zod';
import { halvesIn } from './halfPairs.ts';
import { cutText, wellFormed } from './text.ts';

/** One thing wrong, and where. `code` is a provider's own code when the provider found it. */
export interface Problem {
  readonly code?: string;
  readonly field?: string;
  readonly message: string;
}

type Issue = z.core.$ZodIssue;

/** Of a name that somebody else made up: the members of an input are not ours alone. */
const NAME_CHARACTERS_MAX = 100;

/** @returns a path as one would write it: `details[3].amount`. */
export function fieldOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    const name = cutText(wellFormed(String(key)), NAME_CHARACTERS_MAX);
    return text === '' ? name : `${text}.${name}`;
  }, '');
}

function shown(value: unknown): string {
  const text = typeof value === 'bigint' ? value.toString() : (JSON.stringify(value) as string | undefined);
  return text === undefined ? typeof value : cutText(seen(text), 60, '...');
}

function withValue(message: string, issue: Issue): string {
  const value = issue.input;
  if (value === undefined || typeof value === 'object') return message;
  return `${message}, got ${shown(value)}`;
}

/** With every character that nobody would see as its escape. */
function seen(json: string): string {
  return json.replace(/[\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu, escapeOf);
}

function escapeOf(character: string): string {
  return Array.from({ length: character.length }, (_, at) => {
    return `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`;
  }).join('');
}

function atField(field: string, message: string): Problem {
  return field === '' ? { message } : { field, message };
}

function problemsOfIssue(issue: Issue): Problem[] {
  const field = fieldOf(issue.path);
  const at = (message: string, name = field): Problem => atField(name, message);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => at('is not a member we know; take it out', fieldOf([...issue.path, key])));
  }
  if (issue.code === 'invalid_type' && issue.input === undefined) return [at('is required')];
  return [
    at(
      withValue(
        issue.message.replace(/^Invalid input: expected (.+?)(, received .*)?$/, 'must be $1'),
        issue,
      ),
    ),
  ];
}

/** Every problem of a failed parse, each with its field and how to mend it. Parse with `reportInput: true`. */
export function problemsOf(error: z.core.$ZodError): Problem[] {
  return error.issues.flatMap(problemsOfIssue);
}

/** @returns one sentence that names every problem: `details[0].amount: must be …; orderId: is required`. */
export function describeProblems(problems: readonly Problem[]): string {
  return problems
    .map(({ field, message }) => (field === undefined ? message : `${field}: ${message}`))
    .join('; ');
}

export type Parsed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: Problem[] };

/**
 * Parses outside data by a schema of ours; never throws, names every problem at once. Half a surrogate pair is refused
 * wherever it stands, whatever the schema says of the member: there is no UTF-8 that could hold it.
 */
export function parse<T>(schema: z.ZodType<T>, data: unknown): Parsed<T> {
  const halves = halvesIn(data).map(({ path, message }) => atField(fieldOf(path), message));
  const result = schema.safeParse(data, { reportInput: true });
  if (result.success && halves.length === 0) return { ok: true, value: result.data };
  const said = new Set(halves.map(({ field }) => field));
  const others = result.success ? [] : problemsOf(result.error).filter(({ field }) => !said.has(field));
  return { ok: false, problems: [...halves, ...others] };
}
