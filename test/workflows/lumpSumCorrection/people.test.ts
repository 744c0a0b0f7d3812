import { describe, expect, it } from '@jest/globals';
import { untilUnstarted } from '../../harness/unservedCall.ts';
import { lumpSumTests, withTotal } from './lumpSumTests.ts';

const tests = lumpSumTests();

function queries(): number {
  return tests.world.sandbox.ledger().calls.filter(({ api }) => api === 'feishu.lumpSumQuery').length;
}

describe('approval', () => {
  it('comes before anything is read, by another person', async () => {
    const [record] = await tests.seed.create(1);
    const before = queries();
    const run = await tests.start([withTotal(record!, '120.00', '80.00')], {
      approval: 'required',
      requestedBy: 'alice',
    });
    await run.until('awaitingApproval');
    expect(await run.refusal('approve', { by: 'ALICE' })).toMatchObject({ type: 'UpdateRefused' });
    expect(queries()).toBe(before);
    await run.say('approve', { by: 'bob' });
    expect(await run.result()).toMatchObject({ status: 'corrected', approvedBy: 'bob' });
  });

  it('that is refused ends it with nothing read or sent', async () => {
    const [record] = await tests.seed.create(1);
    const before = queries();
    const run = await tests.start([withTotal(record!, '120.00', '80.00')], {
      approval: 'required',
      requestedBy: 'alice',
    });
    await run.until('awaitingApproval');
    await run.say('reject', { by: 'bob', note: 'wrong year' });
    expect(await run.ended()).toMatchObject({ type: 'ApprovalRefused', details: { status: 'refused' } });
    expect(queries()).toBe(before);
  });
});

describe('cancel', () => {
  it('is accepted while certainly nothing was sent', async () => {
    const [record] = await tests.seed.create(1);
    tests.world.sandbox.setFaults([{ on: 'feishu.lumpSumQuery', recordId: record!.id, fault: 'dropBefore' }]);
    const run = await tests.start([withTotal(record!, '120.00', '80.00')]);
    const { decisions } = await run.untilAttention('providerDown', '1h');
    expect(decisions).toEqual(['retry', 'cancel']);
    await run.say('cancel', { by: 'alice' });
    expect(await run.ended()).toMatchObject({ type: 'Cancelled', details: { status: 'cancelled' } });
    expect(tests.sends(record!.id)).toBe(0);
  });

  it('is refused once a record may have been sent', async () => {
    const [record] = await tests.seed.create(1);
    tests.world.sandbox.setFaults([
      { on: 'feishu.lumpSumUpdate', recordId: record!.id, fault: 'dropBefore', times: 1 },
      { on: 'feishu.lumpSumQuery', recordId: record!.id, fault: 'dropBefore', skip: 1 },
    ]);
    const run = await tests.start([withTotal(record!, '120.00', '80.00')]);
    const { decisions } = await run.untilAttention('providerDown', '1h');
    expect(decisions).toEqual(['retry']);
    expect(await run.refusal('cancel', { by: 'alice' })).toMatchObject({ type: 'UpdateRefused' });
    tests.world.sandbox.setFaults([]);
    expect(await run.result()).toMatchObject({ status: 'corrected' });
  });
});

describe('wrong settings', () => {
  it.each([
    ['a missing permission', 99991672, 403],
    ['a used-up quota', 99991403, 400],
  ])('%s waits for a person, who says when to try again', async (_name, code, httpStatus) => {
    const [record] = await tests.seed.create(1);
    tests.world.sandbox.setFaults([
      { on: 'feishu.lumpSumUpdate', fault: 'code', code, httpStatus, times: 1 },
    ]);
    const run = await tests.start([withTotal(record!, '120.00', '80.00')]);
    expect((await run.untilAttention('settings')).decisions).toEqual(['retry', 'cancel']);
    await run.say('resolve', { decision: 'retry', by: 'bob' });
    expect(await run.result()).toMatchObject({ status: 'corrected' });
  });
});

