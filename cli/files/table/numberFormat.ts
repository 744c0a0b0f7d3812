/**
 * How a number format shows a value:
 * - `asKept`: with its digits, perhaps beside the sign of a currency
 * - `date`: as a day, whole
 * - `otherwise`: as something else than the value, or not at all
 */
export type Shown =
  | { readonly as: 'asKept'; readonly currency?: string }
  | { readonly as: 'date' }
  | { readonly as: 'otherwise'; readonly how: string };

type Kind =
  'digit' | 'point' | 'comma' | 'text' | 'general' | 'literal' | 'year' | 'month' | 'day' | 'time' | 'other';

interface Token {
  readonly kind: Kind;
  readonly text: string;
}

const TOKEN =
  /"(?<quoted>[^"]*)"|\\(?<escaped>.)|_.|\*.|\[(?<bracket>[^\]]*)\]|(?<general>General)|(?<other>[eE][+-]|%|[bBgGeE])|(?<half>AM\/PM|A\/P|上午\/下午)|(?<year>[yY]+)|(?<month>[mM]+)|(?<day>[dD]+|[aA]{3,})|(?<time>[hHsS]+)|(?<digit>[0#?])|(?<point>\.)|(?<comma>,)|(?<text>@)|(?<end>;)|(?<rest>.)/gsu;

const COLOR =
  /^(?:black|blue|cyan|green|magenta|red|yellow|color ?\d+|黑色|蓝色|青色|绿色|洋红|红色|黄色|颜色 ?\d+)$/i;

/** Sections of a format: positive; negative; zero; text. */
function sectionsOf(format: string): Token[][] {
  const sections: Token[][] = [[]];
  for (const { 0: all, groups = {} } of format.matchAll(TOKEN)) {
    if (groups['end'] !== undefined) sections.push([]);
    else sections.at(-1)?.push(tokenOf(all, groups));
  }
  return sections;
}

const KINDS: readonly Kind[] = [
  'general',
  'other',
  'year',
  'month',
  'day',
  'time',
  'digit',
  'point',
  'comma',
  'text',
];

function tokenOf(all: string, groups: Readonly<Partial<Record<string, string>>>): Token {
  if (groups['bracket'] !== undefined) return bracketToken(groups['bracket']);
  if (groups['half'] !== undefined) return { kind: 'time', text: all };
  const kind = KINDS.find((each) => groups[each] !== undefined);
  if (kind !== undefined) return { kind, text: all };
  // `_x` and `*x` draw blanks and filling.
  const text =
    groups['quoted'] ?? groups['escaped'] ?? groups['rest'] ?? (all.startsWith('*') ? all.slice(1) : '');
  return { kind: 'literal', text };
}

function bracketToken(inside: string): Token {
  // `[$¥-804]`: a currency, and the country whose way of writing is meant; other calendars and digits have longer codes.
  const [, sign = '', country = ''] = /^\$([^-]*)(?:-(.*))?$/.exec(inside) ?? [];
  if (inside.startsWith('$') && !/^[\da-f]{5,}$/i.test(country)) return { kind: 'literal', text: sign };
  if (/^[hms]+$/i.test(inside)) return { kind: 'time', text: inside };
  return COLOR.test(inside) ? { kind: 'literal', text: '' } : { kind: 'other', text: `[${inside}]` };
}

/** @param value a plain decimal, or undefined where the digits are none, which others judge */
export function numberShown(format: string, value: string | undefined): Shown {
  const sections = sectionsOf(format);
  const section = sections[sectionFor(value, sections.length)] ?? [];
  const has = (kind: Kind): boolean => section.some((token) => token.kind === kind);
  const strange = section.find(({ kind }) => kind === 'other');
  if (strange !== undefined) return otherwise(`by ${strange.text}`);
  if (has('year') && has('month') && has('day')) return { as: 'date' };
  if (['year', 'month', 'day', 'time'].some((kind) => has(kind as Kind)))
    return otherwise('as a part of a date');
  if (!has('digit') && !has('general') && !has('text')) return otherwise('not at all');
  const beside = section.map(({ kind, text }) => (kind === 'literal' ? text : '')).join('');
  const words = beside.replace(/\p{Sc}|元|CNY|RMB|[\s()+-]/gu, '');
  if (words !== '') return otherwise(`with ${JSON.stringify(words)} beside it`);
  if (value !== undefined) {
    if (value.startsWith('-') && sections.length > 1 && !/[-(]/.test(beside))
      return otherwise('without its minus');
    const how = has('digit') ? howDigitsDiffer(section, value) : undefined;
    if (how !== undefined) return otherwise(how);
  }
  const [currency] = /\p{Sc}|元|CNY|RMB/u.exec(beside) ?? [];
  return { as: 'asKept', ...(currency === undefined ? {} : { currency }) };
}

/** @returns how a format shows a text otherwise than it is, or undefined */
export function textShownOtherwise(format: string): string | undefined {
  const sections = sectionsOf(format);
  const section = sections[3] ?? sections.find((each) => each.some(({ kind }) => kind === 'text'));
  if (section === undefined) return undefined;
  if (!section.some(({ kind }) => kind === 'text' || kind === 'general')) return 'not at all';
  const words = section.map(({ kind, text }) => (kind === 'literal' ? text.trim() : '')).join('');
  return words === '' ? undefined : `with ${JSON.stringify(words)} beside it`;
}

function otherwise(how: string): Shown {
  return { as: 'otherwise', how };
}

function sectionFor(value: string | undefined, sections: number): number {
  if (value?.startsWith('-') === true && sections > 1) return 1;
  return value !== undefined && /^0*(?:\.0*)?$/.test(value) && sections > 2 ? 2 : 0;
}

function howDigitsDiffer(section: readonly Token[], value: string): string | undefined {
  const first = section.findIndex(({ kind }) => kind === 'digit');
  const last = section.findLastIndex(({ kind }) => kind === 'digit');
  const inside = section.slice(first, last + 1);
  const digits = (tokens: readonly Token[]): readonly Token[] =>
    tokens.filter(({ kind }) => kind === 'digit');
  if (inside.some(({ kind, text }) => kind === 'literal' && text !== '')) return 'in groups';
  const point = inside.findIndex(({ kind }) => kind === 'point');
  const [before, after] = point < 0 ? [inside, []] : [inside.slice(0, point), inside.slice(point)];
  // A comma behind the last digit divides by a thousand.
  if (before.at(-1)?.kind === 'comma' || section[last + 1]?.kind === 'comma') return 'in thousands';
  const [whole = '', decimals = ''] = value.replace('-', '').split('.');
  if (decimals.replace(/0+$/, '').length > digits(after).length) return 'rounded';
  const zeros = digits(before).filter(({ text }) => text === '0').length;
  return zeros > whole.length ? 'with zeros before it' : undefined;
}
