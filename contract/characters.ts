/** Characters that people meet without seeing them, by the names that people look them up under. */
const NAMES: Readonly<Record<number, string>> = {
  0x00: 'null',
  0x09: 'tab',
  0x0a: 'line feed',
  0x0d: 'carriage return',
  0x1b: 'escape',
  0x20: 'space',
  0x7f: 'delete',
  0x85: 'next line',
  0xa0: 'no-break space',
  0xad: 'soft hyphen',
  0x200b: 'zero width space',
  0x200c: 'zero width non-joiner',
  0x200d: 'zero width joiner',
  0x200e: 'left-to-right mark',
  0x200f: 'right-to-left mark',
  0x2028: 'line separator',
  0x2029: 'paragraph separator',
  0x202a: 'left-to-right embedding',
  0x202b: 'right-to-left embedding',
  0x202c: 'pop directional formatting',
  0x202d: 'left-to-right override',
  0x202e: 'right-to-left override',
  0x202f: 'narrow no-break space',
  0x2060: 'word joiner',
  0x2066: 'left-to-right isolate',
  0x2067: 'right-to-left isolate',
  0x2068: 'first strong isolate',
  0x2069: 'pop directional isolate',
  0x3000: 'ideographic space',
  0x3164: 'hangul filler',
  0xfe0f: 'variation selector 16',
  0xfeff: 'zero width no-break space',
};

const CLASSES: readonly (readonly [RegExp, string])[] = [
  [/\p{Cc}/u, 'a control character'],
  [/\p{Cs}/u, 'a lone surrogate'],
  [/\p{Cf}/u, 'a format character'],
  [/\p{White_Space}/u, 'a blank'],
];

/** @returns a character that nobody sees, for people: `U+200B (zero width space)`, `U+0007 (a control character)`. */
export function nameOfCharacter(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  const [, ofClass] = CLASSES.find(([pattern]) => pattern.test(character)) ?? [];
  const hex = point.toString(16).toUpperCase().padStart(4, '0');
  return `U+${hex} (${NAMES[point] ?? ofClass ?? 'a character that nobody sees'})`;
}
