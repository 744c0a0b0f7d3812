import { describe, expect, it } from '@jest/globals';
import type { Outcome } from '../../../clients/index.ts';
import { byGravity, countLines, linesOf } from '../../../clients/lumpSum/recordLine.ts';
import { corrected, correctionResult } from './records.fixture.ts';

const run = { workflowId: 'lump-sum-correction/default/aug-0001', runId: 'run-1', attached: false };
const ids = ['1', '2'];

const told = (outcome: Outcome): (string | undefined)[][] =>
  linesOf('aug-0001', ids, outcome).map((line) => [line.recordId, line.outcome, line.note]);

describe('the lines of a correction', () => {
  it('say of each record what its result says', () => {
    const result = correctionResult([corrected('1'), corrected('2', 'stale')]);
    expect(told({ kind: 'completed', result, ...run })).toEqual([
      ['1', 'corrected', undefined],
      ['2', 'stale', undefined],
    ]);
  });

  it('keep the known records of a correction that waits for a person, and name the others open', () => {
    const result = correctionResult([corrected('2', 'conflict')]);
    expect(told({ kind: 'needsPerson', status: 'verifying', result, ...run })).toEqual([
      ['1', 'open', 'needs a person: verifying'],
      ['2', 'conflict', undefined],
    ]);
  });

  const failed = { kind: 'failed', type: 'Cancelled', message: 'by li', result: undefined } as const;
  it.each<[string, Outcome, string]>([
    ['was cancelled', { ...failed, ...run }, 'notCorrected'],
    ['goes on', { kind: 'open', status: 'correcting', ...run }, 'open'],
    ['was terminated', { kind: 'interrupted', lostAs: 'terminated', ...run }, 'unknown'],
    ['could not be seen', { kind: 'unseen', message: 'no answer', ...run }, 'unknown'],
    [
      'was not started',
      { kind: 'notStarted', workflowId: 'w', reason: 'PreviousRunLostError', message: 'lost' },
      'notStarted',
    ],
  ])('never say more than is known of one that %s', (_, outcome, expected) => {
    expect(linesOf('aug-0001', ids, outcome).map((line) => line.outcome)).toEqual([expected, expected]);
    expect(linesOf('aug-0001', undefined, outcome)).toMatchObject([
      { recordId: undefined, outcome: expected },
    ]);
  });

  it('are sorted by what needs a person first, and counted', () => {
    const result = correctionResult([
      corrected('1'),
      corrected('2', 'unverified'),
      corrected('3', 'unchanged'),
    ]);
    const lines = linesOf('aug-0001', undefined, { kind: 'completed', result, ...run });
    expect(byGravity(lines).map(({ recordId }) => recordId)).toEqual(['2', '1', '3']);
    expect(countLines(lines)).toEqual({ corrected: 1, unverified: 1, unchanged: 1 });
  });
});
