import { describe, expect, it } from '@jest/globals';
import { readMutants, type Mutant } from './mutants.ts';
import { judge, page, type Survivor } from './page.ts';

const noticed = (file: string, many: number): Mutant[] =>
  Array.from({ length: many }, (_, at) => ({
    file,
    line: at,
    within: 'a',
    code: 'a',
    becomes: 'b',
    noticed: true,
  }));
const place = { file: 'a.ts', within: 'if (x < y)', code: 'x < y', becomes: 'x <= y' };
const survivor: Mutant = { ...place, line: 7, noticed: false };
const known: Survivor = { ...place, why: 'they are never equal' };

describe('a run', () => {
  it('is right where every survivor has a reason and enough was noticed', () => {
    expect(judge([...noticed('a.ts', 9), survivor], [known])).toEqual([]);
  });

  it('is wrong with a survivor that nobody has explained', () => {
    const problem = 'a.ts:7: no test notices: x < y → x <= y';
    expect(judge([...noticed('a.ts', 9), survivor], [])).toEqual([problem]);
    const elsewhere = { ...survivor, within: 'while (x < y)' };
    expect(judge([...noticed('a.ts', 18), survivor, elsewhere], [known])).toEqual([problem]);
  });

  it('is wrong with a reason for what is noticed by now', () => {
    expect(judge(noticed('a.ts', 9), [known])).toEqual([expect.stringContaining('take it off the list')]);
  });

  it('is wrong under 90 % in all, and under 80 % in one file, whatever the reasons', () => {
    expect(judge([...noticed('a.ts', 8), survivor, survivor], [known])).toEqual([
      '80.0 % noticed in all, at least 90 % are asked for',
    ]);
    expect(judge([...noticed('b.ts', 99), ...noticed('a.ts', 3), survivor], [known])).toEqual([
      'a.ts: 75.0 % noticed, at least 80 % are asked for',
    ]);
  });

  it('of nothing is no run', () => {
    expect(judge([], [])).toEqual(['nothing was changed']);
  });
});

describe('the page', () => {
  it('tells each file’s score, and why nothing notices what survived', () => {
    const text = page([...noticed('a.ts', 9), survivor], [known]);
    expect(text).toContain('| a.ts | 10 | 9 | 90.0 % |');
    expect(text).toContain('| a.ts:7 | `` x < y `` | `` x <= y `` | they are never equal |');
  });
});

describe('a report of Stryker', () => {
  it('is read change by change, each with the code that it replaced on one line', () => {
    const location = { start: { line: 1, column: 5 }, end: { line: 2, column: 4 } };
    const mutant = { id: '1', mutatorName: 'X', replacement: 'c', location };
    const statuses = ['Killed', 'Timeout', 'Survived', 'NoCoverage', 'Ignored'];
    const mutants = statuses.map((status) => ({ ...mutant, status }));
    const read = readMutants({ files: { 'a.ts': { source: 'if (a <\n  b) c();', mutants } } });
    expect(read.map((one) => one.noticed)).toEqual([true, true, false, false]);
    expect(read[0]).toEqual({
      file: 'a.ts',
      line: 1,
      within: 'if (a <',
      code: 'a < b',
      becomes: 'c',
      noticed: true,
    });
  });
});
