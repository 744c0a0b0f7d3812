import { subscribe } from 'node:diagnostics_channel';
import { readFileSync, rmSync } from 'node:fs';
import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import { isMainThread } from 'node:worker_threads';
import { Context } from '@temporalio/activity';
import { z } from 'zod';

/**
 * Loaded into a worker before its own code (`node --import`): ends the process by SIGKILL at a named point of a named
 * request, or lets that request find nobody. The order is a file that the matrix writes; it is taken away first, so that
 * the next worker lives.
 */
const orderSchema = z.object({
  id: z.string(),
  point: z.enum(['beforeMark', 'beforeSend', 'afterAnswer', 'beforeNext', 'refuse']),
  /** source of a regular expression */
  path: z.string(),
  /** which request to that path, from 1 */
  nth: z.int().positive(),
});

type Order = z.output<typeof orderSchema>;

/** The kernel refuses connections to it. */
const NOBODY = '1';

const file = process.env['CRASH_ORDER'] ?? '';
let counted = { id: '', sent: 0, answered: 0 };

function currentOrder(): Order | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  const order = orderSchema.parse(JSON.parse(text));
  if (order.id !== counted.id) counted = { id: order.id, sent: 0, answered: 0 };
  return order;
}

function carriedOut(): void {
  rmSync(file, { force: true });
}

function die(): void {
  carriedOut();
  process.kill(process.pid, 'SIGKILL');
}

/** @returns whether the request is to find nobody */
function beforeRequest(path: string): boolean {
  const order = currentOrder();
  if (order === undefined) return false;
  if (order.point === 'beforeNext' && counted.answered >= order.nth) die();
  if (!new RegExp(order.path).test(path)) return false;
  counted.sent += 1;
  if (counted.sent !== order.nth) return false;
  if (order.point === 'beforeSend') die();
  if (order.point !== 'refuse') return false;
  carriedOut();
  return true;
}

/** The answer is read to its end, and nothing was made of it yet: promises go on only after this. */
function afterAnswer(path: string): void {
  const order = currentOrder();
  if (order === undefined || !new RegExp(order.path).test(path)) return;
  counted.answered += 1;
  if (order.point === 'afterAnswer' && counted.answered === order.nth) die();
}

/** A mark goes to the server by a heartbeat: the process ends before any of it has left. */
function watchHeartbeats(): void {
  const current = Context.current.bind(Context);
  const watched = new WeakSet<Context>();
  const watchedContext = (): Context => {
    const context = current();
    if (watched.has(context)) return context;
    watched.add(context);
    const heartbeat = context.heartbeat.bind(context);
    const beat = (details: unknown): void => {
      if (currentOrder()?.point === 'beforeMark') die();
      heartbeat(details);
    };
    return Object.assign(context, { heartbeat: beat });
  };
  Object.assign(Context, { current: watchedContext });
}

function install(): void {
  const request = http.request.bind(http);
  const watched = (url: string | URL, options: http.RequestOptions): ClientRequest => {
    const target = new URL(url);
    if (beforeRequest(target.pathname)) target.port = NOBODY;
    return request(target, options);
  };
  Object.assign(http, { request: watched });
  watchHeartbeats();
  subscribe('http.client.response.finish', (message) => {
    const { request: asked, response } = message as { request: ClientRequest; response: IncomingMessage };
    response.once('end', () => {
      afterAnswer(asked.path);
    });
  });
}

if (isMainThread) install();
