import { describe, expect, it } from '@jest/globals';
import { statusOf } from '../../../cli/render/outcomes.ts';
import { recordLinesOf } from '../../../clients/follow/batchLines.ts';
import { batchProgress } from '../../../clients/follow/batchProgress.ts';
import { followBatch, type BatchView, type PayoutSummary } from '../../../clients/index.ts';
import { failedAs } from '../fakeClient.ts';
import { allinpayResult, described } from '../fixtures.ts';
import { corrected, correctionResult } from '../lumpSum/records.fixture.ts';
import { FakeBatch } from './fakeBatch.ts';

const quick = { interval: { first: 1, most: 4 } };
const filter = { batchId: 'aug' };

function run(part: number, changes: Partial<PayoutSummary> = {}): PayoutSummary {
  const { pending: _, ...summary } = described({
    workflowId: `lump-sum-correction/default/aug-000${part}`,
    runId: `run-${part}`,
    workflowType: 'lumpSumCorrection',
    status: 'correcting',
    batchId: 'aug',
    size: 2,
    ...changes,
  });
  return summary;
}

const done = { execution: 'completed', status: 'corrected' } as const;
const twoCorrected = correctionResult([corrected('1'), corrected('2')]);
const standings = ({ runs }: BatchView): string[] => runs.map(({ standing }) => standing);

describe('a batch that is followed', () => {
  it('ends when every run is closed, and each result was read once', async () => {
    const batch = new FakeBatch([
      [run(1), run(2)],
      [run(1, done), run(2)],
      [run(1, done), run(2, done)],
    ]);
    batch.results.set('run-1', twoCorrected);
    batch.results.set('run-2', correctionResult([corrected('3', 'stale'), corrected('4')]));
    const view = await followBatch(batch, filter, quick);
    expect(standings(view)).toEqual(['closed', 'closed']);
    expect(view.runs.map(({ outcome }) => outcome?.kind)).toEqual(['completed', 'completed']);
    expect([...batch.resultsRead]).toEqual([
      ['run-1', 1],
      ['run-2', 1],
    ]);
  });

  it('ends when those still open wait for a person, and is told what for', async () => {
    const waiting = run(2, { needsAttention: true, status: 'verifying' });
    const batch = new FakeBatch([[run(1, done), waiting]]);
    batch.results.set('run-1', twoCorrected);
    batch.snapshots.set('run-2', correctionResult([corrected('3', 'conflict')], { status: 'verifying' }));
    const view = await followBatch(batch, filter, quick);
    expect(standings(view)).toEqual(['closed', 'needsPerson']);
    expect(view.runs[1]?.outcome).toMatchObject({ kind: 'needsPerson', result: { status: 'verifying' } });
  });

  it('does not end while new runs turn up: whoever starts them may not be done', async () => {
    const batch = new FakeBatch([[run(1, done)], [run(1, done), run(2)], [run(1, done), run(2, done)]]);
    batch.results.set('run-1', twoCorrected).set('run-2', twoCorrected);
    expect((await followBatch(batch, filter, quick)).runs).toHaveLength(2);
  });

  it('does not end while the server counts more than it lists', async () => {
    const batch = new FakeBatch([[run(1, done)], [run(1, done)], [run(1, done), run(2, done)]]);
    batch.results.set('run-1', twoCorrected).set('run-2', twoCorrected);
    batch.counts = [2];
    const view = await followBatch(batch, filter, quick);
    expect(view).toMatchObject({ listed: 2, counted: 2 });
  });

  it('says so when list and count never agree', async () => {
    const batch = new FakeBatch([[run(1, done)]]);
    batch.results.set('run-1', twoCorrected);
    batch.counts = [3];
    expect(await followBatch(batch, filter, quick)).toMatchObject({ listed: 1, counted: 3 });
  });

  it('lets the newest run of an id speak for it', async () => {
    const failed = run(1, { runId: 'run-0', execution: 'failed', startedAt: '2026-01-01T00:00:00.000Z' });
    const batch = new FakeBatch([[run(1, done), failed]]);
    batch.results.set('run-0', failedAs('Cancelled', 'by li')).set('run-1', twoCorrected);
    const { runs, listed } = await followBatch(batch, filter, quick);
    expect(runs.map(({ summary }) => summary.runId)).toEqual(['run-1']);
    expect(listed).toBe(2);
  });

  it('waits for a credit that a call is making, and not for one that a person confirms', async () => {
    const crediting = run(1, { workflowId: 'referral-withdrawal/default/R-1', status: 'crediting' });
    const batch = new FakeBatch([[crediting]]);
    const call = { name: 'creditWallet', attempt: 1, lastFailure: undefined, nextTryAt: undefined };
    batch.pending = [[call], [call], []];
    expect(standings(await followBatch(batch, filter, quick))).toEqual(['needsPerson']);
    expect(batch.pending).toHaveLength(1);
  });

  it('finds nothing in a batch that nobody started', async () => {
    expect(await followBatch(new FakeBatch([[]]), filter, quick)).toEqual({
      runs: [],
      listed: 0,
      counted: 0,
    });
  });

  it('looks once when it is told to', async () => {
    const batch = new FakeBatch([[run(1)]]);
    const view = await followBatch(batch, filter, { once: true });
    expect(view.runs[0]?.outcome).toMatchObject({ kind: 'open', status: 'correcting' });
    expect(batch.rounds).toBe(1);
  });

  it('comes back with what it knows when it is told to stop', async () => {
    const batch = new FakeBatch([[run(1)]]);
    const stop = new AbortController();
    const onRound = (): void => {
      if (batch.rounds === 2) stop.abort();
    };
    const view = await followBatch(batch, filter, { ...quick, signal: stop.signal, onRound });
    expect(standings(view)).toEqual(['goesOn']);
  });

  it('goes on when the server does not answer a round, and not when it never did', async () => {
    const batch = new FakeBatch([[run(1)], new Error('no answer'), [run(1, done)]]);
    batch.results.set('run-1', twoCorrected);
    expect(standings(await followBatch(batch, filter, quick))).toEqual(['closed']);
    await expect(followBatch(new FakeBatch([new Error('no answer')]), filter, quick)).rejects.toThrow(
      'no answer',
    );
  });

  it('tries a result again that could not be read, and then says that it was not seen', async () => {
    const batch = new FakeBatch([[run(1, done)]]);
    batch.results.set('run-1', new Error('connection dropped'));
    const view = await followBatch(batch, filter, quick);
    expect(view.runs[0]?.outcome).toMatchObject({ kind: 'unseen', message: 'connection dropped' });
    expect(batch.resultsRead.get('run-1')).toBe(3);
  });
});

