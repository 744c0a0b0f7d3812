import { stringify } from 'lossless-json';

/** A member that no document names, with its value as JSON text: a person must be able to judge what is in it. */
export interface UnknownMember {
  readonly name: string;
  readonly value: string;
}

const MEMBERS_MAX = 20;
const NAME_CHARACTERS_MAX = 60;
const VALUE_CHARACTERS_MAX = 200;

/** The members of `given` that are not `known`, each under its place. */
export function unknownIn(given: object, known: object, place = ''): UnknownMember[] {
  return Object.entries(given)
    .filter(([name]) => !Object.hasOwn(known, name))
    .map(([name, value]: [string, unknown]) => unknownMember(`${place}${name}`, value));
}

export function unknownMember(name: string, value: unknown): UnknownMember {
  return {
    name: shortened(name, NAME_CHARACTERS_MAX),
    value: shortened(stringify(value) ?? 'null', VALUE_CHARACTERS_MAX),
  };
}

/** As many as a result has room for; the last says how many more there are. */
export function atMostShown(members: readonly UnknownMember[]): UnknownMember[] {
  if (members.length <= MEMBERS_MAX) return [...members];
  const shown = members.slice(0, MEMBERS_MAX - 1);
  return [...shown, { name: '…', value: `${members.length - shown.length} more` }];
}

/** Whole characters: half a surrogate pair in a text ends the worker that hands it on. */
function shortened(text: string, characters: number): string {
  const wellFormed = text.slice(0, 2 * characters).replace(/\p{Cs}/gu, '\uFFFD');
  return Array.from(wellFormed).slice(0, characters).join('');
}
