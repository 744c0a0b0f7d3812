/**
 * Feishu's own SDK against the sandbox: what the real client sends is understood, and what it is answered it can read.
 * Noted where the client surprised us; our own client does otherwise.
 */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Client, DefaultCache } from '@larksuiteoapi/node-sdk';
import type { Api, Sandbox } from '../../sandbox/index.ts';
import { at, put } from './callers.ts';
import { goodRecord } from './lumpSumCaller.ts';
import { startTestSandbox } from '../harness/testSandbox.ts';

let sandbox: Sandbox;
let client: Client;
let logged: unknown[];

/**
 * `loggerLevel: fatal` is 0, which the SDK takes for "not given" and replaces by info: only a logger of one's own keeps
 * it quiet. It logs body, URL and parameters of every failed call.
 */
function clientOf(appSecret = sandbox.env['FEISHU_APP_SECRET']!): Client {
  const keep = (...entries: unknown[]): void => void logged.push(...entries);
  const ignore = (): void => undefined;
  return new Client({
    appId: sandbox.env['FEISHU_APP_ID']!,
    appSecret,
    domain: sandbox.url,
    logger: { error: keep, warn: ignore, info: ignore, debug: ignore, trace: ignore },
    // The default cache is the process's, by app id alone: a second client would get the first one's token.
    cache: new DefaultCache(),
  });
}

beforeEach(async () => {
  logged = [];
  sandbox = await startTestSandbox();
  client = clientOf();
});
afterEach(() => sandbox.close());

const callsOf = (api: Api): number => sandbox.ledger().calls.filter((it) => it.api === api).length;

/** What a call throws. The SDK throws axios' errors, with the answer under `response`. */
async function thrownBy(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    (answer) => {
      throw new Error(`resolved to ${JSON.stringify(answer)}`);
    },
    (error: unknown) => error,
  );
}

describe('token', () => {
  const read = (): Promise<unknown> =>
    client.hire.v1.referralAccount.getAccountAssets({ params: { referral_account_id: '1' } });

  test('is fetched once and used again by the calls that follow', async () => {
    await account('ann@example.com');
    await account('bob@example.com');
    expect([callsOf('feishu.token'), callsOf('feishu.create')]).toEqual([1, 2]);
  });

  // There is no single flight: who starts many calls at once starts as many token calls.
  test('is fetched once a call where the first calls go out together', async () => {
    await Promise.all(['a@b.cn', 'c@b.cn', 'd@b.cn', 'e@b.cn'].map(account));
    expect(callsOf('feishu.token')).toBe(4);
  });

  test('of wrong credentials is refused, and the error says 10003', async () => {
    client = clientOf('wrong');
    expect(String(await thrownBy(read()))).toMatch(/10003.*invalid param/);
    expect(callsOf('feishu.assets')).toBe(0);
  });

  // Nothing invalidates the cache: until the token's two hours are over every call fails, whatever the status.
  test('that no longer holds is 99991663, thrown as HTTP 400, and is not fetched anew', async () => {
    await account('ann@example.com');
    sandbox.setFaults([{ on: 'feishu.assets', fault: 'expiredToken', times: 1 }]);
    for (let count = 0; count < 2; count += 1) {
      const error = await thrownBy(read());
      expect(at(error, 'response.status')).toBe(400);
      expect(at(error, 'response.data')).toMatchObject({
        code: 99991663,
        error: { log_id: expect.any(String) },
      });
    }
    expect(callsOf('feishu.token')).toBe(1);
  });

  test('that no longer holds is 99991663, resolved as if all were well, where it comes with HTTP 200', async () => {
    await account('ann@example.com');
    sandbox.setSettings({ feishu: { authErrorStatus: 200 } });
    sandbox.setFaults([{ on: 'feishu.assets', fault: 'expiredToken', status: 200, times: 1 }]);
    expect(await read()).toMatchObject({ code: 99991663 });
    expect(await read()).toMatchObject({ code: 99991663 });
    expect(callsOf('feishu.token')).toBe(1);
  });
});

async function account(email: string): Promise<string> {
  const { code, msg, data } = await client.hire.v1.referralAccount.create({ data: { email } });
  expect([code, msg]).toEqual([0, 'SUCCESS']);
  return data?.account?.account_id ?? '';
}

/** An account with 100 points and 10.50 yuan. */
async function funded(email: string): Promise<string> {
  const id = await account(email);
  const bonuses = [
    { bonus_type: 1, point_bonus: 100 },
    { bonus_type: 2, cash: { currency_type: 'CNY', amount: 10.5 } },
  ];
  for (const [number, bonus] of bonuses.entries()) {
    const { code } = await client.hire.v1.externalReferralReward.create({
      data: { referral_user_id: id, external_id: `${email}-${number}`, rule_type: 1, bonus, stage: 2 },
    });
    expect(code).toBe(0);
  }
  return id;
}