describe('the progress of a batch', () => {
  it('counts records of corrections and payouts of the other flows', async () => {
    const batch = new FakeBatch([
      [
        run(1, done),
        run(2, { size: 500 }),
        run(3, { execution: 'failed', size: 7 }),
        run(4, { ...done, workflowId: 'allinpay-withdrawal/default/A-1', size: 1 }),
      ],
    ]);
    batch.results.set('run-1', correctionResult([corrected('1'), corrected('2', 'stale')]));
    batch.results.set('run-3', failedAs('ApprovalRefused', 'by li'));
    batch.results.set('run-4', allinpayResult());
    const view = await followBatch(batch, filter, { once: true });
    expect(batchProgress(view, statusOf)).toEqual({
      done: 10,
      total: 510,
      needPerson: 0,
      counts: { corrected: 1, stale: 1, ApprovalRefused: 7, settled: 1 },
    });
  });
});

describe('the records of a batch', () => {
  it('of a correction that ended without a word of them are read from its input', async () => {
    const batch = new FakeBatch([[run(1, done), run(2, { execution: 'terminated' }), run(3)]]);
    batch.results.set('run-1', twoCorrected);
    batch.results.set('run-2', failedAs('Cancelled', 'by li'));
    batch.inputs.set('run-2', { correctionId: 'aug-0002', records: [{ id: '8' }, { id: '9' }] });
    const { runs } = await followBatch(batch, filter, { once: true });
    const lines = await recordLinesOf(batch, runs);
    expect(lines.map(({ correctionId, recordId, outcome }) => [correctionId, recordId, outcome])).toEqual([
      ['aug-0001', '1', 'corrected'],
      ['aug-0001', '2', 'corrected'],
      ['aug-0002', '8', 'notCorrected'],
      ['aug-0002', '9', 'notCorrected'],
      ['aug-0003', undefined, 'open'],
    ]);
    expect(batch.inputsRead).toEqual(['run-2']);
  });

  it('40 corrections of 500 records are told in one look each', async () => {
    const runs = Array.from({ length: 40 }, (_, at) =>
      run(at, {
        ...done,
        workflowId: `lump-sum-correction/default/aug-${at + 1000}`,
        runId: `run-${at}`,
        size: 500,
      }),
    );
    const batch = new FakeBatch([runs]);
    for (const { runId } of runs) {
      batch.results.set(
        runId,
        correctionResult(Array.from({ length: 500 }, (_, at) => corrected(`${runId}-${at}`))),
      );
    }
    const view = await followBatch(batch, filter, quick);
    expect(await recordLinesOf(batch, view.runs)).toHaveLength(20_000);
    expect(batch.busiest).toBeLessThanOrEqual(8);
    expect(batch.inputsRead).toEqual([]);
  });
});
