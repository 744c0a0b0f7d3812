import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { EffectOf, Sandbox } from '../../sandbox/index.ts';
import { at, call, put, type Reply } from './callers.ts';
import { goodDetail, LumpSumCaller, updateOf, withFirst, type Listed } from './lumpSumCaller.ts';
import { startTestSandbox } from '../harness/testSandbox.ts';

let sandbox: Sandbox;
let lumpSums: LumpSumCaller;
let batch = 0;
let records: Listed[];

async function caller(of: Sandbox): Promise<LumpSumCaller> {
  const made = new LumpSumCaller(of);
  await made.token();
  return made;
}

beforeAll(async () => {
  sandbox = await startTestSandbox({ settings: { feishu: { limitFactor: 1000 } } });
  lumpSums = await caller(sandbox);
});
beforeEach(async () => {
  batch += 1;
  const unique = ['a', 'b', 'c'].map((name) => `${name}-${batch}`);
  await lumpSums.create(unique.map((unique_id) => ({ unique_id })));
  records = await lumpSums.query({ unique_ids: unique });
});
afterEach(() => {
  sandbox.setFaults([]);
});
afterAll(() => sandbox.close());

const remarked = (remark: string): object[] => records.map((record) => updateOf(record, { remark }));

/** The remarks that the records have now, whatever a query would be made to say. */
async function remarks(): Promise<unknown[]> {
  return Promise.all(records.map(async ({ id }) => at(await lumpSums.whole(id), 'values.remark')));
}

const corrections = (id: string, of = sandbox): EffectOf<'feishu.lumpSumCorrected'>[] =>
  of.ledger(id).effects.filter((it) => it.kind === 'feishu.lumpSumCorrected');

describe('faults of batch_update', () => {
  const update = (): Promise<Reply> => lumpSums.send('batch_update', { records: remarked('new') });
  const all = ['new', 'new', 'new'];
  const none = [undefined, undefined, undefined];

  test.each([
    ['dropBefore', 'fetch failed', none],
    ['dropAfter', 'fetch failed', all],
    ['truncated', 'terminated', all],
  ] as const)('%s breaks the call: %s', async (fault, error, left) => {
    sandbox.setFaults([{ on: 'feishu.lumpSumUpdate', fault }]);
    await expect(update()).rejects.toThrow(error);
    expect(await remarks()).toEqual(left);
  });

  test.each([
    ['serverError', none],
    ['serverErrorAfter', all],
  ] as const)('%s is 500 with 2290002', async (fault, left) => {
    sandbox.setFaults([{ on: 'feishu.lumpSumUpdate', fault }]);
    expect(await update()).toMatchObject({ status: 500, json: { code: 2290002, msg: 'server error' } });
    expect(await remarks()).toEqual(left);
  });

  test.each([
    [{ fault: 'rateLimit', resetSeconds: 3 }, { status: 429, json: { code: 99991400 } }, none],
    [{ fault: 'expiredToken', status: 200 }, { status: 200, json: { code: 99991663 } }, none],
    [{ fault: 'redirect' }, { status: 302 }, none],
    [{ fault: 'code', code: 2290001 }, { status: 400, json: { code: 2290001 } }, none],
    [{ fault: 'garbage' }, { status: 200, json: null }, all],
    [{ fault: 'emptyBody' }, { status: 200, text: '' }, all],
    [{ fault: 'delay', ms: 1 }, { status: 200, json: { code: 0 } }, all],
    [{ fault: 'hugeBody', bytes: 5_000_000 }, { status: 200, json: { code: 0 } }, all],
  ] as const)('%j', async (rule, answer, left) => {
    sandbox.setFaults([{ on: 'feishu.lumpSumUpdate', times: 1, ...rule }]);
    const reply = await update();
    expect(reply).toMatchObject(answer);
    expect(reply.text.length).toBeGreaterThanOrEqual('bytes' in rule ? rule.bytes : 0);
    expect(await remarks()).toEqual(left);
    await lumpSums.token();
  });

  test('a rejection on demand states the limit of this api', async () => {
    sandbox.setSettings({ feishu: { limitFactor: 1 } });
    sandbox.setFaults([{ on: 'feishu.lumpSumUpdate', fault: 'rateLimit', resetSeconds: 3 }]);
    const { headers } = await lumpSums.send('batch_update', { records: [] });
    sandbox.setSettings({ feishu: { limitFactor: 1000 } });
    expect([headers.get('x-ogw-ratelimit-limit'), headers.get('x-ogw-ratelimit-reset')]).toEqual(['10', '3']);
  });

  test('partial corrects the first records only, then cuts the line', async () => {
    sandbox.setFaults([{ on: 'feishu.lumpSumUpdate', fault: 'partial', first: 2 }]);
    await expect(update()).rejects.toThrow('fetch failed');
    expect(await remarks()).toEqual(['new', 'new', undefined]);
    expect(records.map(({ id }) => corrections(id).length)).toEqual([1, 1, 0]);
    expect(sandbox.ledger(records[2]!.id).calls.at(-1)).toMatchObject({ fault: 'partial', httpStatus: null });
  });

  test('itemMissing corrects and says nothing of it: of one record, or of as many as it is to fire for', async () => {
    const told = async (): Promise<unknown[]> =>
      (await lumpSums.update(remarked('new'))).map(({ id }) => id).toReversed();
    const [a, b, c] = records.map(({ id }) => id);
    sandbox.setFaults([{ on: 'feishu.lumpSumUpdate', fault: 'itemMissing', recordId: b! }]);
    expect(await told()).toEqual([a, c]);
    expect(await remarks()).toEqual(all);
    sandbox.setFaults([{ on: 'feishu.lumpSumUpdate', fault: 'itemMissing', skip: 1, times: 2 }]);
    expect(await told()).toEqual([a]);
  });

  test('wrongEcho tells of other records', async () => {
    sandbox.setFaults([{ on: 'feishu.lumpSumUpdate', fault: 'wrongEcho' }]);
    const results = await lumpSums.update(remarked('new'));
    expect(results.map(({ id }) => id)).toEqual(['another-order', 'another-order', 'another-order']);
    expect(await remarks()).toEqual(all);
  });

  test('a rule about one record meets the calls that name it, a query too', async () => {
    const recordId = records[1]!.id;
    sandbox.setFaults([{ on: '*', fault: 'serverError', recordId }]);
    expect(await lumpSums.update([updateOf(records[0]!)])).toMatchObject([{ code: 0 }]);
    expect(await update()).toMatchObject({ status: 500 });
    expect(await lumpSums.query({ ids: [records[0]!.id] })).toHaveLength(1);
    const reply = await lumpSums.send('query?page_size=1&user_id_type=open_id', { ids: [recordId] });
    expect([reply.status, at(reply.json, 'code')]).toEqual([500, 2290002]);
  });

  test('partial and itemMissing have no meaning for other calls', async () => {
    const rules = [
      { on: 'feishu.lumpSumQuery', fault: 'partial', first: 1 },
      { on: 'feishu.withdraw', fault: 'itemMissing' },
    ];
    for (const rule of rules) expect((await put(sandbox, 'faults', [rule])).status).toBe(400);
  });
});

