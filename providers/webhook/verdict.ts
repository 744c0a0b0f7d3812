import type { Exchange } from '../http/http.ts';

/** What became of one try. `message` is our own words. */
export type Delivery =
  | { readonly kind: 'taken'; readonly status: number }
  /** the receiver wants no events any more */
  | { readonly kind: 'notWanted'; readonly status: number; readonly message: string }
  | { readonly kind: 'notTaken'; readonly status?: number; readonly message: string };

/**
 * 2xx is taken, 410 is never to be tried again (Standard Webhooks, "Gone"), anything else is tried again: a receiver that
 * refuses for its settings, or answers 404 while it is deployed, is mended and must not have missed anything.
 */
export function judgeDelivery(exchange: Exchange): Delivery {
  switch (exchange.kind) {
    case 'notSent':
      return { kind: 'notTaken', message: `not sent, ${exchange.reason}` };
    case 'lost': {
      const { status, reason } = exchange;
      return { kind: 'notTaken', message: `answer lost, ${reason}`, ...(status !== undefined && { status }) };
    }
    case 'answer': {
      const { status } = exchange;
      if (status >= 200 && status < 300) return { kind: 'taken', status };
      if (status === 410) return { kind: 'notWanted', status, message: 'it wants no events (HTTP 410)' };
      return { kind: 'notTaken', status, message: `HTTP ${status}` };
    }
  }
}
