import { describe, expect, it } from '@jest/globals';
import { jsonBytes } from '../../../contract/jsonBytes.ts';
import { isLargePart } from '../../../rules/largeParts.ts';
import { historyBytes, historySize } from '../../harness/historySize.ts';
import type { WireRecord } from '../../harness/lumpSumSeed.ts';
import { lumpSumTests, withTotal, type Correction, type RecordInput } from './lumpSumTests.ts';

const tests = lumpSumTests({ timeoutMs: 800 });

/** Remarks of 3 KB make it large: no call takes the records along. */
const COUNT = 8;
const long = '长'.repeat(1000);
const remark = ({ id }: WireRecord): RecordInput => ({ id, remark: `${id} ${long}` });
const amounts = (record: WireRecord): RecordInput => ({
  ...remark(record),
  ...withTotal(record, '120.00', '80.00'),
});
/** Drops a detail, and is never sent twice for that. */
const dropping = (record: WireRecord): RecordInput => ({
  ...remark(record),
  totalAmount: '60.00',
  issuanceFrequency: 1,
  details: [{ id: record.details[0]!.id }],
  allowDetailChanges: true,
});

async function start(records: readonly RecordInput[], more = {}): Promise<Correction> {
  expect(isLargePart(records)).toBe(true);
  return tests.start(records, more);
}

/** What its history holds beside what it was asked, in bytes; a text of what was asked stands there cut. */
async function spentBy(run: Correction, asked: readonly RecordInput[]): Promise<number> {
  const { bytes } = await historySize(run.handle);
  return bytes - jsonBytes(asked);
}

const outcomesOf = (records: readonly { readonly outcome: string }[]): string[] =>
  records.map(({ outcome }) => outcome);

describe('a large correction', () => {
  it('ends as corrected with nothing of what it was asked standing in its history twice', async () => {
    const records = await tests.seed.create(COUNT);
    const asked = records.map(amounts);
    const run = await start(asked);
    const { status, records: told } = await run.result();
    expect(status).toBe('corrected');
    expect(told.map(({ id }) => id)).toEqual(records.map(({ id }) => id));
    expect(told[0]!.changes.map(({ field }) => field)).toEqual([
      'totalAmount',
      'remark',
      `details[${records[0]!.details[0]!.id}].issuanceAmount`,
    ]);
    const history = Buffer.from(await historyBytes(run.handle)).toString();
    expect(history.split(long).length - 1).toBe(COUNT);
    const [now] = await tests.seed.show([records[0]!.id]);
    expect(now).toMatchObject({ total_amount: '120.00', remark: asked[0]!.remark });
  });

  it('is partly corrected where some were changed since, are unknown or are wanted already', async () => {
    const records = await tests.seed.create(COUNT);
    await tests.seed.change(records[1]!, { remark: `${records[1]!.id} ${long}` });
    const run = await start([
      ...records.slice(0, 2).map(remark),
      ...records
        .slice(2, 4)
        .map((record) => ({ ...remark(record), expectedModifyTime: '2020-01-01 00:00:00' })),
      { id: '4711', remark: long },
      ...records.slice(4).map(remark),
    ]);
    const result = await run.result();
    expect(result.status).toBe('partiallyCorrected');
    expect(outcomesOf(result.records)).toEqual([
      'corrected',
      'unchanged',
      'stale',
      'stale',
      'rejected',
      ...records.slice(4).map(() => 'corrected'),
    ]);
  });

  it('fails where nothing of it was changed', async () => {
    const records = await tests.seed.create(COUNT);
    const run = await start(
      records.map((record) => ({ ...remark(record), expectedModifyTime: '2020-01-01 00:00:00' })),
    );
    expect(await run.ended()).toMatchObject({
      type: 'PayoutRejected',
      details: { counts: { stale: COUNT } },
    });
  });

  it('only reads where it follows a run that may have sent it: as wanted is done, the rest is a conflict', async () => {
    const records = await tests.seed.create(COUNT);
    await tests.seed.change(records[2]!, { remark: `${records[2]!.id} ${long}` });
    const run = await start(records.map(remark), { send: 'never' });
    await run.attentionFor('conflict');
    const { counts, records: told } = await run.shown();
    expect(counts).toMatchObject({ corrected: 1, conflict: COUNT - 1 });
    expect(told[0]!.changes).toMatchObject([{ field: 'remark', before: '奖金' }]);
    await run.say('resolve', { decision: 'accept', note: 'looked into it', by: 'bob' });
    expect(await run.result()).toMatchObject({ status: 'partiallyCorrected', statedBy: 'bob' });
  });
});