test('each api of the family has a limit of its own, ten calls a second', async () => {
  const { json } = await call(`${sandbox.url}/sandbox/settings`);
  for (const name of ['Create', 'Update', 'Remove', 'Query', 'QueryDetail']) {
    expect(at(json, 'feishu.limits')).toHaveProperty([`feishu.lumpSum${name}`], {
      limit: 10,
      windowMs: 1000,
    });
  }
});

describe('the ledger', () => {
  test('says of each corrected record what changed, and what came and went', async () => {
    const [record] = records;
    const [first, second] = record!.details;
    const details = [{ ...first, issuance_way: 'with_cash' }, goodDetail];
    await lumpSums.update([updateOf(record!, { remark: 'x'.repeat(500), binding_period: 1, details })]);
    const after = await lumpSums.read(record!.id);
    expect(corrections(record!.id)).toEqual([
      {
        seq: expect.any(Number),
        at: expect.any(String),
        kind: 'feishu.lumpSumCorrected',
        orderId: record!.id,
        account: 'ou_0',
        changes: [
          { field: 'binding_period', before: '0', after: '1' },
          { field: 'remark', before: null, after: 'x'.repeat(200) },
          { detailId: first!.id, field: 'issuance_way', before: 'with_salary', after: 'with_cash' },
        ],
        added: [after.details[1]!.id],
        dropped: [second!.id],
      },
    ]);
  });

  test('has no line of a refused record, and an empty one of a record that was sent what it had', async () => {
    await lumpSums.update([updateOf(records[0]!, { total_amount: '0' }), updateOf(records[1]!)]);
    expect(corrections(records[0]!.id)).toEqual([]);
    expect(corrections(records[1]!.id)).toMatchObject([{ changes: [], added: [], dropped: [] }]);
  });

  test('files a call under every record it names, and counts what happened', async () => {
    await lumpSums.update(remarked('new'));
    await lumpSums.remove([records[0]!.id]);
    const { calls, effects, totals } = sandbox.ledger(records[0]!.id);
    expect(calls.map(({ api }) => api)).toEqual(['feishu.lumpSumUpdate', 'feishu.lumpSumRemove']);
    expect(calls[0]?.recordIds).toEqual(records.map(({ id }) => id));
    expect(effects.map(({ kind }) => kind)).toEqual([
      'feishu.lumpSumCreated',
      'feishu.lumpSumCorrected',
      'feishu.lumpSumRemoved',
    ]);
    expect(totals.lumpSum).toEqual({ created: 1, corrected: 1, removed: 1 });
  });
});

