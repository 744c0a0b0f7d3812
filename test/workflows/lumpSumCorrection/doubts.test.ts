import { describe, expect, it } from '@jest/globals';
import type { FaultRuleInput } from '../../../sandbox/faults/rules.ts';
import { lumpSumTests, withTotal } from './lumpSumTests.ts';

const tests = lumpSumTests({ timeoutMs: 800 });

const at = (recordId: string): { readonly on: 'feishu.lumpSumUpdate'; readonly recordId: string } => ({
  on: 'feishu.lumpSumUpdate',
  recordId,
});

describe('an answer that was lost', () => {
  it('is not missed where the record reads as wanted', async () => {
    const [record] = await tests.seed.create(1);
    tests.world.sandbox.setFaults([{ ...at(record!.id), fault: 'dropAfter', times: 1 }]);
    const run = await tests.start([withTotal(record!, '120.00', '80.00')]);
    expect(await run.result()).toMatchObject({ status: 'corrected', counts: { corrected: 1 } });
    expect(tests.sends(record!.id)).toBe(1);
    expect((await run.outcomeOf(record!.id))?.changes).toHaveLength(2);
  });

  it('is followed by another send of those records alone that read as before', async () => {
    const records = await tests.seed.create(3);
    tests.world.sandbox.setFaults([{ on: 'feishu.lumpSumUpdate', fault: 'partial', first: 1, times: 1 }]);
    const run = await tests.start(records.map((record) => withTotal(record, '120.00', '80.00')));
    expect(await run.result()).toMatchObject({ status: 'corrected', counts: { corrected: 3 } });
    expect(records.map(({ id }) => tests.sends(id))).toEqual([1, 2, 2]);
    expect(records.map(({ id }) => tests.corrections(id).length)).toEqual([1, 1, 1]);
  });

  it('sends a record again for which the answer has no result only if it reads as before', async () => {
    const [applied, lost] = await tests.seed.create(2);
    tests.world.sandbox.setFaults([{ ...at(applied!.id), fault: 'itemMissing', times: 1 }]);
    const run = await tests.start([
      withTotal(applied!, '120.00', '80.00'),
      withTotal(lost!, '120.00', '80.00'),
    ]);
    expect(await run.result()).toMatchObject({ status: 'corrected', counts: { corrected: 2 } });
    expect(tests.corrections(applied!.id)).toHaveLength(1);
  });

  it('never sends a record twice that adds a detail: a person decides', async () => {
    const [record] = await tests.seed.create(1);
    tests.world.sandbox.setFaults([{ ...at(record!.id), fault: 'dropBefore', times: 1 }]);
    const run = await tests.start([
      {
        id: record!.id,
        totalAmount: '60.00',
        issuanceFrequency: 1,
        details: [{ id: record!.details[0]!.id }],
        allowDetailChanges: true,
      },
    ]);
    const attention = await run.attentionFor('conflict');
    expect(attention).toMatchObject({ decisions: ['recheck', 'accept'] });
    expect(await run.shown()).toMatchObject({ status: 'verifying', counts: { conflict: 1 } });
    expect(tests.sends(record!.id)).toBe(1);

    await run.say('resolve', { decision: 'accept', note: 'looked into it', by: 'bob' });
    expect(await run.result()).toMatchObject({
      status: 'partiallyCorrected',
      counts: { conflict: 1 },
      statedBy: 'bob',
      attention: null,
    });
  });

  it('is a conflict where somebody changed the record meanwhile, until it is as wanted', async () => {
    const [record] = await tests.seed.create(1);
    // Processed late, by when the client has given up and somebody else was faster.
    tests.world.sandbox.setFaults([
      { ...at(record!.id), fault: 'dropBefore', times: 1 },
      { on: 'feishu.lumpSumQuery', recordId: record!.id, skip: 1, fault: 'delayBefore', ms: 500, times: 1 },
    ]);
    const run = await tests.start([withTotal(record!, '120.00', '80.00')]);
    await run.until('verifying');
    await tests.seed.change(record!, { remark: 'theirs' });
    await run.attentionFor('conflict');
    expect(tests.sends(record!.id)).toBe(2);

    const [now] = await tests.seed.show([record!.id]);
    await tests.seed.change(now!, {
      total_amount: '120.00',
      details: now!.details.map((detail, place) => ({
        ...detail,
        issuance_amount: place === 0 ? '80.00' : '40.00',
      })),
      remark: '奖金',
    });
    await run.say('resolve', { decision: 'recheck', by: 'bob' });
    expect(await run.result()).toMatchObject({ status: 'corrected', counts: { corrected: 1 } });
  });
});

describe('an update that never gets an answer', () => {
  it('calls for a person after half an hour, and goes on', async () => {
    const [record] = await tests.seed.create(1);
    tests.world.sandbox.setFaults([{ ...at(record!.id), fault: 'dropBefore' }]);
    const run = await tests.start([withTotal(record!, '120.00', '80.00')]);
    const { decisions, message } = await run.untilAttention('providerDown', '1h');
    expect(decisions).toEqual(['retry']);
    expect(message).toContain('they read as before');
    expect((await run.history()).events).toBeLessThan(700);
    tests.world.sandbox.setFaults([]);
    await run.say('resolve', { decision: 'retry', by: 'bob' });
    expect(await run.result()).toMatchObject({ status: 'corrected', attention: null });
    expect(tests.corrections(record!.id)).toHaveLength(1);
  });
});

