import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { z } from 'zod';
import type { Answer } from '../answer.ts';
import type { Subject } from '../apis.ts';
import { exchangeWith } from '../exchange.ts';
import { isAuthentic, readMessage, refuse, webhookDialect, type SignedMessage } from '../webhook.ts';
import type { World } from '../world.ts';

/** As much as a receiver must be able to rely on: strict, so that a change of the event is noticed. */
const event = z.strictObject({
  type: z.string().regex(/^payout\.[a-zA-Z]+$/),
  timestamp: z.iso.datetime(),
  data: z.strictObject({
    workflowId: z.string().min(1),
    runId: z.guid(),
    startedAt: z.iso.datetime(),
    sequence: z.int().positive(),
    payout: z.looseObject({ flow: z.string(), status: z.string() }),
    record: z.looseObject({ version: z.literal(1), end: z.string() }).optional(),
  }),
});
type Event = z.output<typeof event>;

function read(text: string): Event | undefined {
  try {
    return event.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function take(world: World, message: SignedMessage): Answer {
  if (!isAuthentic(world, message)) return refuse(401, 'signature or timestamp does not hold');
  if (!/^application\/json\s*(;|$)/i.test(message.contentType)) return refuse(400, 'Content-Type');
  const told = read(message.text);
  if (told === undefined) return refuse(400, 'this is no event');
  const { runId, sequence, payout } = told.data;
  if (!message.id.startsWith('outcome/') || !message.id.endsWith(`/${runId}/${sequence}`)) {
    return refuse(400, 'webhook-id is outcome/<workflow id>/<run id>/<sequence>');
  }
  if (told.type !== `payout.${payout.status}`) return refuse(400, 'the type is not the status');
  const changed = world.ledger.outcome(message.id, message.text);
  if (changed) return refuse(422, 'this webhook-id was used with another body');
  world.changed();
  return { status: 200, code: '200', body: {} };
}

const orderIds = z.object({
  data: z.object({
    payout: z.object({
      orderId: z.string().optional(),
      externalOrderId: z.string().optional(),
      correctionId: z.string().optional(),
    }),
  }),
});

function subjectOf(text: string): Subject {
  const told = orderIds.safeParse(read(text)).data?.data.payout;
  const orderId = told?.orderId ?? told?.externalOrderId ?? told?.correctionId;
  return { accounts: [], ...(orderId === undefined ? {} : { orderId }) };
}

/** The owner's receiver of outcome webhooks: keeps every event, and counts how often it came. */
export function outcomeRoutes(world: World): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.post('/owner/outcomes', async (c) => {
    const message = await readMessage(c.req);
    return exchangeWith(world, c.env, {
      api: 'owner.outcome',
      subject: subjectOf(message.text),
      dialect: webhookDialect,
      url: c.req.url,
      process: () => take(world, message),
    });
  });
  return app;
}
