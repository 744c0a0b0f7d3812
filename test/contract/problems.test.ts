import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { describeProblems, fieldOf, parse, type Problem } from '../../contract/problems.ts';

function problems(schema: z.ZodType, data: unknown): Problem[] {
  const parsed = parse(schema, data);
  return parsed.ok ? [] : parsed.problems;
}

describe('a field', () => {
  it.each([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b'], 'a.b'],
    [['details', 3, 'amount'], 'details[3].amount'],
    [[0], '[0]'],
    [[0, 'a'], '[0].a'],
  ])('%j is written %j', (path, written) => {
    expect(fieldOf(path)).toBe(written);
  });
});

describe('a problem', () => {
  it('says what must be there, and what came instead', () => {
    expect(problems(z.string(), 5)).toStrictEqual([{ message: 'must be string, got 5' }]);
    expect(problems(z.object({ a: z.string() }), { a: true })).toStrictEqual([
      { field: 'a', message: 'must be string, got true' },
    ]);
    expect(problems(z.literal(true), false)).toStrictEqual([{ message: 'must be true, got false' }]);
    const words = 'odd: Invalid input: expected x';
    expect(problems(z.string(words), 5)).toStrictEqual([{ message: `${words}, got 5` }]);
    expect(problems(z.string('must be a name'), 5)).toStrictEqual([{ message: 'must be a name, got 5' }]);
  });

  it('shows values of kinds that JSON does not have, too', () => {
    expect(problems(z.string(), 5n)).toStrictEqual([{ message: 'must be string, got 5' }]);
    expect(problems(z.string(), () => 1)).toStrictEqual([{ message: 'must be string, got function' }]);
  });

  it('shows 60 characters of a value at most, and nothing of an object', () => {
    const messages = ['x'.repeat(58), 'x'.repeat(59), { secret: 1 }, null].map(
      (value) => problems(z.number(), value)[0]?.message,
    );
    expect(messages).toEqual([
      `must be number, got "${'x'.repeat(58)}"`,
      `must be number, got "${'x'.repeat(56)}...`,
      'must be number',
      'must be number',
    ]);
  });

  it('shows what nobody would see as its escape', () => {
    expect(problems(z.literal('ab'), 'a\u00adb\u{e0001}')).toStrictEqual([
      { message: expect.stringMatching(/, got "a\\u00adb\\udb40\\udc01"$/) },
    ]);
  });

  it('of a member left out says that it is required, and nothing else does', () => {
    expect(problems(z.object({ a: z.string() }), {})).toStrictEqual([{ field: 'a', message: 'is required' }]);
    expect(problems(z.object({ a: z.enum(['x'], 'must be "x"') }), {})).toStrictEqual([
      { field: 'a', message: 'must be "x"' },
    ]);
  });

  it('names every member that nobody knows, where it is', () => {
    const schema = z.object({ a: z.strictObject({ b: z.string().optional() }) });
    expect(problems(schema, { a: { c: 1, d: 2 } }).map(({ field }) => field)).toEqual(['a.c', 'a.d']);
  });
});

describe('several problems', () => {
  it('make one sentence, with the field of each that has one', () => {
    expect(describeProblems([{ message: 'is wrong' }, { field: 'a', message: 'is required' }])).toBe(
      'is wrong; a: is required',
    );
  });
});

describe('what is right', () => {
  it('comes out as the schema makes it', () => {
    expect(parse(z.string().default('x'), undefined)).toStrictEqual({ ok: true, value: 'x' });
  });
});

it('half a surrogate pair is refused where the schema takes any text', () => {
  const [problem, ...others] = problems(z.object({ note: z.string() }), { note: 'a\uD800' });
  expect(others).toEqual([]);
  expect(problem).toMatchObject({ field: 'note', message: expect.stringContaining('surrogate') });
});
