import { until } from '../../../test/harness/until.ts';
import type { RealStage } from '../realStage.ts';
import type { PathOf } from '../scene.ts';
import type { Run } from '../stage.ts';
import { correctOne, query, raised, startCorrection, update } from './lumpSumEnds.ts';

const by = 'bob';

/** The answer is lost of a correction that drops a detail, which is never sent twice: a person is called. */
async function inConflict(stage: RealStage, correctionId: string): Promise<Run> {
  const [record] = await stage.lumpSums.create(1);
  stage.fail({ fault: 'dropBefore', on: update, times: 1 });
  const run = await startCorrection(stage, correctionId, [
    {
      id: record?.id,
      totalAmount: '60.00',
      issuanceFrequency: 1,
      details: [{ id: record?.details[0]?.id }],
      allowDetailChanges: true,
    },
  ]);
  await run.untilAttention('conflict');
  return run;
}

/** What nobody knows the outcome of, and what keeps a correction from being sent. */
export const lumpSumDoubts: readonly PathOf[] = [
  {
    name: 'answer-lost-and-read-as-wanted',
    ends: 'corrected',
    on: 'real',
    async play(stage) {
      stage.fail({ fault: 'dropAfter', on: update, times: 1 });
      return (await correctOne(stage, 'answer-lost-and-read-as-wanted')).close();
    },
  },
  {
    name: 'answer-lost-and-sent-again',
    ends: 'corrected',
    on: 'real',
    async play(stage) {
      const records = await stage.lumpSums.create(3);
      stage.fail({ fault: 'partial', on: update, first: 1, times: 1 });
      return (await startCorrection(stage, 'answer-lost-and-sent-again', records.map(raised))).close();
    },
  },
  {
    name: 'worker-lost-in-the-send',
    ends: 'corrected',
    on: 'real',
    async play(stage) {
      const [record] = await stage.lumpSums.create(1);
      if (record === undefined) throw new Error('no record was made');
      stage.fail({ fault: 'delay', on: update, ms: 60_000, times: 1 });
      const run = await startCorrection(stage, 'worker-lost-in-the-send', [raised(record)]);
      await until('the record is corrected', () =>
        stage.sandbox.ledger(record.id).effects.some(({ kind }) => kind === 'feishu.lumpSumCorrected'),
      );
      await stage.loseWorker(run.handle.workflowId);
      return run.close();
    },
  },
  {
    name: 'conflict-accepted',
    ends: 'partiallyCorrected',
    on: 'real',
    async play(stage) {
      const run = await inConflict(stage, 'conflict-accepted');
      await run.say('resolve', { by, decision: 'accept', note: 'looked into it' });
      return run.close();
    },
  },
  {
    name: 'conflict-rechecked',
    ends: 'partiallyCorrected',
    on: 'real',
    async play(stage) {
      const run = await inConflict(stage, 'conflict-rechecked');
      await run.say('resolve', { by, decision: 'recheck' });
      await run.until('verifying');
      await run.untilAttention('conflict');
      await run.say('resolve', { by, decision: 'accept', note: 'looked into it' });
      return run.close();
    },
  },
  {
    name: 'never-sent-and-read-as-wanted',
    ends: 'corrected',
    on: 'real',
    async play(stage) {
      const [record] = await stage.lumpSums.create(1);
      if (record === undefined) throw new Error('no record was made');
      await stage.lumpSums.change(record, { remark: 'new' });
      const records = [{ id: record.id, remark: 'new' }];
      return (
        await startCorrection(stage, 'never-sent-and-read-as-wanted', records, { send: 'never' })
      ).close();
    },
  },
  {
    name: 'not-sent-then-sent',
    ends: 'corrected',
    on: 'real',
    async play(stage) {
      const records = await stage.lumpSums.create(1);
      stage.fail({ fault: 'dropBefore', on: query, times: 2 });
      return (await startCorrection(stage, 'not-sent-then-sent', records.map(raised))).close();
    },
  },
  {
    name: 'settings-then-retried',
    ends: 'corrected',
    on: 'real',
    async play(stage) {
      stage.fail({ fault: 'code', on: update, code: 99991672, httpStatus: 403, times: 1 });
      const run = await correctOne(stage, 'settings-then-retried');
      await run.untilAttention('settings');
      await run.say('resolve', { by, decision: 'retry' });
      return run.close();
    },
  },
  {
    name: 'settings-then-cancelled',
    ends: 'cancelled',
    on: 'real',
    async play(stage) {
      stage.fail({ fault: 'code', on: update, code: 99991672, httpStatus: 403 });
      const run = await correctOne(stage, 'settings-then-cancelled');
      await run.untilAttention('settings');
      await run.say('cancel', { by });
      return run.close();
    },
  },
  {
    name: 'seen-by-a-later-read',
    ends: 'corrected',
    on: 'skipped',
    async play(stage) {
      const records = await stage.lumpSums.create(1);
      stage.sandbox.setSettings({ feishu: { lumpSum: { readLagMs: 30_000 } } });
      await stage.pass('1m');
      const run = await startCorrection(stage, 'seen-by-a-later-read', records.map(raised));
      await run.close();
      stage.sandbox.setSettings({ feishu: { lumpSum: { readLagMs: 0 } } });
      return run;
    },
  },
  {
    name: 'unverified-then-rechecked',
    ends: 'corrected',
    on: 'skipped',
    async play(stage) {
      const records = await stage.lumpSums.create(1);
      stage.sandbox.setSettings({ feishu: { lumpSum: { readLagMs: 3_600_000 } } });
      await stage.pass('2h');
      const run = await startCorrection(stage, 'unverified-then-rechecked', records.map(raised));
      await stage.passUntilAttention(run, 'unverified', '1m');
      stage.sandbox.setSettings({ feishu: { lumpSum: { readLagMs: 0 } } });
      await run.say('resolve', { by, decision: 'recheck' });
      return run.close();
    },
  },
  {
    name: 'provider-down-then-retried',
    ends: 'corrected',
    on: 'skipped',
    async play(stage) {
      const records = await stage.lumpSums.create(1);
      stage.fail({ fault: 'dropBefore', on: query });
      const run = await startCorrection(stage, 'provider-down-then-retried', records.map(raised));
      await stage.passUntilAttention(run, 'providerDown', '1h');
      stage.fail();
      await run.say('resolve', { by, decision: 'retry' });
      return run.close();
    },
  },
  {
    name: 'not-served-then-cancelled',
    ends: 'cancelled',
    on: 'skipped',
    async play(stage) {
      const correctionId = 'not-served-then-cancelled';
      const records = [{ id: '1', totalAmount: '1.00' }];
      const input = { correctionId, records, profile: 'nobody' };
      const run = await stage.startMoney('lumpSumCorrection', correctionId, input, 'nobody');
      await stage.leaveUnserved(run, 'correctLumpSum');
      await run.say('cancel', { by });
      return run.close();
    },
  },
];