const withdraw = (
  id: string,
  orderId: string,
): ReturnType<Client['hire']['v1']['referralAccount']['withdraw']> =>
  client.hire.v1.referralAccount.withdraw({
    path: { referral_account_id: id },
    data: { withdraw_bonus_type: [1, 2], external_order_id: orderId },
  });

describe('referral account', () => {
  test('is created, funded and shows its balance', async () => {
    const id = await funded('ann@example.com');
    const { data } = await client.hire.v1.referralAccount.getAccountAssets({
      params: { referral_account_id: id },
    });
    expect(data?.account).toMatchObject({
      account_id: id,
      status: 1,
      assets: {
        confirmed_bonus: { point_bonus: 100, cash_bonus: [{ currency_type: 'CNY', amount: 10.5 }] },
      },
    });
  });

  test('is emptied by a withdrawal, and the same order id gives the same answer again', async () => {
    const id = await funded('ann@example.com');
    const first = await withdraw(id, 'o1');
    expect(first.data).toEqual({
      external_order_id: 'o1',
      trans_time: expect.stringMatching(/^\d{13}$/),
      withdrawal_details: { point_bonus: 100, cash_bonus: [{ currency_type: 'CNY', amount: 10.5 }] },
    });
    expect(await withdraw(id, 'o1')).toEqual(first);
    expect(sandbox.ledger('o1').effects).toHaveLength(1);
  });

  test('reconciles: a window that agrees lists nothing, one that does not lists both figures', async () => {
    const id = await funded('ann@example.com');
    const time = (await withdraw(id, 'o1')).data?.trans_time ?? '';
    const listed = async (points: number): Promise<unknown> => {
      const { data } = await client.hire.v1.referralAccount.reconciliation({
        data: {
          start_trans_time: time,
          end_trans_time: String(Number(time) + 1),
          trade_details: [{ account_id: id, total_recharge_reward_info: { point_bonus: points } }],
        },
      });
      return data?.check_failed_list;
    };
    expect(await listed(100)).toEqual([]);
    expect(await listed(90)).toEqual([
      {
        account_id: id,
        total_withdraw_reward_info: { point_bonus: 100 },
        total_recharge_reward_info: { point_bonus: 90 },
      },
    ]);
  });

  test('that was deactivated refuses to be emptied: HTTP 400 with 1002555', async () => {
    const id = await funded('ann@example.com');
    await client.hire.v1.referralAccount.deactivate({ path: { referral_account_id: id } });
    const error = await thrownBy(withdraw(id, 'o1'));
    expect([at(error, 'response.status'), at(error, 'response.data.code')]).toEqual([400, 1002555]);
    await client.hire.v1.referralAccount.enable({ data: { referral_account_id: id } });
    expect((await withdraw(id, 'o1')).code).toBe(0);
  });

  // Path parameters go into the path as they are: whoever passes on an id from outside has to look at it.
  test('with a slash in its id is another path: a 404 that is no JSON', async () => {
    const error = await thrownBy(withdraw('a/b', 'o1'));
    expect([at(error, 'response.status'), at(error, 'response.data')]).toEqual([404, '404 page not found']);
  });
});

const lumpSums = (): Client['compensation']['v1']['lumpSumPayment'] => client.compensation.v1.lumpSumPayment;
type Creation = Parameters<ReturnType<typeof lumpSums>['batchCreate']>[0];
type NewRecord = NonNullable<NonNullable<NonNullable<Creation>['data']>['records']>[number];

const detail: NewRecord['details'][number] = {
  issuance_amount: '1000.00',
  issuance_status: 'to_be_issued',
  issuance_way: 'with_salary',
  issuance_time: '2024-08-20',
  belong_time: '2024-08-01',
};

async function created(
  ...uniqueIds: readonly string[]
): Promise<{ code?: number | undefined; unique_id?: string | undefined }[]> {
  const records = uniqueIds.map((uniqueId): NewRecord => ({
    ...goodRecord,
    unique_id: uniqueId,
    user_id: `ou_${uniqueId}`,
    item_id: 'item',
    details: [detail, detail],
  }));
  const answer = await lumpSums().batchCreate({ data: { records }, params: { user_id_type: 'open_id' } });
  expect([answer.code, answer.msg]).toEqual([0, 'success']);
  return answer.data?.operate_results ?? [];
}

type Records = NonNullable<
  NonNullable<Awaited<ReturnType<ReturnType<typeof lumpSums>['query']>>['data']>['records']
