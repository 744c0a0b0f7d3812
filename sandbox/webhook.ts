import { timingSafeEqual } from 'node:crypto';
import type { HonoRequest } from 'hono';
import { Webhook } from 'standardwebhooks';
import type { Answer, Dialect } from './answer.ts';
import { writeJson } from './json.ts';
import type { World } from './world.ts';

/** A message as it came, before anybody believes it. */
export interface SignedMessage {
  readonly id: string;
  readonly timestamp: string;
  readonly signature: string;
  readonly contentType: string;
  readonly text: string;
}

export async function readMessage(request: HonoRequest): Promise<SignedMessage> {
  const header = (name: string): string => request.header(name) ?? '';
  return {
    id: header('webhook-id'),
    timestamp: header('webhook-timestamp'),
    signature: header('webhook-signature'),
    contentType: header('content-type'),
    text: await request.text(),
  };
}

export function refuse(status: number, error: string): Answer {
  return { status, code: String(status), body: { error } };
}

export const webhookDialect: Dialect = {
  write: ({ status, body, headers }) => ({
    status,
    headers: { 'content-type': 'application/json', ...headers },
    text: writeJson(body),
  }),
  refusal: (code, msg, status = 400) => ({ status, code: String(code), body: { code, error: msg } }),
  rateLimited: (resetSeconds) => ({
    ...refuse(429, 'too many requests'),
    headers: { 'retry-after': String(resetSeconds) },
  }),
  serverError: () => refuse(500, 'internal error'),
  tokenExpired: () => refuse(401, 'unauthorized'),
  withOrderId: (answer) => answer,
};

/**
 * Standard Webhooks, by the library's own signature but the sandbox's own clock: the library checks the time
 * against the machine's, which is not the one under test.
 */
export function isAuthentic(world: World, { id, timestamp, signature, text }: SignedMessage): boolean {
  if (id === '' || !/^\d{1,12}$/.test(timestamp)) return false;
  const seconds = Number(timestamp);
  if (Math.abs(world.clock() / 1000 - seconds) > world.settings.wallet.toleranceSeconds) return false;
  const webhook = new Webhook(world.state.credentials.webhookSecret);
  const expected = Buffer.from(webhook.sign(id, new Date(seconds * 1000), text));
  return signature
    .split(' ')
    .map((candidate) => Buffer.from(candidate))
    .some((candidate) => candidate.length === expected.length && timingSafeEqual(candidate, expected));
}
