import { Webhook } from 'standardwebhooks';
import type { CallOptions } from './cancellation.ts';
import { readAddress, readLimits, type ClientLimits } from './clientLimits.ts';
import { post, type Exchange } from './http.ts';
import type { ClientRoute } from './proxy.ts';

/** What nobody sets from outside. */
export interface SignedPostOptions extends Pick<ClientLimits, 'timeoutMs' | 'maxResponseBytes'> {
  /** Milliseconds since 1970; default Date.now. The receiver refuses signatures that are minutes off. */
  readonly clock?: (() => number) | undefined;
}

interface SignedPostSettings extends SignedPostOptions, ClientRoute {
  readonly url: string;
  /** `whsec_` and Base64. */
  readonly secret: string;
}

/** A message as Standard Webhooks has it. `body` (JSON) must be the same on every try of an id. */
export interface Message {
  /** sent as `webhook-id`: the receiver acts on an id once */
  readonly id: string;
  readonly body: string;
}

/** Posts a message, once. It throws only what the caller's signal was aborted with, before it was sent. */
export type SignedPost = (message: Message, options?: CallOptions) => Promise<Exchange>;

/**
 * Posts to one address, signed by Standard Webhooks, freshly on every try.
 * @param setting what the address is set by, for errors
 * @throws Error that says which setting cannot work, never its value.
 */
export function createSignedPost(setting: string, settings: SignedPostSettings): SignedPost {
  const url = readAddress(`url (${setting})`, settings.url);
  const webhook = readSecret(settings.secret);
  const limits = readLimits(settings);
  const clock = settings.clock ?? Date.now;

  return ({ id, body }, options) => {
    const signedAt = new Date(clock());
    return post({
      url,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        accept: 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(signedAt.getTime() / 1_000)),
        'webhook-signature': webhook.sign(id, signedAt, body),
      },
      body,
      ...limits,
      proxy: settings.proxy,
      signal: options?.signal,
    });
  };
}

function readSecret(secret: string): Webhook {
  try {
    if (secret.startsWith('whsec_')) return new Webhook(secret);
  } catch {
    // What the library says of a secret may quote it.
  }
  throw new Error('secret (WEBHOOK_SECRET) must be "whsec_" and Base64');
}
