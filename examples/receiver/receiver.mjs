// Receives the outcome webhooks of durable-payouts. Verifies each, drops repeats, knows the newest of every payout, and
// keeps the record of every payout that has closed. It answers 200 only when what it was told is on the disk: whatever is
// not answered so comes again, so a receiver may die at any moment and miss nothing.
//
//   WEBHOOK_SECRET=whsec_… node receiver.mjs 8080 ./data
//
// data/events.ndjson   every event once: its id, its place and the status that it told
// data/records.ndjson  the record of every closed run, once
// GET /                the newest of every payout
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { Buffer } from 'node:buffer';
import { createServer } from 'node:http';
import { join } from 'node:path';
import process from 'node:process';
import { Webhook } from 'standardwebhooks';

const MOST_BYTES = 8 * 1024 * 1024;

/** Lines of JSON that are only ever added to. A last line without an end was never answered for: it is taken off. */
class Lines {
  #file;

  constructor(path) {
    this.before = [];
    if (existsSync(path)) {
      const bytes = readFileSync(path);
      const whole = bytes.subarray(0, bytes.lastIndexOf('\n') + 1);
      if (whole.length < bytes.length) truncateSync(path, whole.length);
      this.before = whole
        .toString('utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line));
    }
    this.#file = openSync(path, 'a');
  }

  add(value) {
    const line = Buffer.from(`${JSON.stringify(value)}\n`);
    for (let written = 0; written < line.length;) written += writeSync(this.#file, line, written);
    fsyncSync(this.#file);
  }

  close() {
    closeSync(this.#file);
  }
}

/** What has been told so far. Everything in it can be read again from the two files. */
class Inbox {
  #events;
  #records;
  #ids = new Set();
  #recorded = new Set();
  newest = new Map();

  constructor(folder) {
    mkdirSync(folder, { recursive: true });
    this.#events = new Lines(join(folder, 'events.ndjson'));
    this.#records = new Lines(join(folder, 'records.ndjson'));
    for (const event of this.#events.before) this.#know(event);
    for (const record of this.#records.before) this.#recorded.add(record.runId);
  }

  /** The record goes first: where we die in between, the event comes again, and finds its record. */
  take(id, { type, timestamp, data }) {
    if (this.#ids.has(id)) return;
    const { workflowId, runId, startedAt, sequence, record } = data;
    if (record !== undefined && !this.#recorded.has(record.runId)) {
      this.#records.add(record);
      this.#recorded.add(record.runId);
    }
    const event = { id, workflowId, runId, startedAt, sequence, timestamp, type };
    this.#events.add(event);
    this.#know(event);
  }

  #know(event) {
    this.#ids.add(event.id);
    const newest = this.newest.get(event.workflowId);
    if (newest === undefined || isNewer(event, newest)) this.newest.set(event.workflowId, event);
  }
}

/**
 * Events come in any order. By the run, then by the number within it. A run that was reset shares its start with the run
 * it was taken from: of two such the one that spoke last.
 */
function isNewer(a, b) {
  if (a.startedAt !== b.startedAt) return Date.parse(a.startedAt) > Date.parse(b.startedAt);
  if (a.runId === b.runId) return a.sequence > b.sequence;
  return Date.parse(a.timestamp) > Date.parse(b.timestamp);
}

async function textOf(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MOST_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function receive(request, inbox, webhook) {
  const text = await textOf(request);
  if (text === undefined) return 413;
  let event;
  try {
    // The very text that came, not JSON written anew: the signature is over its bytes.
    event = webhook.verify(text, request.headers);
  } catch {
    return 401;
  }
  inbox.take(request.headers['webhook-id'], event);
  return 200;
}

const [port = '8080', folder = 'data'] = process.argv.slice(2);
const { WEBHOOK_SECRET: secret } = process.env;
if (secret === undefined) throw new Error('WEBHOOK_SECRET is not set');
const webhook = new Webhook(secret);
const inbox = new Inbox(folder);

const server = createServer((request, response) => {
  if (request.method === 'GET') {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify([...inbox.newest.values()]));
    return;
  }
  receive(request, inbox, webhook).then(
    (status) => response.writeHead(status).end(),
    (error) => {
      process.stderr.write(`${error}\n`);
      response.writeHead(500).end();
    },
  );
});
server.listen(Number(port), '127.0.0.1', () => process.stdout.write(`listening on ${port}\n`));
process.once('SIGTERM', () => server.close());
