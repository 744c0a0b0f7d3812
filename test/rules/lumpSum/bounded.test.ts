import { describe, expect, it } from '@jest/globals';
import type { RecordChange, RecordProblem } from '../../../contract/flows/lumpSumCorrection.ts';
import { jsonBytes } from '../../../contract/jsonBytes.ts';
import { bounded } from '../../../rules/lumpSum/bounded.ts';

interface Told {
  readonly id: string;
  readonly changes: readonly RecordChange[];
  readonly problems: readonly RecordProblem[];
}

const MEGABYTE = 1_000_000;
const change = (text: string, field = 'remark'): RecordChange => ({ field, before: text, after: text });
const problem = (message: string): RecordProblem => ({ code: '21270201', message, foundBy: 'us' });
const records = (count: number, more: Omit<Told, 'id'>, id = ''): Told[] =>
  Array.from({ length: count }, (_, at) => ({ id: `${id}${at}`, ...more }));

describe('what an answer tells of its records', () => {
  it('is all of it where that fits', () => {
    const told = records(2, {
      changes: [change('x'), { field: 'a', before: null, after: '' }],
      problems: [problem('p')],
    });
    expect(bounded(told)).toEqual(told);
    expect(bounded([])).toEqual([]);
  });

  it('has texts of changes of at most 200 characters, cut with a sign', () => {
    const [exact, longer] = ['长'.repeat(200), '长'.repeat(201)];
    const [told] = bounded(records(1, { changes: [change(exact), change(longer, longer)], problems: [] }));
    const cut = `${'长'.repeat(199)}…`;
    expect(told!.changes).toEqual([change(exact), change(cut, cut)]);
  });

  it('is never cut within a character', () => {
    const [told] = bounded(records(1, { changes: [change(`x${'🧧'.repeat(150)}`)], problems: [] }));
    expect(told!.changes[0]!.after).toBe(`x${'🧧'.repeat(99)}…`);
    const [odd] = bounded(records(1, { changes: [change('🧧'.repeat(150))], problems: [] }));
    expect(odd!.changes[0]!.after).toBe(`${'🧧'.repeat(99)}…`);
  });

  it('has three problems a record at most, each of at most 300 characters', () => {
    const long = problem(`it would drop details ${'7397033607132351532, '.repeat(1000)}`);
    const [told] = bounded(
      records(1, { changes: [], problems: [long, problem('b'), problem('c'), problem('d')] }),
    );
    expect(told!.problems.map(({ message }) => message.length)).toEqual([300, 1, 1]);
    expect(told!.problems[0]).toEqual({ ...long, message: `${long.message.slice(0, 299)}…` });
  });

  it('has at most 200 changes a record, and says how many more there are', () => {
    const changes = Array.from({ length: 250 }, (_, at) => change('x', `field ${at}`));
    const [told] = bounded(records(1, { changes, problems: [] }));
    expect(told!.changes).toHaveLength(201);
    expect(told!.changes.slice(0, 200)).toEqual(changes.slice(0, 200));
    expect(told!.changes[200]).toEqual({ field: 'and 50 more', before: null, after: null });
  });

  it('has exactly 200 changes without a word of more', () => {
    const changes = Array.from({ length: 200 }, (_, at) => change('x', `field ${at}`));
    expect(bounded(records(1, { changes, problems: [] }))[0]!.changes).toEqual(changes);
  });

  it('keeps its changes at exactly 1 MB, and with a byte more tells one problem a record and no change', () => {
    const told = (bytes: number): Told => ({
      id: `${'长'.repeat(bytes / 3)}${'x'.repeat(bytes % 3)}`,
      changes: [change('x')],
      problems: [problem('a'), problem('b')],
    });
    const room = MEGABYTE - jsonBytes([told(0)]);
    const [full, over] = [told(room), told(room + 1)];
    expect(bounded([full])).toEqual([full]);
    expect(bounded([over])).toEqual([{ id: over.id, changes: [], problems: [problem('a')] }]);
  });
});
