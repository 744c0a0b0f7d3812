import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LumpSumQueryInput, LumpSumQueryResult } from '../../../contract/flows/lumpSumQuery.ts';
import { LumpSumSeed, type WireRecord } from '../../harness/lumpSumSeed.ts';
import { endOf } from '../../harness/testRun.ts';
import { startTimeSkippingWorld, type TimeSkippingWorld } from '../../harness/timeSkippingWorld.ts';

let world: TimeSkippingWorld;
let seed: LumpSumSeed;
let records: readonly WireRecord[];
let count = 0;

beforeAll(async () => {
  world = await startTimeSkippingWorld();
  seed = new LumpSumSeed(world.sandbox);
  records = await seed.create(7);
});

afterAll(async () => {
  await world.stop();
});

async function start(input: unknown): ReturnType<TimeSkippingWorld['start']> {
  count += 1;
  return world.start('lumpSumQuery', `query-${count}`, input);
}

async function query(input: LumpSumQueryInput): Promise<LumpSumQueryResult> {
  return (await (await start(input)).result()) as LumpSumQueryResult;
}

describe('a query of lump-sum records', () => {
  it('gives every documented member in camelCase, and says what is not shown', async () => {
    const { records: found, hasMore, notShown } = await query({ filters: { ids: [records[0]!.id] } });
    expect(hasMore).toBe(false);
    expect(notShown).toEqual([]);
    expect(found).toMatchObject([
      {
        id: records[0]!.id,
        uniqueId: 'bonus-1',
        userId: 'ou_1',
        totalAmount: '100.00',
        bindingPeriod: 2,
        currencyId: '6863329932261459464',
        issuanceFrequency: 2,
        remark: '奖金',
        modifyTime: records[0]!.modify_time,
        returnAmountBeforeTax: '0.00',
        bindingPeriodOffboardingType: 'default',
        details: [
          { issuanceAmount: '60.00', issuanceStatus: 'to_be_issued', belongTime: '2026-08-01' },
          { issuanceAmount: '40.00' },
        ],
      },
    ]);
  });

  it('names the permission of every member that the app may not read', async () => {
    const permissions = { returnAmountBeforeTax: false, returnAmountAfterTax: false, belongTime: false };
    world.sandbox.setSettings({ feishu: { lumpSum: { permissions } } });
    const { notShown } = await query({ filters: { ids: [records[0]!.id] } });
    const granted = { returnAmountBeforeTax: true, returnAmountAfterTax: true, belongTime: true };
    world.sandbox.setSettings({ feishu: { lumpSum: { permissions: granted } } });
    expect(notShown.map(({ field }) => field)).toEqual([
      'returnAmountBeforeTax',
      'returnAmountAfterTax',
      'details.belongTime',
    ]);
    expect(notShown[2]!.permission).toBe('corehr:compensation_lump_sum_payment_detail.belong_time:read');
  });

  it('goes through all pages by their tokens, each record once', async () => {
    const seen: string[] = [];
    let pageToken: string | undefined;
    let pages = 0;
    do {
      const page: LumpSumQueryResult = await query({
        pageSize: 3,
        ...(pageToken === undefined ? {} : { pageToken }),
      });
      seen.push(...page.records.map(({ id }) => id));
      ({ pageToken } = page);
      pages += 1;
    } while (pageToken !== undefined);
    expect(pages).toBe(3);
    expect([...seen].sort()).toEqual(records.map(({ id }) => id).sort());
  });

  it('makes a page smaller that would not fit into a result, and goes on behind it', async () => {
    const large = await seed.create(300, { remark: '长'.repeat(3000) });
    const ids = large.map(({ id }) => id);
    const first = await query({ filters: { ids }, pageSize: 500 });
    expect(first.records.length).toBeLessThan(300);
    expect(first.hasMore).toBe(true);
    const seen = new Set(first.records.map(({ id }) => id));
    for (let { pageToken } = first; pageToken !== undefined;) {
      const page = await query({ filters: { ids }, pageSize: 500, pageToken });
      page.records.forEach(({ id }) => seen.add(id));
      ({ pageToken } = page);
    }
    expect(seen.size).toBe(300);
  });

  it('goes on asking while Feishu does not answer', async () => {
    world.sandbox.setFaults([{ on: 'feishu.lumpSumQuery', fault: 'dropBefore', times: 5 }]);
    expect((await query({ filters: { ids: [records[0]!.id] } })).records).toHaveLength(1);
  });

  it('fails when Feishu refuses it, with the code', async () => {
    const { type, message } = await endOf(await start({ filters: {}, pageToken: 'never-given' }));
    expect(type).toBe('PayoutRejected');
    expect(message).toContain('2290001');
  });

  it('names everything that is wrong with its input, and asks nothing', async () => {
    const before = world.sandbox.ledger().calls.length;
    const { type, message } = await endOf(
      await start({
        filters: { ids: [1], createTimeGte: 'yesterday', colour: 'red' },
        pageSize: 501,
        userIdType: 'email',
        approval: 'required',
      }),
    );
    expect(type).toBe('InvalidInput');
    for (const field of [
      'filters.ids[0]',
      'filters.createTimeGte',
      'filters.colour',
      'pageSize',
      'userIdType',
      'approval',
    ]) {
      expect(message).toContain(`${field}: `);
    }
    expect(world.sandbox.ledger().calls).toHaveLength(before);
  });
});
