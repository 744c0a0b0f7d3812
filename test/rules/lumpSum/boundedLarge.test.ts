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

describe('an answer of very many records', () => {
  it('stays under 1 MB for 500 records of 50 changes of 3000 Chinese characters, and keeps some of each', () => {
    const changes = Array.from({ length: 50 }, () => change('长'.repeat(3000)));
    const told = bounded(records(500, { changes, problems: [] }));
    expect(jsonBytes(told)).toBeLessThanOrEqual(MEGABYTE);
    expect(told).toHaveLength(500);
    for (const record of told) {
      expect(record.changes).toEqual([
        change(`${'长'.repeat(199)}…`),
        { field: 'and 49 more', before: null, after: null },
      ]);
    }
  });

  it('stays under 1 MB at the longest ids, messages and lists of problems', () => {
    const problems = Array.from({ length: 50 }, () => problem('长'.repeat(5000)));
    const changes = Array.from({ length: 50 }, () => change('长'.repeat(3000)));
    const told = bounded(records(500, { changes, problems }, '长'.repeat(252)));
    expect(jsonBytes(told)).toBeLessThanOrEqual(MEGABYTE);
    expect(told.map((record) => [record.changes.length, record.problems.length])).toEqual(
      Array.from({ length: 500 }, () => [0, 1]),
    );
  });
});
