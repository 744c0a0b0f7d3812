import type { AttentionReason } from '../contract/attention.ts';
import type { Status } from '../contract/head.ts';

/** Where a payout stands, as far as it decides what its owner is told. */
export interface Standing {
  readonly status: Status;
  /** every reason for which a person is needed now, shown or hidden behind a graver one */
  readonly reasons: readonly AttentionReason[];
  /** the owner is to credit and say so */
  readonly awaitsConfirmation: boolean;
}

/** What the owner has been told, or need not be. */
export interface Told {
  readonly begun: readonly Status[];
  readonly reasons: readonly AttentionReason[];
}

export const NOTHING_TOLD: Told = { begun: [], reasons: [] };

/**
 * Whether a payout that comes to stand so has something to tell: that it waits for approval, that the provider has the
 * order, that a credit is to be confirmed, each once; and every time that a person is needed for a reason that did not
 * stand already. How it ends is told apart from this.
 */
export function newsOf(told: Told, now: Standing): { readonly isNews: boolean; readonly told: Told } {
  const begins = hasBegun(now) && !told.begun.includes(now.status);
  const isNews = begins || now.reasons.some((reason) => !told.reasons.includes(reason));
  return {
    isNews,
    told: { begun: begins ? [...told.begun, now.status] : told.begun, reasons: now.reasons },
  };
}

function hasBegun({ status, awaitsConfirmation }: Standing): boolean {
  if (status === 'crediting') return awaitsConfirmation;
  return status === 'awaitingApproval' || status === 'processing';
}
