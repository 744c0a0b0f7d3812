import { describe, expect, it } from '@jest/globals';
import { inputBreaks, resultBreaks, type Break } from './breaks.ts';
import { jsonSchema, type JsonSchema } from './jsonSchema.ts';

const released: JsonSchema = {
  type: 'object',
  properties: {
    id: { type: 'string', minLength: 1, maxLength: 60, pattern: '^[a-z]*$' },
    mode: { type: 'string', enum: ['a', 'b'], default: 'a' },
    count: { type: 'number', minimum: 0, maximum: 9 },
    lines: { type: 'array', minItems: 1, maxItems: 5, items: { type: 'object', properties: { n: {} } } },
    who: { anyOf: [{ type: 'string' }, { type: 'null' }] },
    status: { type: 'string', enum: ['open', 'done'] },
    at: { type: 'string', format: 'date-time' },
    either: { type: ['string', 'null'] },
  },
  required: ['id', 'status'],
  additionalProperties: false,
};

type Members = NonNullable<JsonSchema['properties']>;

function withMember(name: string, member: JsonSchema | undefined): JsonSchema {
  const { [name]: _, ...others }: Members = released.properties ?? {};
  return { ...released, properties: member === undefined ? others : { ...others, [name]: member } };
}

const changed = (name: string, more: JsonSchema): JsonSchema =>
  withMember(name, { ...released.properties?.[name], ...more });

const texts = (breaks: readonly Break[]): string[] => breaks.map(({ at, what }) => `${at}: ${what}`);

describe('an input that was valid', () => {
  it.each<[string, JsonSchema, string]>([
    ['a member that is needed now', { ...released, required: ['id', 'status', 'mode'] }, ': needs mode'],
    ['a member that is gone', withMember('mode', undefined), 'mode: is gone'],
    ['another type', changed('id', { type: 'integer' }), 'id: was "string", is "integer"'],
    ['one type of two', changed('either', { type: 'string' }), 'either: was ["string","null"], is "string"'],
    ['a narrower type', changed('count', { type: 'integer' }), 'count: was "number", is "integer"'],
    ['a word that is gone', changed('mode', { enum: ['a'] }), 'mode: does not take "b"'],
    ['words in place of any text', changed('id', { enum: ['x'] }), 'id: takes only ["\\"x\\""]'],
    ['a shorter text', changed('id', { maxLength: 59 }), 'id: maxLength is 59'],
    ['a longer text', changed('id', { minLength: 2 }), 'id: minLength is 2'],
    ['another pattern', changed('id', { pattern: '^[a-y]*$' }), 'id: pattern is another: ^[a-y]*$'],
    ['a format', changed('id', { format: 'uri' }), 'id: format is another: uri'],
    ['a smaller number', changed('count', { maximum: 8 }), 'count: maximum is 8'],
    ['a limit that was none', changed('count', { exclusiveMinimum: 0 }), 'count: exclusiveMinimum is 0'],
    ['a shorter list', changed('lines', { maxItems: 4 }), 'lines: maxItems is 4'],
    ['another default', changed('mode', { default: 'b' }), 'mode: left out it meant "a", means "b"'],
    [
      'a member needed within a list',
      changed('lines', { items: { type: 'object', properties: { n: {} }, required: ['n'] } }),
      'lines[]: needs n',
    ],
    ['a kind that is gone', changed('who', { anyOf: [{ type: 'string' }] }), 'who: kind 2 is not taken'],
    [
      'kinds in place of anything',
      changed('lines', { items: { ...released.properties?.['lines']?.items, oneOf: [{ required: ['n'] }] } }),
      'lines[]: must be one of 1 kinds',
    ],
  ])('is refused or misread by %s', (_what, now, said) => {
    expect(texts(inputBreaks(released, now))).toEqual([said]);
  });

  it('is refused where unknown members no longer pass', () => {
    expect(texts(inputBreaks({ type: 'object' }, { type: 'object', additionalProperties: false }))).toEqual([
      ': refuses members that it does not know',
    ]);
  });

  it.each<[string, JsonSchema]>([
    ['nothing', released],
    ['a new member that may be left out', withMember('more', { type: 'string' })],
    ['a new word', changed('mode', { enum: ['a', 'b', 'c'] })],
    ['wider limits', changed('id', { maxLength: 61, minLength: 0 })],
    ['a member that may be left out now', { ...released, required: ['id'] }],
    ['a new kind', changed('who', { anyOf: [{ type: 'string' }, { type: 'null' }, { type: 'integer' }] })],
    ['another description', changed('id', { description: 'other words' })],
  ])('stays valid with %s', (_what, now) => {
    expect(inputBreaks(released, now)).toEqual([]);
  });
});

