import { randomBytes } from 'node:crypto';
import { appendFileSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { compareOutcomes, outcomeWebhookId, type OutcomePlace } from '../../contract/outcomeEvent.ts';
import { freePort } from '../../local/temporal/freePort.ts';
import { startReceiver, type Receiver } from '../harness/receiver.ts';

const secret = `whsec_${randomBytes(24).toString('base64')}`;
const another = `whsec_${randomBytes(24).toString('base64')}`;
const workflowId = 'allinpay-withdrawal/default/ST-1';

let folder: string;
let port: number;
let receiver: Receiver;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'payouts-receiver-'));
  port = await freePort();
  receiver = await startReceiver(port, folder, secret);
});
afterAll(async () => {
  await receiver.kill();
  await rm(folder, { recursive: true, force: true });
});

type Event = ReturnType<typeof event>;

function event(place: Partial<OutcomePlace>, closes = false) {
  const { runId = 'run-1', startedAt = '2026-01-31T00:00:00.000Z', sequence = 1 } = place;
  const { timestamp = '2026-01-31T00:00:01.000Z' } = place;
  const data = { workflowId, runId, startedAt, sequence, payout: {} };
  const record = { version: 1, workflowId, runId };
  return { type: `payout.${sequence}`, timestamp, data: closes ? { ...data, record } : data };
}

async function tell(told: Event, by = secret): Promise<number> {
  const id = outcomeWebhookId(told.data);
  const body = JSON.stringify(told);
  const at = new Date();
  const response = await fetch(`http://127.0.0.1:${port}/outcomes`, {
    method: 'POST',
    headers: {
      connection: 'close',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(by).sign(id, at, body),
    },
    body,
  });
  return response.status;
}

const lines = (name: string): string[] =>
  readFileSync(join(folder, name), 'utf8')
    .split('\n')
    .filter((line) => line !== '');

async function newest(): Promise<OutcomePlace[]> {
  const response = await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } });
  return (await response.json()) as OutcomePlace[];
}

describe('the receiver of the examples', () => {
  it('believes nothing that is signed by somebody else', async () => {
    expect(await tell(event({ sequence: 9 }), another)).toBe(401);
    expect(lines('events.ndjson')).toEqual([]);
  });

  it('takes each event once, however often it comes', async () => {
    expect([await tell(event({ sequence: 2 }, true)), await tell(event({ sequence: 2 }, true))]).toEqual([
      200, 200,
    ]);
    expect(lines('events.ndjson')).toHaveLength(1);
    expect(lines('records.ndjson')).toEqual([JSON.stringify({ version: 1, workflowId, runId: 'run-1' })]);
  });

  it('keeps the newest, in whatever order they come, as the contract compares them', async () => {
    const events = [
      event({ sequence: 1 }),
      event({ runId: 'run-3', startedAt: '2026-02-01T00:00:00.000Z', sequence: 1 }),
      event({ runId: 'run-2', sequence: 1, timestamp: '2026-01-31T00:00:09.000Z' }),
    ];
    for (const told of events) await tell(told);
    const [kept, ...others] = await newest();
    expect(others).toEqual([]);
    const places = events.map(({ timestamp, data }) => ({ ...data, timestamp }));
    expect(kept?.runId).toBe(places.sort(compareOutcomes).at(-1)?.runId);
    expect(kept?.runId).toBe('run-3');
  });

  it('killed while it wrote, knows what it had answered for and takes the rest again', async () => {
    await tell(event({ runId: 'run-4', sequence: 1 }, true));
    await receiver.kill();
    const torn = JSON.stringify({ version: 1, workflowId, runId: 'run-5' });
    appendFileSync(join(folder, 'records.ndjson'), torn.slice(0, -5));
    receiver = await startReceiver(port, folder, secret);
    await tell(event({ runId: 'run-4', sequence: 1 }, true));
    await tell(event({ runId: 'run-5', sequence: 1 }, true));
    const runs = lines('records.ndjson').map((line) => (JSON.parse(line) as { runId: string }).runId);
    expect(runs).toEqual(['run-1', 'run-4', 'run-5']);
    expect((await newest())[0]?.runId).toBe('run-3');
  });

  it('killed between a record and its event, writes the record no second time', async () => {
    await receiver.kill();
    const record = { version: 1, workflowId, runId: 'run-6' };
    appendFileSync(join(folder, 'records.ndjson'), `${JSON.stringify(record)}\n`);
    receiver = await startReceiver(port, folder, secret);
    expect(await tell(event({ runId: 'run-6', sequence: 1 }, true))).toBe(200);
    expect(lines('records.ndjson').filter((line) => line.includes('run-6'))).toHaveLength(1);
    expect(lines('events.ndjson').filter((line) => line.includes('run-6'))).toHaveLength(1);
  });
});
