import type { Api } from '../../sandbox/apis.ts';
import type { FaultRuleInput } from '../../sandbox/faults/rules.ts';

/** Selects the one payout of a cell in a fault rule. */
export type Where = Pick<FaultRuleInput, 'orderId' | 'account' | 'recordId'>;

/** What money did by the books of the other side, beside what the payout says of itself. */
export interface Money {
  /** how often this order had an effect: more than one is a double payment */
  readonly paid: number;
  /** how often it was sent, by whoever */
  readonly sent: number;
  /** what does not agree between the books and the payout, in words */
  readonly disagreements: readonly string[];
}

/** The payout of one cell. */
export interface Subject {
  readonly workflowId: string;
  /** as a caller of ours starts it: attaches where a run carries the order */
  start(): Promise<{ readonly attached: boolean; readonly runId: string | undefined }>;
  /** as another service starts it, by the SDK's default policies or stricter ones */
  startRaw(policy: 'ALLOW_DUPLICATE' | 'REJECT_DUPLICATE'): Promise<unknown>;
  where(api: Api): Where;
  /** @param shown what the payout says of itself */
  money(shown: unknown): Money;
  /** keeps the other side from coming to an end of it by itself, where it would */
  holdBack(): Promise<void>;
  /** closes the account, takes the record away … after the call was made */
  closeMeanwhile(): Promise<void>;
  /** a person puts right what was wrong at the other side */
  mend(): Promise<void>;
}
