import { createHash } from 'node:crypto';
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { z } from 'zod';
import type { Answer } from '../answer.ts';
import { exchangeWith } from '../exchange.ts';
import type { World } from '../world.ts';
import { isAuthentic, readMessage, refuse, webhookDialect, type SignedMessage } from '../webhook.ts';
import { readCredit, type CreditBody } from './body.ts';

function creditOnce(world: World, id: string, bodyHash: string, { data }: CreditBody): Answer {
  const { points, cash } = data;
  const answer = {
    points,
    cash,
    reference: `wallet-${String(world.state.wallet.size + 1).padStart(6, '0')}`,
  };
  world.state.wallet.set(id, { bodyHash, answer: JSON.stringify(answer) });
  world.ledger.record({
    kind: 'wallet.credit',
    orderId: data.externalOrderId,
    account: data.referralAccountId,
    ...answer,
  });
  world.changed();
  return { status: 200, code: '200', body: answer };
}

const savedAnswer = z.object({
  points: z.int(),
  cash: z.array(z.object({ currency: z.string(), amount: z.string() })),
  reference: z.string(),
});

function credit(world: World, request: SignedMessage): Answer {
  if (!isAuthentic(world, request)) return refuse(401, 'signature or timestamp does not hold');
  if (!/^application\/json\s*(;|$)/i.test(request.contentType)) return refuse(400, 'Content-Type');
  const read = readCredit(request.text);
  if ('problem' in read) return refuse(read.status, read.problem);
  if (!/^credit\/[^/]+\//.test(request.id) || !request.id.endsWith(`/${read.credit.data.externalOrderId}`)) {
    return refuse(400, 'webhook-id is credit/<app id>/<externalOrderId>');
  }
  const bodyHash = createHash('sha256').update(request.text).digest('hex');
  const known = world.state.wallet.get(request.id);
  if (!known) return creditOnce(world, request.id, bodyHash, read.credit);
  if (known.bodyHash !== bodyHash) return refuse(422, 'this webhook-id was used with another body');
  if (world.settings.wallet.repeat === 'conflict') return refuse(409, 'credited before');
  return { status: 200, code: '200', body: savedAnswer.parse(JSON.parse(known.answer)) };
}

const glance = z.object({
  data: z.object({ externalOrderId: z.string().optional(), referralAccountId: z.string().optional() }),
});

function subjectOf(text: string): { accounts: string[]; orderId?: string } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { accounts: [] };
  }
  const read = glance.safeParse(json);
  if (!read.success) return { accounts: [] };
  const { externalOrderId: orderId, referralAccountId } = read.data.data;
  return {
    accounts: referralAccountId === undefined ? [] : [referralAccountId],
    ...(orderId === undefined ? {} : { orderId }),
  };
}

/** The owner's wallet: credits once a webhook-id, whatever is sent how often. */
export function walletRoutes(world: World): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.post('/wallet/credit', async (c) => {
    const request = await readMessage(c.req);
    return exchangeWith(world, c.env, {
      api: 'wallet.credit',
      subject: subjectOf(request.text),
      dialect: webhookDialect,
      url: c.req.url,
      process: () => credit(world, request),
    });
  });
  return app;
}
