import { appendFile, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { History } from '@temporalio/common/lib/proto-utils.js';
import { IncompleteRecordsError } from '../../../clients/index.ts';
import { exportRecords } from '../../../clients/records/exportRecords.ts';
import { payoutRecord, type PayoutRecord } from '../../../contract/index.ts';
import { endedBy, recorded } from './recorded.ts';
import { FakeServer, window } from './fakeServer.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'payouts-export-'));
  path = join(folder, 'records.ndjson');
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const text = (): Promise<string> => readFile(path, 'utf8');

async function records(): Promise<PayoutRecord[]> {
  const lines = (await text()).split('\n');
  expect(lines.pop()).toBe('');
  return lines.map((line) => payoutRecord.parse(JSON.parse(line)));
}

const runIds = async (): Promise<string[]> => (await records()).map(({ runId }) => runId);

const terminated = endedBy(recorded('allinpayWithdrawal/settled'), {
  workflowExecutionTerminatedEventAttributes: {},
});

function resultingIn(result: object): History {
  const payloads = [
    { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from(JSON.stringify(result)) },
  ];
  return endedBy(recorded('allinpayWithdrawal/settled'), {
    workflowExecutionCompletedEventAttributes: { result: { payloads } },
  });
}

/** Five runs, of which the list gives the newest first. */
function fiveRuns(): FakeServer {
  return new FakeServer()
    .closed('e', 9)
    .closed('d', 9, recorded('allinpayWithdrawal/partially-settled'))
    .closed('c', 3, recorded('allinpayWithdrawal/every-detail-failed'))
    .closed('b', 2, terminated)
    .closed('a', 1);
}

describe('an export', () => {
  it('holds a line a run, by the time at which they closed and then by run id', async () => {
    const server = fiveRuns();
    const report = await exportRecords(path, await server.records());
    expect(await runIds()).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(report).toMatchObject({ counted: 5, written: 5, thereBefore: 0, missing: [], isComplete: true });
    expect(report.counts).toEqual({ allinpayWithdrawal: { completed: 3, failed: 1, terminated: 1 } });
  });

  it('sums the money exactly, and says of how many runs nothing is known', async () => {
    const { allinpay } = await exportRecords(path, await fiveRuns().records());
    const results = (await records()).flatMap<Record<string, unknown>>(({ result }) => result ?? []);
    const cents = (member: string): number =>
      results.reduce<number>((total, result) => total + Math.round(Number(result[member]) * 100), 0);
    expect(results).toHaveLength(4);
    for (const member of ['asked', 'settled', 'failed', 'pending', 'fee'] as const) {
      expect(Math.round(Number(allinpay[member]) * 100)).toBe(cents(member));
    }
    expect(allinpay).toMatchObject({ payouts: 5, withoutFigures: 1, agrees: true });
  });

  it('adds nothing when it is run again, and only what is new when there is more', async () => {
    const server = fiveRuns();
    await exportRecords(path, await server.records());
    const first = await text();
    const second = await exportRecords(path, await server.records());
    expect(await text()).toBe(first);
    expect(second).toMatchObject({ written: 0, thereBefore: 5, isComplete: true });
    expect(second.allinpay).toMatchObject({ payouts: 5 });
    expect(server.reads).toHaveLength(5);

    server.closed('f', 10);
    expect(await exportRecords(path, await server.records())).toMatchObject({ written: 1, thereBefore: 5 });
    expect(await text()).toBe(first + (await text()).split('\n').at(-2)! + '\n');
  });

  it('is whole after it was stopped at any byte and run again', async () => {
    const server = fiveRuns();
    await exportRecords(path, await server.records());
    const whole = await readFile(path);
    const lineStarts = [0, ...[...whole.entries()].flatMap(([at, byte]) => (byte === 0x0a ? [at + 1] : []))];
    const last = lineStarts.at(-3)!;
    for (
      let length = last;
      length <= whole.length;
      length += length < last + 16 || length > whole.length - 4 ? 1 : 97
    ) {
      await writeFile(path, whole.subarray(0, length));
      const { mended, isComplete } = await exportRecords(path, await server.records());
      expect(await readFile(path)).toEqual(whole);
      expect(isComplete).toBe(true);
      const isStart = lineStarts.includes(length);
      const isEnd = lineStarts.includes(length + 1);
      expect([length, mended]).toEqual([length, isStart ? undefined : isEnd ? 'completed' : 'cut']);
    }
  });

  it('cuts off the zeros that a lost power leaves', async () => {
    const server = fiveRuns();
    await exportRecords(path, await server.records());
    const whole = await readFile(path);
    await truncate(path, whole.length - 100);
    await appendFile(path, Buffer.alloc(100));
    expect(await exportRecords(path, await server.records())).toMatchObject({ mended: 'cut' });
    expect(await readFile(path)).toEqual(whole);
  });

  it.each([
    ['a letter', 'Dear all,\nthis is no record'],
    ['one line of something', '{"orderId":"A-1"}'],
    ['a record of a newer version', '{"version":2,"workflowId":"x"}\n'],
  ])('never touches a file that holds %s', async (_what, held) => {
    await writeFile(path, held);
    await expect(exportRecords(path, await fiveRuns().records())).rejects.toThrow(
      /is not a file of payout records: line 1/,
    );
    expect(await text()).toBe(held);
  });

  it('reads few histories at once and each once', async () => {
    const server = new FakeServer();
    for (let index = 0; index < 100; index += 1)
      server.closed(`r${String(index).padStart(3, '0')}`, index % 7);
    await exportRecords(path, await server.records());
    expect(server.busiest).toBe(8);
    expect(new Set(server.reads).size).toBe(100);
    const closed = (await records()).map(({ closedAt, runId }) => `${closedAt} ${runId}`);
    expect(closed).toEqual([...closed].sort());
  });
});

describe('an export is not complete', () => {
  it('while the server counts another number of runs than it lists', async () => {
    const server = fiveRuns();
    server.counts = [6];
    const report = await exportRecords(path, await server.records());
    expect(server.looks).toBe(3);
    expect(report).toMatchObject({ counted: 6, written: 5, isComplete: false });
    expect(report.missing).toEqual(['the server counts 6 runs and lists 5']);
  });

  it('but is when a later look finds the two agree', async () => {
    const server = fiveRuns();
    server.counts = [6, 5];
    expect(await exportRecords(path, await server.records())).toMatchObject({ counted: 5, isComplete: true });
    expect(server.looks).toBe(2);
  });

  it('where a run cannot be read: the others are written, and it is with the next', async () => {
    const server = fiveRuns().closed('bad', 2, new Error('history is gone'));
    const report = await exportRecords(path, await server.records());
    expect(report).toMatchObject({ counted: 6, written: 5, unreadable: 1, isComplete: false });
    expect(report.missing).toEqual(['allinpay-withdrawal/default/bad (run bad): history is gone']);

    server.histories.set('bad', terminated);
    expect(await exportRecords(path, await server.records())).toMatchObject({ written: 1, isComplete: true });
    expect((await runIds()).at(-1)).toBe('bad');
  });

  it('where the window begins before what the server still keeps', async () => {
    const server = fiveRuns();
    server.kept = 1000;
    const report = await exportRecords(path, await server.records());
    expect(report).toMatchObject({ written: 5, isComplete: false });
    expect(report.missing).toEqual([expect.stringMatching(/keeps closed runs since 20.*may be forgotten/)]);
  });

  it('where the sums of a run do not agree, even if another run makes up for it', async () => {
    const figures = { failed: '0.00', pending: '0.00', fee: '0.00' };
    const server = new FakeServer()
      .closed('a', 1, resultingIn({ asked: '2.00', settled: '1.00', ...figures }))
      .closed('b', 2, resultingIn({ asked: '1.00', settled: '2.00', ...figures }));
    const report = await exportRecords(path, await server.records());
    expect(report).toMatchObject({
      missing: [],
      isComplete: true,
      allinpay: { asked: '3.00', settled: '3.00', agrees: false },
      disagreeing: [
        'allinpay-withdrawal/default/a (run a): asked 2.00 CNY is not settled 1.00 + failed 0.00 + pending 0.00',
        'allinpay-withdrawal/default/b (run b): asked 1.00 CNY is not settled 2.00 + failed 0.00 + pending 0.00',
      ],
    });
  });

  it('names the first runs that do not agree, and counts the rest', async () => {
    const figures = { settled: '0.00', failed: '0.00', pending: '0.00', fee: '0.00' };
    const server = new FakeServer();
    for (let run = 0; run < 23; run += 1) {
      server.closed(`r${run}`, run, resultingIn({ asked: '1.00', ...figures }));
    }
    const { disagreeing } = await exportRecords(path, await server.records());
    expect(disagreeing).toHaveLength(21);
    expect(disagreeing.at(-1)).toBe('and 3 runs more');
  });
});

describe('the sums', () => {
  const adopted = { asked: '50.00', adopted: '30.00', settled: '20.00', failed: '10.00', pending: '0.00' };

  it('of an order that was adopted are those of the order that took its place', async () => {
    const server = new FakeServer()
      .closed('a', 1, resultingIn({ ...adopted, fee: '0.50' }))
      .closed(
        'b',
        2,
        resultingIn({ asked: '1.00', settled: '1.00', failed: '0.00', pending: '0.00', fee: '0' }),
      );
    expect(await exportRecords(path, await server.records())).toMatchObject({
      isComplete: true,
      allinpay: { asked: '51.00', toPay: '31.00', adoptedOrders: 1, agrees: true },
      disagreeing: [],
    });
  });

  it('do not agree where an adopted order comes to what was asked for in its place', async () => {
    const server = new FakeServer().closed(
      'a',
      1,
      resultingIn({ ...adopted, settled: '40.00', fee: '0.00' }),
    );
    const { allinpay, disagreeing } = await exportRecords(path, await server.records());
    expect(allinpay.agrees).toBe(false);
    expect(disagreeing).toEqual([
      'allinpay-withdrawal/default/a (run a): adopted 30.00 CNY is not settled 40.00 + failed 10.00 + pending 0.00',
    ]);
  });
});

it('records that the server has forgotten stay in the file and in the figures of their window', async () => {
  const server = fiveRuns();
  await exportRecords(path, await server.records());
  server.runs.splice(2);
  const report = await exportRecords(path, await server.records());
  expect(report).toMatchObject({ counted: 2, written: 0, thereBefore: 5, forgotten: 3, isComplete: true });
  const another = { closedFrom: '2024-04-01T00:00:00.000Z', closedTo: '2024-04-02T00:00:00.000Z' };
  const later = await exportRecords(path, await new FakeServer().records(another));
  expect(later).toMatchObject({ counted: 0, thereBefore: 0, forgotten: 0, counts: {} });
});

it('records of a window that may still grow cannot be had', async () => {
  const closedTo = new Date().toISOString();
  await expect(fiveRuns().records({ ...window, closedTo })).rejects.toThrow(
    /closedTo: must be 60 s ago or more/,
  );
});

describe('looping over records', () => {
  it('gives each in order and ends well when none is missing', async () => {
    const given: string[] = [];
    for await (const { runId } of await fiveRuns().records()) given.push(runId);
    expect(given).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('gives all it has, then throws when one is missing', async () => {
    const server = fiveRuns().closed('bad', 2, new Error('history is gone'));
    const given: string[] = [];
    const loop = async (): Promise<void> => {
      for await (const { runId } of await server.records(window)) given.push(runId);
    };
    await expect(loop()).rejects.toThrow(IncompleteRecordsError);
    expect(given).toHaveLength(5);
  });
});