describe('a send that Feishu took and does not show', () => {
  it('is read again for some minutes, since reads may lag', async () => {
    const [record] = await tests.seed.create(1);
    tests.world.sandbox.setSettings({ feishu: { lumpSum: { readLagMs: 30_000 } } });
    await tests.world.environment.sleep('1m');
    await tests.world.now();
    const run = await tests.start([withTotal(record!, '120.00', '80.00')]);
    const result = await run.result();
    tests.world.sandbox.setSettings({ feishu: { lumpSum: { readLagMs: 0 } } });
    expect(result).toMatchObject({ status: 'corrected' });
    expect(tests.sends(record!.id)).toBe(1);
  });

  it('calls for a person when it stays away, and is rechecked by them', async () => {
    const [record] = await tests.seed.create(1);
    tests.world.sandbox.setSettings({ feishu: { lumpSum: { readLagMs: 3_600_000 } } });
    await tests.world.environment.sleep('2h');
    await tests.world.now();
    const run = await tests.start([withTotal(record!, '120.00', '80.00')]);
    await run.untilAttention('unverified');
    expect(await run.shown()).toMatchObject({
      status: 'verifying',
      counts: { unverified: 1 },
      records: [{ outcome: 'unverified', problems: [{ code: 'unverified', foundBy: 'us' }] }],
    });
    tests.world.sandbox.setSettings({ feishu: { lumpSum: { readLagMs: 0 } } });
    await run.say('resolve', { decision: 'recheck', by: 'bob' });
    expect(await run.result()).toMatchObject({ status: 'corrected' });
    expect(tests.sends(record!.id)).toBe(1);
  });
});

type WithoutPlace<Rule> = Rule extends unknown ? Omit<Rule, 'on' | 'recordId'> : never;
type Fault = WithoutPlace<FaultRuleInput>;

const faults: Readonly<Record<string, Fault>> = {
  'a connection lost before processing': { fault: 'dropBefore' },
  'a connection lost after processing': { fault: 'dropAfter' },
  'an answer later than the time-out': { fault: 'delay', ms: 1100 },
  'processing later than the time-out': { fault: 'delayBefore', ms: 1100 },
  'a rate limit': { fault: 'rateLimit', resetSeconds: 2 },
  'a redirect': { fault: 'redirect' },
  'a server error before processing': { fault: 'serverError' },
  'a server error after processing': { fault: 'serverErrorAfter' },
  'an HTML page': { fault: 'garbage' },
  'an empty answer': { fault: 'emptyBody' },
  'half an answer': { fault: 'truncated' },
  'an answer of 20 MiB': { fault: 'hugeBody', bytes: 20 * 1024 * 1024 },
  'an answer about another record': { fault: 'wrongEcho' },
  'a revoked token (HTTP 400)': { fault: 'expiredToken', status: 400, times: 1 },
  'a revoked token (HTTP 200)': { fault: 'expiredToken', status: 200, times: 1 },
  'a code that nobody documented': { fault: 'code', code: 424242 },
  'a code that nobody documented, after processing': { fault: 'code', code: 424242, after: true },
  'a system error code after processing': { fault: 'code', code: 2290002, httpStatus: 500, after: true },
  'code 0 under an HTTP error': { fault: 'code', code: 0, httpStatus: 502, after: true },
};

describe('whatever goes wrong with a call, a record ends as wanted', () => {
  it.each(Object.entries(faults))('%s of batch_update', async (_name, fault) => {
    const [record] = await tests.seed.create(1);
    tests.world.sandbox.setFaults([{ times: 2, ...fault, ...at(record!.id) }]);
    const run = await tests.start([withTotal(record!, '120.00', '80.00')]);
    expect(await run.result()).toMatchObject({ status: 'corrected', attention: null });
    const [now] = await tests.seed.show([record!.id]);
    expect(now!.total_amount).toBe('120.00');
    expect(tests.corrections(record!.id)).toHaveLength(1);
  });

  // A record that the query does not show is refused: that is an answer.
  const ofQuery = Object.entries(faults).filter(([, { fault }]) => fault !== 'wrongEcho');

  it.each(ofQuery)('%s of the query, before and after sending', async (_name, fault) => {
    const [before, after] = await tests.seed.create(2);
    tests.world.sandbox.setFaults([
      { times: 2, ...fault, on: 'feishu.lumpSumQuery', recordId: before!.id },
      { times: 2, ...fault, on: 'feishu.lumpSumQuery', recordId: after!.id, skip: 1 },
    ]);
    for (const record of [before!, after!]) {
      const run = await tests.start([withTotal(record, '120.00', '80.00')]);
      expect(await run.result()).toMatchObject({ status: 'corrected', attention: null });
      expect(tests.sends(record.id)).toBe(1);
    }
  });
});

describe('a call that Feishu refuses as a whole', () => {
  it('refuses every record with that code', async () => {
    const records = await tests.seed.create(2);
    tests.world.sandbox.setFaults([
      { on: 'feishu.lumpSumUpdate', fault: 'code', code: 2290001, httpStatus: 400, times: 1 },
    ]);
    const run = await tests.start(records.map((record) => withTotal(record, '120.00', '80.00')));
    const { type, details } = await run.ended();
    expect(type).toBe('PayoutRejected');
    expect(details.records.map(({ problems }) => problems)).toMatchObject([
      [{ code: '2290001', foundBy: 'provider' }],
      [{ code: '2290001', foundBy: 'provider' }],
    ]);
  });

  it('is read back all the same: what reads as wanted is corrected', async () => {
    const records = await tests.seed.create(1);
    tests.world.sandbox.setFaults([
      { on: 'feishu.lumpSumUpdate', fault: 'code', code: 2290001, httpStatus: 400, after: true, times: 1 },
    ]);
    const run = await tests.start(records.map((record) => withTotal(record, '120.00', '80.00')));
    expect(await run.result()).toMatchObject({ status: 'corrected' });
  });
});
