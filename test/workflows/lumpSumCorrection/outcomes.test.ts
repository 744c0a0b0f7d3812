import { describe, expect, it } from '@jest/globals';
import { sentBy } from '../../harness/sender.ts';
import { lumpSumTests, withTotal } from './lumpSumTests.ts';

const tests = lumpSumTests();

describe('a correction', () => {
  it('changes what it names, leaves the rest as it is, and says so', async () => {
    const [record] = await tests.seed.create(1);
    const run = await tests.start([withTotal(record!, '120.00', '80.00')]);
    const result = await run.result();

    expect(result).toMatchObject({
      flow: 'lumpSumCorrection',
      status: 'corrected',
      correctionId: run.correctionId,
      attention: null,
      sentBy,
      counts: { corrected: 1, unchanged: 0, rejected: 0, stale: 0, conflict: 0, unverified: 0 },
      records: [
        {
          id: record!.id,
          outcome: 'corrected',
          problems: [],
          changes: [
            { field: 'totalAmount', before: '100.00', after: '120.00' },
            {
              field: `details[${record!.details[0]!.id}].issuanceAmount`,
              before: '60.00',
              after: '80.00',
            },
          ],
        },
      ],
    });
    const [now] = await tests.seed.show([record!.id]);
    expect(now).toMatchObject({
      total_amount: '120.00',
      remark: '奖金',
      binding_period: 2,
      details: [
        { id: record!.details[0]!.id, issuance_amount: '80.00', belong_time: '2026-08-01' },
        { id: record!.details[1]!.id, issuance_amount: '40.00' },
      ],
    });
    expect(tests.corrections(record!.id)).toHaveLength(1);
  });

  it('costs 17 events, and the upserts of its statuses', async () => {
    const [record] = await tests.seed.create(1);
    const run = await tests.start([{ id: record!.id, remark: 'another' }]);
    await run.result();
    const { events, upserts } = await run.history();
    console.log(`lump-sum correction: ${events} events, ${upserts} of them upserts`);
    expect(events - upserts).toBe(17);
  });

  it('sends nothing for a record that is as wanted already, however its amounts are written', async () => {
    const [record] = await tests.seed.create(1);
    const run = await tests.start([withTotal(record!, '100', '60.0')]);
    const result = await run.result();
    expect(result).toMatchObject({ status: 'unchanged', counts: { unchanged: 1 } });
    expect(result).not.toHaveProperty('sentBy');
    expect(tests.sends(record!.id)).toBe(0);
  });

  it('is partly corrected where Feishu refuses some records, and tells of each by its id', async () => {
    const [good, alsoGood, refused] = await tests.seed.create(3);
    tests.world.sandbox.setSettings({ feishu: { lumpSum: { currencies: ['6863329932261459464'] } } });
    const run = await tests.start([
      withTotal(good!, '120.00', '80.00'),
      { id: refused!.id, currencyId: 'another' },
      { id: alsoGood!.id, remark: 'x' },
    ]);
    const result = await run.result();
    tests.world.sandbox.setSettings({ feishu: { lumpSum: { currencies: null } } });
    expect(result).toMatchObject({ status: 'partiallyCorrected', counts: { corrected: 2, rejected: 1 } });
    expect(result.records.map(({ id, outcome }) => [id, outcome])).toEqual([
      [good!.id, 'corrected'],
      [refused!.id, 'rejected'],
      [alsoGood!.id, 'corrected'],
    ]);
    expect(result.records[1]!.problems).toMatchObject([{ code: '21270209', foundBy: 'provider' }]);
  });

  it('fails when nothing was changed and something was refused, with every reason found before sending', async () => {
    const [record] = await tests.seed.create(1);
    const run = await tests.start([
      { ...withTotal(record!, '120.00', '90.00'), issuanceFrequency: 3, remark: '长'.repeat(3001) },
      { id: '999', totalAmount: '1.00' },
    ]);
    const { type, details } = await run.ended();
    expect(type).toBe('PayoutRejected');
    expect(details).toMatchObject({ status: 'rejected', counts: { rejected: 2 } });
    expect(details.records[0]!.problems.map(({ code }) => code).sort()).toEqual([
      '21270206',
      '21270207',
      '21270210',
    ]);
    expect(details.records[1]!.problems).toMatchObject([{ code: '21270201', foundBy: 'us' }]);
    expect(details.problems).toHaveLength(4);
    expect(tests.sends(record!.id)).toBe(0);
  });

  it('leaves a record alone that somebody changed since it was written', async () => {
    const [fresh, touched] = await tests.seed.create(2);
    await tests.seed.change(touched!, { remark: 'theirs' });
    const run = await tests.start([
      { ...withTotal(fresh!, '120.00', '80.00'), expectedModifyTime: fresh!.modify_time },
      { ...withTotal(touched!, '120.00', '80.00'), expectedModifyTime: touched!.modify_time },
    ]);
    const result = await run.result();
    expect(result).toMatchObject({ status: 'partiallyCorrected', counts: { corrected: 1, stale: 1 } });
    expect(result.records[1]).toMatchObject({ outcome: 'stale', changes: [], problems: [{ code: 'stale' }] });
    // The one is theirs.
    expect(tests.sends(touched!.id)).toBe(1);
  });

  it('adds and drops details only when it says that it may', async () => {
    const [asked, silent] = await tests.seed.create(2);
    const onlyFirst = (record: typeof asked): object => ({
      id: record!.id,
      totalAmount: '60.00',
      issuanceFrequency: 1,
      details: [{ id: record!.details[0]!.id }],
    });
    const run = await tests.start([
      { ...onlyFirst(asked), id: asked!.id, allowDetailChanges: true },
      { ...onlyFirst(silent), id: silent!.id },
    ]);
    const result = await run.result();
    expect(result.records).toMatchObject([
      { outcome: 'corrected' },
      { outcome: 'rejected', problems: [{ code: 'allowDetailChanges' }] },
    ]);
    const [now, then] = await tests.seed.show([asked!.id, silent!.id]);
    expect([now!.details.length, then!.details.length]).toEqual([1, 2]);
  });

  it('adds a detail that Feishu gives an id', async () => {
    const [record] = await tests.seed.create(1);
    const added = {
      issuanceAmount: '10.00',
      issuanceStatus: 'to_be_issued',
      issuanceWay: 'with_cash',
      issuanceTime: '2026-09-20',
      belongTime: '2026-09-01',
    };
    const run = await tests.start([
      {
        id: record!.id,
        totalAmount: '110.00',
        issuanceFrequency: 3,
        details: [...record!.details.map(({ id }) => ({ id })), added],
        allowDetailChanges: true,
      },
    ]);
    expect(await run.result()).toMatchObject({ status: 'corrected' });
    const [now] = await tests.seed.show([record!.id]);
    expect(now!.details.map((detail) => detail.issuance_amount)).toEqual(['60.00', '40.00', '10.00']);
  });

  it('takes 500 records of a file at once', async () => {
    const records = await tests.seed.create(500);
    const run = await tests.start(records.map((record) => withTotal(record, '120.00', '80.00')));
    expect(await run.result()).toMatchObject({ status: 'corrected', counts: { corrected: 500 } });
    expect(tests.sends(records[0]!.id)).toBe(1);
  });
});

describe('an app that may not read belong_time', () => {
  it('has the correction give it, and corrects what it can see', async () => {
    const [given, silent] = await tests.seed.create(2);
    tests.world.sandbox.setSettings({ feishu: { lumpSum: { permissions: { belongTime: false } } } });
    const run = await tests.start([
      {
        id: given!.id,
        totalAmount: '120.00',
        details: given!.details.map(({ id }, at) => ({
          id,
          belongTime: '2026-08-02',
          ...(at === 0 ? { issuanceAmount: '80.00' } : {}),
        })),
      },
      withTotal(silent!, '120.00', '80.00'),
    ]);
    const result = await run.result();
    tests.world.sandbox.setSettings({ feishu: { lumpSum: { permissions: { belongTime: true } } } });
    expect(result.records).toMatchObject([
      { outcome: 'corrected' },
      { outcome: 'rejected', problems: [{ code: '21270230', foundBy: 'us' }, { code: '21270230' }] },
    ]);
    const [now] = await tests.seed.show([given!.id]);
    expect(now!.details.map((detail) => detail['belong_time'])).toEqual(['2026-08-02', '2026-08-02']);
  });
});
