import { describe, expect, it } from '@jest/globals';
import {
  showsBelongTime,
  type CorrectionRecord,
  type LumpSumCorrectionInput,
  type LumpSumRecord,
} from '../../../contract/index.ts';
import { planCorrections, type RecordLine } from '../../../clients/index.ts';
import { judgeCorrection } from '../../../rules/lumpSum/judge.ts';
import { correctionInput, MODIFIED, pageOf, recordOf } from './records.fixture.ts';

function plan(
  known: readonly LumpSumRecord[],
  corrections: readonly LumpSumCorrectionInput[],
): Promise<RecordLine[]> {
  return planCorrections(
    {
      async *lumpSumPages(input) {
        for (
          let page = pageOf(known, input);
          ;
          page = pageOf(known, { ...input, pageToken: page.pageToken })
        ) {
          await Promise.resolve();
          yield page;
          if (!page.hasMore) return;
        }
      },
    },
    corrections,
  );
}

const hidden = (id: string): LumpSumRecord => {
  const record = recordOf(id);
  const details = record.details.map(({ belongTime: _, ...detail }) => detail);
  return { ...record, details };
};

const known = ['1', '2', '3', '4', '5', '6', '7'].map((id) => recordOf(id));
const corrections: readonly CorrectionRecord[] = [
  { id: '1', remark: '补发', expectedModifyTime: MODIFIED },
  { id: '2', remark: '一月奖金', totalAmount: '2000' },
  { id: '3', remark: '补发', expectedModifyTime: '2026-07-31 09:00:00' },
  { id: '4', totalAmount: '2000.01' },
  { id: '5', details: [{ id: '5-1' }], issuanceFrequency: 1, totalAmount: '1500.00' },
  { id: '6', details: [{ id: '6-1' }], issuanceFrequency: 1, totalAmount: '1500', allowDetailChanges: true },
  { id: '404', remark: 'nobody' },
  { id: '7', remark: '长'.repeat(3001), currencyId: '' },
];

describe('a plan', () => {
  it('says of every record what would become of it, and why', async () => {
    const lines = await plan(known, [correctionInput({ records: [...corrections] })]);
    expect(
      lines.map(({ recordId, outcome, problems }) => [recordId, outcome, problems.map(({ code }) => code)]),
    ).toEqual([
      ['1', 'toChange', []],
      ['2', 'unchanged', []],
      ['3', 'stale', ['stale']],
      ['4', 'rejected', ['21270206']],
      ['5', 'rejected', ['allowDetailChanges']],
      ['6', 'toChange', []],
      ['404', 'rejected', ['21270201']],
      ['7', 'rejected', ['21270209', '21270210']],
    ]);
    expect(lines[0]?.changes).toEqual([{ field: 'remark', before: '一月奖金', after: '补发' }]);
    expect(lines[5]?.note).toBe('adds or drops details');
  });

  it('judges each correction by the records of its own, as a worker reads them', async () => {
    const lines = await plan(
      [recordOf('1'), hidden('2')],
      [
        correctionInput({ records: [{ id: '1', remark: 'a' }] }),
        correctionInput({ correctionId: 'aug-0002', records: [{ id: '2', remark: 'b' }] }),
      ],
    );
    expect(lines.map(({ correctionId, outcome }) => [correctionId, outcome])).toEqual([
      ['aug-0001', 'toChange'],
      ['aug-0002', 'rejected'],
    ]);
    expect(lines[1]?.problems.map(({ code }) => code)).toEqual(['21270230', '21270230']);
  });

  it('agrees with what a worker makes of the same records, failures included', async () => {
    const input = correctionInput({ records: [...corrections] });
    const lines = await plan(known, [input]);
    // The worker: one reading, one judgement a record; what it sends it reads back as it was sent.
    const read = known.filter(({ id }) => corrections.some((correction) => correction.id === id));
    const byId = new Map(read.map((record) => [record.id, record]));
    const run = corrections.map((correction) =>
      judgeCorrection(correction, byId.get(correction.id), showsBelongTime(read)),
    );
    expect(lines.map(({ outcome }) => outcome)).toEqual(
      run.map(({ kind }) => (kind === 'send' ? 'toChange' : kind)),
    );
    expect(lines.map(({ changes, problems }) => ({ changes, problems }))).toEqual(
      run.map((judgement) => ({
        changes: 'changes' in judgement ? judgement.changes : [],
        problems: 'problems' in judgement ? judgement.problems : [],
      })),
    );
  });

  it('is no plan when a page cannot be read', async () => {
    const broken = {
      lumpSumPages: () => {
        throw new Error('the worker is gone');
      },
    };
    await expect(planCorrections(broken, [correctionInput()])).rejects.toThrow('the worker is gone');
  });

  it('reads a profile of its own by the profile of the correction', async () => {
    const profiles: (string | undefined)[] = [];
    const client: Parameters<typeof planCorrections>[0] = {
      async *lumpSumPages({ profile }) {
        profiles.push(profile);
        yield await Promise.resolve(pageOf([], {}));
      },
    };
    await planCorrections(client, [correctionInput({ profile: 'hk' }), correctionInput()]);
    expect(profiles).toEqual(['hk', undefined]);
  });
});
