import { setTimeout as wait } from 'node:timers/promises';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { htmlPage, type Answer, type Dialect, type Seal, type Written } from './answer.ts';
import type { Api, Subject } from './apis.ts';
import type { WireFault } from './faults/faultBook.ts';
import type { World } from './world.ts';

/** One call of one API: who is asked about what, and how to process it. */
export interface Exchange {
  readonly api: Api;
  readonly subject: Subject;
  readonly dialect: Dialect;
  /** where the call was sent: a redirect points back at it */
  readonly url: string;
  process(): Answer;
  /** processes the first so many records of the call only */
  processPart?(first: number): void;
  /** revokes the token that was used */
  revokeToken?(): void;
}

type Sending =
  | { readonly how: 'whole' | 'cut'; readonly written: Written; readonly code?: string }
  | { readonly how: 'dropped' };

const hugeBytes = 3 * 1024 * 1024;

function write(dialect: Dialect, answer: Answer, seal: Seal): Written {
  return dialect.write(answer, answer.unsealed === true ? 'none' : seal);
}

function whole(dialect: Dialect, answer: Answer, seal: Seal = 'good'): Sending {
  const { code } = answer;
  return { how: 'whole', written: write(dialect, answer, seal), ...(code === undefined ? {} : { code }) };
}

function page(status: number, title: string): Sending {
  return { how: 'whole', written: htmlPage(status, title) };
}

/** Decides what leaves under a fault, and whether and when the call is processed. */
function carryOut(exchange: Exchange, fault: WireFault | null): Sending {
  const { dialect } = exchange;
  if (fault === null) return whole(dialect, exchange.process());
  switch (fault.fault) {
    case 'dropBefore':
      return { how: 'dropped' };
    case 'dropAfter':
      exchange.process();
      return { how: 'dropped' };
    case 'partial':
      exchange.processPart?.(fault.first);
      return { how: 'dropped' };
    case 'rateLimit':
      return whole(dialect, dialect.rateLimited(fault.resetSeconds ?? 1));
    case 'redirect':
      return { how: 'whole', written: { status: 302, headers: { location: exchange.url }, text: '' } };
    case 'serverErrorAfter':
    case 'serverError': {
      if (fault.fault === 'serverErrorAfter') exchange.process();
      const answer = dialect.serverError(fault.signed === true);
      return answer === null ? page(500, 'Internal Server Error') : whole(dialect, answer);
    }
    case 'expiredToken':
      exchange.revokeToken?.();
      return whole(dialect, dialect.tokenExpired(fault.status ?? 400));
    case 'code':
      if (fault.after === true) exchange.process();
      return whole(dialect, dialect.refusal(fault.code, fault.msg ?? 'fault on demand', fault.httpStatus));
    case 'garbage':
      exchange.process();
      return page(200, 'Service is being upgraded');
    case 'emptyBody':
      exchange.process();
      return { how: 'whole', written: { status: 200, headers: {}, text: '' } };
    case 'truncated':
      return { how: 'cut', written: write(dialect, exchange.process(), 'good') };
    case 'hugeBody': {
      const answer = exchange.process();
      return whole(dialect, {
        ...answer,
        body: { ...answer.body, padding: 'x'.repeat(fault.bytes ?? hugeBytes) },
      });
    }
    case 'wrongEcho':
      return whole(dialect, dialect.withOrderId(exchange.process(), 'another-order'));
    case 'badSignature':
      return whole(dialect, exchange.process(), 'bad');
    case 'unsigned':
      return whole(dialect, exchange.process(), 'none');
  }
}

async function pause(world: World, ms: number): Promise<void> {
  if (ms > 0) await wait(ms, undefined, { signal: world.closing, ref: false });
}

/** Sends half of what the headers announce, then cuts the line. */
async function sendHalf(
  { outgoing, incoming }: HttpBindings,
  { status, headers, text }: Written,
): Promise<void> {
  const body = Buffer.from(text);
  outgoing.writeHead(status, { ...headers, 'content-length': body.length });
  await new Promise<void>((sent) => {
    outgoing.write(body.subarray(0, Math.floor(body.length / 2)), () => {
      sent();
    });
  });
  incoming.socket.destroy();
}

async function send(bindings: HttpBindings, sending: Sending): Promise<Response> {
  switch (sending.how) {
    case 'dropped':
      bindings.incoming.socket.destroy();
      return RESPONSE_ALREADY_SENT;
    case 'cut':
      await sendHalf(bindings, sending.written);
      return RESPONSE_ALREADY_SENT;
    case 'whole': {
      const { status, headers, text } = sending.written;
      return new Response(text === '' ? null : text, { status, headers });
    }
  }
}

/**
 * Takes a call through its life: recorded on arrival, delayed or failed as the rules say, processed, saved, answered.
 * Whatever was done is on disk before a byte of the answer leaves.
 */
export async function exchangeWith(
  world: World,
  bindings: HttpBindings,
  exchange: Exchange,
): Promise<Response> {
  const call = world.ledger.arrival(exchange.api, exchange.subject);
  const plan = world.faults.wirePlan(exchange.api, exchange.subject);
  if (plan.names.length > 0) call.fault = plan.names.join('+');
  try {
    await pause(world, plan.delayBeforeMs);
    const sending = carryOut(exchange, plan.fault);
    if (sending.how !== 'dropped') {
      call.httpStatus = sending.written.status;
      if (sending.how === 'whole' && sending.code !== undefined) call.code = sending.code;
    }
    world.flush();
    await pause(world, plan.delayAfterMs);
    return await send(bindings, sending);
  } catch (error) {
    if (!world.closing.aborted) throw error;
    return send(bindings, { how: 'dropped' });
  }
}