describe('an answer to a large correction that was lost', () => {
  it('is not missed where the records read as wanted, and what they changed is told', async () => {
    const records = await tests.seed.create(COUNT);
    tests.world.sandbox.setFaults([{ on: 'feishu.lumpSumUpdate', fault: 'dropAfter', times: 1 }]);
    const run = await start(records.map(amounts));
    const result = await run.result();
    expect(result).toMatchObject({ status: 'corrected', counts: { corrected: COUNT } });
    expect(result.records.map(({ changes }) => changes.length)).toEqual(records.map(() => 3));
    expect(records.map(({ id }) => tests.sends(id))).toEqual(records.map(() => 1));
  });

  it('is followed by another send of those records alone that read as before', async () => {
    const records = await tests.seed.create(COUNT);
    tests.world.sandbox.setFaults([{ on: 'feishu.lumpSumUpdate', fault: 'partial', first: 3, times: 1 }]);
    const run = await start(records.map(amounts));
    const result = await run.result();
    expect(result).toMatchObject({ status: 'corrected', counts: { corrected: COUNT } });
    expect(result.records.map(({ changes }) => changes.length)).toEqual(records.map(() => 3));
    expect(records.map(({ id }) => tests.sends(id))).toEqual([1, 1, 1, 2, 2, 2, 2, 2]);
    expect(records.map(({ id }) => tests.corrections(id).length)).toEqual(records.map(() => 1));
  });

  it('costs little however often it is sent again', async () => {
    const records = await tests.seed.create(COUNT);
    tests.world.sandbox.setFaults([{ on: 'feishu.lumpSumUpdate', fault: 'dropBefore', times: 6 }]);
    const asked = records.map(remark);
    const run = await start(asked);
    expect(await run.result()).toMatchObject({ status: 'corrected', attention: null });
    expect(await spentBy(run, asked)).toBeLessThan(90_000);
    expect(tests.corrections(records[0]!.id)).toHaveLength(1);
  });

  it('is never followed by another send where details change: a person decides', async () => {
    const records = await tests.seed.create(COUNT);
    tests.world.sandbox.setFaults([{ on: 'feishu.lumpSumUpdate', fault: 'dropBefore', times: 1 }]);
    const run = await start(records.map(dropping));
    expect(await run.attentionFor('conflict')).toMatchObject({ decisions: ['recheck', 'accept'] });
    expect(records.map(({ id }) => tests.sends(id))).toEqual(records.map(() => 1));
    await run.say('resolve', { decision: 'accept', note: 'looked into it', by: 'bob' });
    expect(await run.result()).toMatchObject({ counts: { conflict: COUNT }, statedBy: 'bob' });
  });
});

describe('a doubt that somebody has looked at again', () => {
  it('shows what is still to change now, and ends when all of it is as wanted', async () => {
    const records = await tests.seed.create(COUNT);
    const run = await start(records.map(remark), { send: 'never' });
    await run.attentionFor('conflict');
    await tests.seed.change(records[0]!, { remark: `${records[0]!.id} ${long}` });
    await tests.seed.change(records[1]!, { remark: 'theirs' });

    const before = await run.attention();
    await run.say('resolve', { decision: 'recheck', by: 'bob' });
    const after = await run.offerAfter(before.offer);

    expect(after).toMatchObject({ reason: 'conflict', since: before.since });
    const { records: told } = await run.shown();
    expect(outcomesOf(told)).toEqual(['corrected', ...records.slice(1).map(() => 'conflict')]);
    expect(told.slice(1, 3).map(({ changes }) => changes[0]?.before)).toEqual(['theirs', '奖金']);

    for (const record of (await tests.seed.show(records.map(({ id }) => id))).slice(1)) {
      await tests.seed.change(record, { remark: `${record.id} ${long}` });
    }
    await run.say('resolve', { decision: 'recheck', by: 'bob' });
    expect(await run.result()).toMatchObject({ status: 'corrected', counts: { corrected: COUNT } });
  });

  it('adds little to the history each time', async () => {
    const records = await tests.seed.create(COUNT);
    const asked = records.map(remark);
    const run = await start(asked, { send: 'never' });
    let { offer } = await run.attentionFor('conflict');
    const spent: number[] = [];
    for (let times = 0; times < 5; times += 1) {
      await run.say('resolve', { decision: 'recheck', by: 'bob' });
      ({ offer } = await run.offerAfter(offer));
      spent.push(await spentBy(run, asked));
    }
    expect(spent[4]! - spent[1]!).toBeLessThan(3 * 6000);
  });
});
