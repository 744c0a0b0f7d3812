import type { JsonSchema } from './jsonSchema.ts';

/** One way in which a schema breaks what the released one promised, and where. */
export interface Break {
  /** `details[].amount`; empty for the whole */
  readonly at: string;
  readonly what: string;
}

/** Words of results that may become more: a reader is told to take one that it does not know as "not final yet". */
const OPEN_WORDS: ReadonlySet<string> = new Set([
  'flow',
  'status',
  'attention.reason',
  'attention.decisions[]',
  'attention.also[].reason',
  'attention.also[].decisions[]',
  'waiting.for',
  'said[].update',
  'said[].decision',
]);

/** An event carries a payout and a record: what is open in those is open in it. */
function isOpen(at: string): boolean {
  return OPEN_WORDS.has(at.replace(/^data\.(?:payout|record)\./, ''));
}

const least = ['minLength', 'minItems', 'minimum', 'exclusiveMinimum'] as const;
const most = ['maxLength', 'maxItems', 'maximum', 'exclusiveMaximum'] as const;

/** @returns why something that the released schema takes may be refused now, or be understood otherwise. */
export function inputBreaks(released: JsonSchema, now: JsonSchema, at = ''): Break[] {
  const said: Break[] = [];
  const say = (what: string): void => void said.push({ at, what });

  if (!coversType(now.type, released.type)) say(`was ${shown(released.type)}, is ${shown(now.type)}`);
  const [words, wordsNow] = [wordsOf(released), wordsOf(now)];
  if (wordsNow !== undefined && words === undefined) say(`takes only ${shown(wordsNow)}`);
  else
    missing(words ?? [], wordsNow ?? words ?? []).forEach((word) => {
      say(`does not take ${word}`);
    });
  for (const limit of least) {
    const value = now[limit];
    if (value !== undefined && value > (released[limit] ?? -Infinity)) say(`${limit} is ${value}`);
  }
  for (const limit of most) {
    const value = now[limit];
    if (value !== undefined && value < (released[limit] ?? Infinity)) say(`${limit} is ${value}`);
  }
  for (const form of ['pattern', 'format'] as const) {
    if (now[form] !== undefined && now[form] !== released[form]) say(`${form} is another: ${now[form]}`);
  }
  if (shown(released.default) !== shown(now.default)) {
    say(`left out it meant ${shown(released.default)}, means ${shown(now.default)}`);
  }
  missing(now.required ?? [], released.required ?? []).forEach((member) => {
    say(`needs ${member}`);
  });
  if (now.additionalProperties === false && released.additionalProperties !== false) {
    say('refuses members that it does not know');
  }
  said.push(...inside(released, now, at, inputBreaks));
  for (const union of ['oneOf', 'anyOf'] as const) {
    const [kinds, kindsNow] = [released[union], now[union]];
    if (kindsNow !== undefined && kinds === undefined) say(`must be one of ${kindsNow.length} kinds`);
    (kinds ?? []).forEach((kind, place) => {
      const taken = (kindsNow ?? [now]).some((other) => inputBreaks(kind, other).length === 0);
      if (!taken) say(`kind ${place + 1} is not taken`);
    });
  }
  return said;
}

/** @returns why a reader who knows the released schema may misread, or miss, what a result tells now. */
export function resultBreaks(released: JsonSchema, now: JsonSchema, at = ''): Break[] {
  const said: Break[] = [];
  const say = (what: string): void => void said.push({ at, what });

  if (!coversType(released.type, now.type)) say(`was ${shown(released.type)}, is ${shown(now.type)}`);
  const [words, wordsNow] = [wordsOf(released), wordsOf(now)];
  if (words !== undefined && wordsNow === undefined) say('may be any value');
  missing(words ?? [], wordsNow ?? words ?? []).forEach((word) => {
    say(`never says ${word}`);
  });
  if (!isOpen(at))
    missing(wordsNow ?? [], words ?? wordsNow ?? []).forEach((word) => {
      say(`says ${word}`);
    });
  if (released.format !== undefined && released.format !== now.format) say(`format is ${shown(now.format)}`);
  missing(released.required ?? [], now.required ?? []).forEach((member) => {
    say(`may lack ${member}`);
  });
  said.push(...inside(released, now, at, resultBreaks));
  for (const union of ['oneOf', 'anyOf'] as const) {
    const [kinds, kindsNow] = [released[union], now[union]];
    if (kinds === undefined && kindsNow === undefined) continue;
    (kindsNow ?? [now]).forEach((kind, place) => {
      const closest = (kinds ?? [released]).map((other) => resultBreaks(other, kind, at));
      closest.sort((a, b) => a.length - b.length);
      if ((closest[0]?.length ?? 1) > 0)
        said.push({ at, what: `kind ${place + 1} is new` }, ...(closest[0] ?? []));
    });
    const gone = (kinds ?? []).filter(
      (kind) => !(kindsNow ?? [now]).some((other) => resultBreaks(kind, other, at).length === 0),
    );
    if (gone.length > 0 && said.length === 0) say('a kind is gone');
  }
  return said;
}

function inside(released: JsonSchema, now: JsonSchema, at: string, compare: typeof inputBreaks): Break[] {
  const said = Object.entries(released.properties ?? {}).flatMap(([name, member]) => {
    const memberNow = now.properties?.[name];
    const path = at === '' ? name : `${at}.${name}`;
    return memberNow === undefined ? [{ at: path, what: 'is gone' }] : compare(member, memberNow, path);
  });
  if (released.items === undefined && now.items === undefined) return said;
  return [...said, ...compare(released.items ?? {}, now.items ?? {}, `${at}[]`)];
}

/** The words that a value is bound to, each as its JSON; undefined where it is bound to none. */
function wordsOf(schema: JsonSchema): string[] | undefined {
  if (schema.const !== undefined) return [JSON.stringify(schema.const)];
  return schema.enum?.map((word) => JSON.stringify(word));
}

function coversType(wide: JsonSchema['type'], narrow: JsonSchema['type']): boolean {
  if (wide === undefined) return true;
  const types = [wide].flat();
  const fits = (type: string): boolean =>
    types.includes(type) || (type === 'integer' && types.includes('number'));
  return narrow !== undefined && [narrow].flat().every(fits);
}

function missing(wanted: readonly string[], there: readonly string[]): string[] {
  return wanted.filter((one) => !there.includes(one));
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