describe('a run that follows one which may have sent, or was told never to send', () => {
  it.each(['follows', 'never'] as const)('only reads (%s): as wanted is done', async (how) => {
    const [record] = await tests.seed.create(1);
    const correctionId = `L-${how}`;
    if (how === 'follows') tests.world.knobs.followers.add(`lump-sum-correction/default/${correctionId}`);
    await tests.seed.change(record!, { remark: 'new' });
    const run = await tests.start([{ id: record!.id, remark: 'new' }], {
      correctionId,
      send: how === 'never' ? 'never' : 'once',
    });
    expect(await run.result()).toMatchObject({ status: 'corrected', counts: { corrected: 1 } });
    // The one is theirs.
    expect(tests.sends(record!.id)).toBe(1);
  });

  it.each(['follows', 'never'] as const)('only reads (%s): anything else is a conflict', async (how) => {
    const [record, missing] = [(await tests.seed.create(1))[0]!, '4711'];
    const correctionId = `N-${how}`;
    if (how === 'follows') tests.world.knobs.followers.add(`lump-sum-correction/default/${correctionId}`);
    const run = await tests.start(
      [
        { id: record.id, remark: 'new', expectedModifyTime: record.modify_time },
        { id: missing, remark: 'x' },
      ],
      { correctionId, send: how === 'never' ? 'never' : 'once' },
    );
    await run.attentionFor('conflict');
    expect(await run.shown()).toMatchObject({ counts: { conflict: 2 } });
    expect(tests.sends(record.id)).toBe(0);
    await run.say('resolve', { decision: 'accept', note: 'looked into it', by: 'bob' });
    expect(await run.result()).toMatchObject({ status: 'partiallyCorrected' });
  });

  it('waits while the server cannot say whether there was one', async () => {
    const [record] = await tests.seed.create(1);
    tests.world.knobs.tells = false;
    const run = await tests.start([withTotal(record!, '120.00', '80.00')]);
    await run.untilAttention('providerDown', '1h');
    tests.world.knobs.tells = true;
    expect(await run.result()).toMatchObject({ status: 'corrected' });
  });
});

describe('a profile that nobody serves', () => {
  it('calls for a person, and for nothing else', async () => {
    const [record] = await tests.seed.create(1);
    tests.world.knobs.served = false;
    const run = await tests.start([withTotal(record!, '120.00', '80.00')], { profile: 'elsewhere' });
    await untilUnstarted(tests.world, run.handle, 'correctLumpSum');
    expect((await run.attentionFor('profileNotServed')).decisions).toEqual(['retry', 'cancel']);
    await run.say('cancel', { by: 'alice' });
    expect(await run.ended()).toMatchObject({ type: 'Cancelled' });
    tests.world.knobs.served = true;
  });
});

describe('bad input', () => {
  const right = { correctionId: 'I-1', records: [{ id: '1', totalAmount: '1.00' }] };
  const ID = 'lump-sum-correction/default/I-1';

  it.each<[string, unknown, readonly string[]]>([
    ['nothing', undefined, ['']],
    ['no records', { ...right, records: [] }, ['records']],
    [
      'numbers where strings belong, unknown members, an id twice',
      {
        ...right,
        records: [
          { id: 1, totalAmount: 5, colour: 'red' },
          { id: '2', details: [{ id: '3' }, { id: '3', issuanceAmount: 1 }] },
          { id: '2' },
        ],
      },
      [
        'records[0].id',
        'records[0].totalAmount',
        'records[0].colour',
        'records[1].details[1].issuanceAmount',
        'records[1].details[1].id',
        'records[2].id',
      ],
    ],
    [
      'an approval without a maker, and a bad profile',
      { ...right, approval: 'required', profile: 'a b' },
      ['profile', 'requestedBy', 'workflow id'],
    ],
    ['another workflow id', { ...right, correctionId: 'I-2' }, ['workflow id']],
    [
      '501 records',
      { ...right, records: Array.from({ length: 501 }, (_, at) => ({ id: String(at) })) },
      ['records'],
    ],
    ['more than 524,288 bytes', { ...right, records: [{ id: '1', remark: '长'.repeat(175_000) }] }, ['']],
  ])('%s is refused at the door, with every problem named and no call made', async (_name, input, fields) => {
    const before = queries();
    const { type, details } = await tests.refused(input, ID);
    expect(type).toBe('InvalidInput');
    expect(details).toMatchObject({ status: 'failed', attention: null, records: [] });
    expect((details.problems ?? []).map(({ field = '' }) => field).sort()).toEqual([...fields].sort());
    expect(queries()).toBe(before);
  });
});