describe('a reader of results', () => {
  it.each<[string, JsonSchema, string]>([
    ['a member that is gone', withMember('mode', undefined), 'mode: is gone'],
    ['a member that may be missing', { ...released, required: ['id'] }, ': may lack status'],
    ['another type', changed('id', { type: 'integer' }), 'id: was "string", is "integer"'],
    ['null', changed('id', { type: ['string', 'null'] }), 'id: was "string", is ["string","null"]'],
    ['a wider type', changed('lines', { items: { type: 'string' } }), 'lines[]: was "object", is "string"'],
    ['a new word where words are closed', changed('mode', { enum: ['a', 'b', 'c'] }), 'mode: says "c"'],
    ['a word that is never said again', changed('status', { enum: ['open'] }), 'status: never says "done"'],
    ['any word', withMember('mode', { type: 'string', default: 'a' }), 'mode: may be any value'],
    ['an instant that is none', withMember('at', { type: 'string' }), 'at: format is nothing'],
    [
      'a new kind',
      changed('who', { anyOf: [{ type: 'string' }, { type: 'null' }, { type: 'integer' }] }),
      'who: kind 3 is new',
    ],
    ['a kind that is gone', changed('who', { anyOf: [{ type: 'string' }] }), 'who: a kind is gone'],
  ])('is misled by %s', (_what, now, said) => {
    expect(texts(resultBreaks(released, now))).toContain(said);
  });

  it.each<[string, JsonSchema]>([
    ['nothing', released],
    ['a new member', withMember('more', { type: 'string' })],
    ['a new status', changed('status', { enum: ['open', 'done', 'later'] })],
    ['a member that is always there', { ...released, required: ['id', 'status', 'mode'] }],
    ['shorter texts', changed('id', { maxLength: 10 })],
  ])('is not misled by %s', (_what, now) => {
    expect(resultBreaks(released, now)).toEqual([]);
  });
});

describe('words that a reader takes as "not known yet"', () => {
  const saying = (path: string, words: readonly string[]): JsonSchema =>
    path
      .split('.')
      .reduceRight<JsonSchema>(
        (inner, name) =>
          name.endsWith('[]')
            ? { type: 'object', properties: { [name.slice(0, -2)]: { type: 'array', items: inner } } }
            : { type: 'object', properties: { [name]: inner } },
        { type: 'string', enum: words },
      );

  it.each([
    'attention.reason',
    'attention.also[].reason',
    'attention.also[].decisions[]',
    'waiting.for',
    'said[].update',
    'said[].decision',
    'data.payout.status',
    'data.payout.waiting.for',
    'data.record.said[].update',
  ])('may become more at %s, never fewer', (path) => {
    expect(resultBreaks(saying(path, ['a']), saying(path, ['a', 'b']))).toEqual([]);
    expect(texts(resultBreaks(saying(path, ['a', 'b']), saying(path, ['a'])))).toEqual([
      `${path}: never says "b"`,
    ]);
  });

  it.each(['said[].by', 'details[].status', 'data.record.end', 'data.type', 'record.said[].update'])(
    'are closed at %s',
    (path) => {
      expect(texts(resultBreaks(saying(path, ['a']), saying(path, ['a', 'b'])))).toEqual([
        `${path}: says "b"`,
      ]);
    },
  );
});

it('a schema with a keyword that nobody compares is refused', () => {
  expect(() => jsonSchema.parse({ type: 'object', patternProperties: {} })).toThrow(/patternProperties/);
});