describe('the side door', () => {
  test.each<[string, string, unknown, number]>([
    ['an unknown record', 'records/1', { values: {} }, 404],
    ['an unknown detail', 'records/ID/details/1', { paid: true }, 404],
    ['an unknown member', 'records/ID', { values: { total: '1' } }, 400],
    ['an unknown mark', 'records/ID', { paid: true }, 400],
    ['a frequency that is no integer', 'records/ID', { values: { issuance_frequency: 'two' } }, 400],
    ['an unknown fact', 'employees/ou_0', { company_id: 'c' }, 400],
    ['no JSON', 'records/ID/details/1', undefined, 400],
  ])('refuses %s', async (_what, path, body, status) => {
    const reply = await put(sandbox, `lump-sum/${path.replace('ID', records[0]!.id)}`, body);
    expect(reply.status).toBe(status);
    expect(at(reply.json, 'problems')).toHaveLength(1);
  });
});

describe('the state file', () => {
  let folder: string;
  let stateFile: string;
  const running: Sandbox[] = [];
  const start = async (): Promise<Sandbox> => {
    const started = await startTestSandbox({ stateFile });
    running.push(started);
    return started;
  };
  const closeAll = async (): Promise<void> => {
    await Promise.all(running.splice(0).map((it) => it.close()));
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sandbox-lump-sum-'));
    stateFile = join(folder, 'state.json');
  });
  afterEach(async () => {
    await closeAll();
    rmSync(folder, { recursive: true });
  });

  test('brings back records, marks, employees and the ledger, and makes no id twice', async () => {
    const before = await start();
    const first = await caller(before);
    const record = await first.created({ remark: '"quoted"' });
    await first.update([updateOf(record, { details: withFirst(record, { issuance_way: 'with_cash' }) })]);
    await first.elsewhere(`records/${record.id}/details/${record.details[0]!.id}`, { paid: true });
    await first.elsewhere('employees/ou_0', { jobLevelId: 'l' });
    const [listed, whole] = [await first.read(record.id), await first.whole(record.id)];
    const { effects } = before.ledger(record.id);
    await closeAll();

    const after = await start();
    const second = await caller(after);
    expect(await second.query({ job_level_ids: ['l'] })).toEqual([listed]);
    expect(await second.whole(record.id)).toEqual(whole);
    expect(after.ledger(record.id).effects).toEqual(effects);
    expect(await second.create([{}])).toMatchObject([{ code: 21270202 }]);
    const other = await second.created({ unique_id: 'other' });
    expect(other.id > record.id).toBe(true);
    expect(other.details[0]!.id > record.details[1]!.id).toBe(true);
  });

  test('holds a correction whose answer never arrived', async () => {
    const started = await start();
    const lost = await caller(started);
    const record = await lost.created();
    started.setFaults([{ on: 'feishu.lumpSumUpdate', fault: 'dropAfter' }]);
    await expect(
      lost.send('batch_update', { records: [updateOf(record, { remark: 'kept' })] }),
    ).rejects.toThrow();
    // Read as another process would find it, with the sandbox still up: as after a kill.
    expect(readFileSync(stateFile, 'utf8')).toContain('"remark":"kept"');
  });

  test('of the time before there were lump sums is read as one without', async () => {
    await start();
    await closeAll();
    const state = JSON.parse(readFileSync(stateFile, 'utf8')) as { feishu: { lumpSums?: unknown } };
    delete state.feishu.lumpSums;
    writeFileSync(stateFile, JSON.stringify(state));
    const lumpSumsOf = await caller(await start());
    expect(await lumpSumsOf.query()).toEqual([]);
    expect(await lumpSumsOf.create([{}])).toMatchObject([{ code: 0 }]);
  });
});