>;

/** Pages by hand, two records at a time. */
async function pages(): Promise<Records[]> {
  const found: Records[] = [];
  let token: string | undefined;
  do {
    const { code, data } = await lumpSums().query({
      data: {},
      params: {
        page_size: 2,
        user_id_type: 'open_id',
        ...(token === undefined ? {} : { page_token: token }),
      },
    });
    expect(code).toBe(0);
    expect(data?.has_more).toBe(data?.page_token !== undefined);
    found.push(data?.records ?? []);
    token = data?.page_token;
  } while (token !== undefined);
  return found;
}

describe('lump-sum payment', () => {
  test('is listed page by page, each record once', async () => {
    await created('a', 'b', 'c', 'd', 'e');
    const found = await pages();
    expect(found.map((page) => page.map((record) => record.unique_id))).toEqual([
      ['a', 'b'],
      ['c', 'd'],
      ['e'],
    ]);
  });

  // Here the SDK would lose money: its iterator logs what went wrong and ends as if that had been the last page.
  test('is left out by the iterator without a word where the second page is refused', async () => {
    await created('a', 'b', 'c');
    sandbox.setFaults([{ on: 'feishu.lumpSumQuery', fault: 'rateLimit', skip: 1 }]);
    const found: unknown[] = [];
    const iterator = await lumpSums().queryWithIterator({
      data: {},
      params: { page_size: 2, user_id_type: 'open_id' },
    });
    for await (const page of iterator) found.push(page?.records?.length);
    expect(found).toEqual([2, undefined]);
    expect(logged).toHaveLength(1);
  });

  test('is corrected in part: code 0 of the whole, item by item what became of it, in any order', async () => {
    await created('a', 'b', 'c');
    const records = (await pages()).flat();
    const [a = '', b = '', c = ''] = records.map((record) => record.id);
    const { code, msg, data } = await lumpSums().batchUpdate({
      data: {
        records: [a, b, c].map((id, place) => ({
          ...goodRecord,
          id,
          total_amount: place === 1 ? '1' : '2000.00',
          remark: 'corrected',
          details: [detail, detail],
        })),
      },
    });
    expect([code, msg]).toEqual([0, 'success']);
    expect(data?.operate_results).toEqual([
      { id: c, unique_id: 'c', code: 0, message: 'Success' },
      { id: b, unique_id: 'b', code: 21270206, message: expect.stringContaining('sum') },
      { id: a, unique_id: 'a', code: 0, message: 'Success' },
    ]);
    const after = (await pages()).flat();
    expect(after.map((record) => record.remark)).toEqual(['corrected', undefined, 'corrected']);
    expect(after[1]).toEqual(records[1]);
  });

  test('with a unique id that was used is refused as an item, in a call that says 0', async () => {
    await created('a');
    expect(await created('a', 'b')).toMatchObject([
      { unique_id: 'b', code: 0 },
      { unique_id: 'a', code: 21270202 },
    ]);
  });

  test('is removed, and then not listed', async () => {
    await created('a');
    const [[record] = []] = await pages();
    const { data } = await lumpSums().batchRemove({
      data: { record_ids: [record?.id ?? ''], reason: 'test' },
    });
    expect(data?.operate_results).toMatchObject([{ code: 0 }]);
    expect(await pages()).toEqual([[]]);
  });

  test('is listed detail by detail', async () => {
    await created('a');
    const { data } = await lumpSums().queryDetail({
      data: { issuance_ways: ['with_salary'] },
      params: { page_size: 10, user_id_type: 'open_id' },
    });
    const [[record] = []] = await pages();
    expect(data).toEqual({ has_more: false, records: record?.details });
  });
});

describe('limit', () => {
  // What a call resolves to is the body alone: the seconds to wait can be had from the thrown error, and only there.
  test('that is used up is a thrown 429, with the seconds to wait in its headers', async () => {
    await put(sandbox, 'settings', {
      feishu: { limits: { 'feishu.lumpSumQuery': { limit: 1, windowMs: 60_000 } } },
    });
    const query = (): Promise<unknown> =>
      lumpSums().query({ data: {}, params: { page_size: 1, user_id_type: 'open_id' } });
    await query();
    const error = await thrownBy(query());
    expect([at(error, 'response.status'), at(error, 'response.data.code')]).toEqual([429, 99991400]);
    expect(at(error, 'response.headers.x-ogw-ratelimit-limit')).toBe('1');
    expect(Number(at(error, 'response.headers.x-ogw-ratelimit-reset'))).toBeGreaterThan(50);
    expect(at(error, 'response.headers.x-tt-logid')).toBeTruthy();
  });
});
