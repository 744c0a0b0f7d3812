import type { Random } from '../engine/random.ts';
import type { World } from '../engine/world.ts';

/** What has gone wrong with texts elsewhere, and what stands beside it in a text. */
export const ODD_PIECES = [
  '\ud83d',
  '\ude00',
  '\u{1f600}',
  '\u2028',
  '\u2029',
  '\u0000',
  '\u001b[2J',
  '\u202e',
  '\u200b',
  '\ufeff',
  '\u3000',
  '\ufffe',
  '\r\n',
  '"',
  '\\',
  '\\ud83d',
  '__proto__',
  'a',
  '余额不足',
] as const;

/** Names that look odd, and are names all the same: of at most 25 characters. */
const NAMES = [
  '__proto__',
  'constructor',
  'a "b" \\ud83d',
  '余额不足',
  '\u{1f600}\u{1f468}',
  'a  b',
] as const;

const UNSEEN = ['\ud83d', '\ude00', '\u0000', '\u200b', '\u2028', '\u202e', '\ufeff', '\r\n'] as const;

/** Where odd texts come in. */
type Place = 'note' | 'by' | 'provider' | 'name' | 'input';

/** Any text, short or long. */
export function oddText(world: World, place: Place): string {
  const { random, coverage } = world;
  coverage.note(`odd text/${place}`);
  const pieces = Array.from({ length: random.int(1, 6) }, () => random.pick(ODD_PIECES));
  return pieces.join('').repeat(
    random.weighted([
      [19, 1],
      [1, 300],
    ]),
  );
}

/** A text that names something, and whether it may: with a character that nobody sees it must be refused. */
export function oddName({ random, coverage }: World): { readonly name: string; readonly isName: boolean } {
  coverage.note('odd text/name');
  const name = random.pick(NAMES);
  return random.chance(600) ? { name, isName: true } : { name: spoilt(random, name), isName: false };
}

function spoilt(random: Random, name: string): string {
  return random.pick([
    `${name}${random.pick(UNSEEN)}x`,
    `${random.pick(UNSEEN)}${name}`,
    `${name} `,
    `\u3000${name}`,
  ] as const);
}

/** What a provider says beside what it says, in a storm now and then. */
export function saidOddly(world: World, text: string): string {
  return world.stormy && world.random.chance(80) ? `${text}${oddText(world, 'provider')}` : text;
}
