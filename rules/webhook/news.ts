import type { AttentionReason } from '../../contract/attention.ts';
import type { Head, Status } from '../../contract/head.ts';
import { isLargePart } from '../largeParts.ts';

/** Where a payout stands, as far as it decides what its owner is told. */
export interface Standing {
  readonly status: Status;
  /** every reason for which a person is needed now, shown or hidden behind a graver one */
  readonly reasons: readonly AttentionReason[];
  /** the owner is to credit and say so */
  readonly awaitsConfirmation: boolean;
}

/** What the owner has been told, or need not be. */
export interface Notified {
  readonly begun: readonly Status[];
  readonly reasons: readonly AttentionReason[];
}

export const NOTHING_NOTIFIED: Notified = { begun: [], reasons: [] };

/**
 * Whether a payout that comes to stand so has something to tell: that it waits for approval, that the provider has the
 * order, that a credit is to be confirmed, each once; and every time that a person is needed for a reason that did not
 * stand already. How it ends is told apart from this.
 */
export function newsOf(
  notified: Notified,
  now: Standing,
): { readonly isNews: boolean; readonly notified: Notified } {
  const begins = hasBegun(now) && !notified.begun.includes(now.status);
  const isNews = begins || now.reasons.some((reason) => !notified.reasons.includes(reason));
  return {
    isNews,
    notified: { begun: begins ? [...notified.begun, now.status] : notified.begun, reasons: now.reasons },
  };
}

function hasBegun({ status, awaitsConfirmation }: Standing): boolean {
  if (status === 'crediting') return awaitsConfirmation;
  return status === 'awaitingApproval' || status === 'processing';
}

/** From here on the server warns of a history; it ends a run at 50 MB. */
const LONG_HISTORY_BYTES = 10 * 1024 * 1024;

/**
 * What an event before the last shows of a payout. Every event stands in the history, and a provider that comes and goes for
 * a year is told of each time: from 10 MB on members of more than 16 KB, the details or records, are left out. The `payout`
 * query has them at any time, and the last event.
 */
export function shownInEvent(payout: Head, historyBytes: number): Head {
  if (historyBytes < LONG_HISTORY_BYTES) return payout;
  const small = Object.entries(payout).filter(([, member]) => !isLargePart(member));
  return Object.fromEntries(small) as unknown as Head;
}
