import fc from 'fast-check';

/** JSON as a tree that can hold what no JSON writer writes: a member twice, a number of any length. */
export type Tree =
  | { readonly kind: 'object'; readonly members: readonly (readonly [string, Tree])[] }
  | { readonly kind: 'array'; readonly items: readonly Tree[] }
  | { readonly kind: 'raw'; readonly text: string };

export function treeOf(value: unknown): Tree {
  if (Array.isArray(value)) return { kind: 'array', items: value.map(treeOf) };
  if (typeof value !== 'object' || value === null) return { kind: 'raw', text: JSON.stringify(value) };
  return { kind: 'object', members: Object.entries(value).map(([name, member]) => [name, treeOf(member)]) };
}

export function textOf(tree: Tree): string {
  switch (tree.kind) {
    case 'object':
      return `{${tree.members.map(([name, member]) => `${JSON.stringify(name)}:${textOf(member)}`).join(',')}}`;
    case 'array':
      return `[${tree.items.map(textOf).join(',')}]`;
    case 'raw':
      return tree.text;
  }
}

/** Values in place of what should stand there. */
const HOSTILE = [
  ...['null', 'true', 'false', '0', '-0', '-1', '1', '5', '0.5', '0.001', '100.10', '1e3', '1E-7', '-1e2'],
  ...[
    '9007199254740993',
    '18446744073709551616',
    '1e400',
    '1e999999999',
    '9'.repeat(400),
    `0.${'0'.repeat(400)}1`,
  ],
  ...[
    '""',
    '" "',
    '"0"',
    '"1"',
    '"-1"',
    '"1e3"',
    '"0x10"',
    '"NaN"',
    '"100.10"',
    '"٣"',
    '"1,000.00"',
    '"text"',
  ],
  ...['"\\ud800"', '"\\u0000\\u001b[2J"', '"\\u202e😀 中文"', `"${'长'.repeat(3_000)}"`, '"__proto__"'],
  ...['{}', '[]', '[[]]', '[null]', '[5]', '{"value":"5"}', '{"isLosslessNumber":true,"value":"5"}'],
  ...[
    '{"__proto__":{"id":"1","code":0}}',
    '{"constructor":1,"toString":2}',
    '{"point_bonus":5}',
    '[{"id":"1"}]',
  ],
];

const NAMES = [
  '__proto__',
  'constructor',
  'toString',
  'code',
  'data',
  'id',
  'ID',
  '',
  '积分',
  '\ud800',
  'x'.repeat(300),
];

const KINDS = ['drop', 'replace', 'replace', 'replace', 'double', 'rename', 'add', 'nest'] as const;

/** One change to a tree: what to do, at which of its nodes, with what. */
export interface Mutation {
  readonly kind: (typeof KINDS)[number];
  readonly where: number;
  readonly what: number;
}

export const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom(...KINDS),
  where: fc.nat(9_999),
  what: fc.nat(9_999),
});

export function mutate(tree: Tree, { kind, where, what }: Mutation): Tree {
  const hostile: Tree = { kind: 'raw', text: pick(HOSTILE, what) };
  const name = pick(NAMES, what);
  return atNode(tree, where % countNodes(tree), (node) => {
    switch (kind) {
      case 'replace':
        return [hostile];
      case 'drop':
        return [];
      case 'double':
        return [node, what % 2 === 0 ? node : hostile];
      case 'nest':
        return [{ kind: 'raw', text: nested(textOf(node), what) }];
      case 'add':
        return node.kind === 'object'
          ? [{ kind: 'object', members: [...node.members, [name, hostile]] }]
          : [node, hostile];
      case 'rename':
        return node.kind === 'object' && node.members.length > 0
          ? [{ kind: 'object', members: renamed(node.members, what, name) }]
          : [hostile];
    }
  });
}

function renamed(
  members: readonly (readonly [string, Tree])[],
  which: number,
  name: string,
): readonly (readonly [string, Tree])[] {
  return members.map(([old, member], index) => [index === which % members.length ? name : old, member]);
}

/** Mostly a few levels; one in forty so many that a parser that calls itself runs out of stack. */
function nested(inside: string, what: number): string {
  const depth = what % 40 === 0 ? 10_000 : (what % 7) + 1;
  return what % 2 === 0
    ? '['.repeat(depth) + inside + ']'.repeat(depth)
    : '{"a":'.repeat(depth) + inside + '}'.repeat(depth);
}

function countNodes(tree: Tree): number {
  switch (tree.kind) {
    case 'object':
      return tree.members.reduce((sum, [, member]) => sum + countNodes(member), 1);
    case 'array':
      return tree.items.reduce((sum, item) => sum + countNodes(item), 1);
    case 'raw':
      return 1;
  }
}

/** Puts what `change` gives in place of the node with this number, counted from the root down. */
function atNode(tree: Tree, index: number, change: (node: Tree) => readonly Tree[]): Tree {
  const left = { count: index };
  const walk = (node: Tree): readonly Tree[] => {
    if (left.count === 0) {
      left.count -= 1;
      return change(node);
    }
    left.count -= 1;
    switch (node.kind) {
      case 'object': {
        const members = node.members.flatMap(([name, member]) =>
          walk(member).map((to) => [name, to] as const),
        );
        return [{ kind: 'object', members }];
      }
      case 'array':
        return [{ kind: 'array', items: node.items.flatMap(walk) }];
      case 'raw':
        return [node];
    }
  };
  return walk(tree)[0] ?? { kind: 'raw', text: '' };
}

/** What a line, a proxy or a broken writer does to a text. */
export type Damage =
  | { readonly kind: 'none' }
  | { readonly kind: 'truncated' | 'inserted'; readonly at: number; readonly what: number }
  | { readonly kind: 'replaced'; readonly what: number };

const INSERTED = ['\ufeff', '\u0000', '"', '\\', '{', ']', ',', '\u2028', '😀', '0', '\n'];
const PAGES = [
  ...['', ' ', 'null', '5', '[]', '{}', '"text"', 'NaN', 'undefined', '{"code":0}', '{"code":0}{"code":0}'],
  ...[
    '<html><body><h1>502 Bad Gateway</h1></body></html>',
    '404 page not found',
    '\u001f\u008b\u0008',
    "{'code':0}",
  ],
];

const none = fc.constant<Damage>({ kind: 'none' });
export const damage: fc.Arbitrary<Damage> = fc.oneof(
  { weight: 12, arbitrary: none },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('truncated', 'inserted'),
      at: fc.nat(9_999),
      what: fc.nat(99),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('replaced' as const), what: fc.nat(99) }) },
);

export function damaged(text: string, by: Damage): string {
  switch (by.kind) {
    case 'none':
      return text;
    case 'truncated':
      return text.slice(0, by.at % (text.length + 1));
    case 'inserted': {
      const at = by.at % (text.length + 1);
      return text.slice(0, at) + pick(INSERTED, by.what) + text.slice(at);
    }
    case 'replaced':
      return pick(PAGES, by.what);
  }
}

export function pick<T>(things: readonly T[], index: number): T {
  const thing = things[index % things.length];
  if (thing === undefined) throw new RangeError('nothing to pick from');
  return thing;
}
