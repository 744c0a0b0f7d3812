/** One line of the provider's order, as far as a decision reads it. Money in yuan, ids as digits. */
export interface OrderLine {
  readonly accountUserId?: string;
  readonly externalCode?: string;
  readonly referenceType?: string;
  readonly withdrawTId?: string;
  /** what arrived or is to arrive in the account */
  readonly arrived?: string;
  readonly fee?: string;
  readonly status: 'pending' | 'settled' | 'failed';
  /** the provider's words for the status */
  readonly statusText?: string;
}

/** `referenceType` 11 is 大B, the platform itself. */
export const PLATFORM = '11';
