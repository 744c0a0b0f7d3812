import type { CallOptions } from '../http/cancellation.ts';
import { createSignedPost, type Message, type SignedPostOptions } from '../http/signedPost.ts';
import type { WebhookSettings } from './settings.ts';
import { judgeDelivery, type Delivery } from './verdict.ts';

export type ReceiverOptions = WebhookSettings & SignedPostOptions;

export interface ReceiverClient {
  /** where it posts to, for people: an address may hold more than they should see */
  readonly host: string;
  /** Posts one event. The owner's receiver drops a repeat by its id, so any but a taken one may be posted again. */
  deliver(message: Message, options?: CallOptions): Promise<Delivery>;
}

/**
 * A client of what receives the owner's outcome webhooks. It throws only what the caller's signal was aborted with.
 * @throws Error that says which setting cannot work, never its value.
 */
export function createReceiverClient(settings: ReceiverOptions): ReceiverClient {
  const post = createSignedPost('OUTCOME_WEBHOOK_URL', settings);
  return {
    host: new URL(settings.url).host,
    deliver: async (message, options) => judgeDelivery(await post(message, options)),
  };
}
