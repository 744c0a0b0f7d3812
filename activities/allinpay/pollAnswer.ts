import type { Contradiction } from '../../rules/allinpay/contradictions.ts';
import type { ReportedOutages } from '../../rules/outage.ts';
import type { NamesAsked } from './accountNames.ts';
import type { ConflictTold, DetailsSent, DetailsTold } from './orderDetails.ts';

/**
 * track: the provider took the order, news is a detail that changed. find: nobody knows whether it has it, news is that
 * it does. confirm: the same, and a planned poll that does not know it is news too.
 */
export type PollPurpose = 'track' | 'find' | 'confirm';

export interface PollRequest {
  readonly orderId: string;
  readonly details: DetailsSent;
  /** ISO 8601, what the plan counts from */
  readonly sentAt: string;
  /** ISO 8601: no planned poll before the first slot after this */
  readonly lastPollAt?: string;
  /** ISO 8601: comes back then, whatever is known */
  readonly until?: string;
  /** the first try asks at once, quiet hours apart */
  readonly now: boolean;
  readonly purpose: PollPurpose;
  readonly known: ReportedOutages;
  /** a person is shown an outage of these calls: any answer is news, since it is over by it */
  readonly isTroubleShown?: boolean;
  /** `untoldPolls` of the latest answer that had it */
  readonly untoldPolls?: number;
  /** whether a person was told already that details cannot be told from each other */
  readonly untoldTold?: boolean;
  /** `names` of the latest answer that had it */
  readonly names?: NamesAsked;
  /** keys of the contradictions that a person took note of */
  readonly acceptedContradictions?: readonly string[];
  /** the run has sent nothing: an order of which a line names no account of ours is another's */
  readonly mustBeNamed?: boolean;
  /** digest of the conflict that a person was shown last: the same one is not told in full again */
  readonly shownConflict?: string;
  /** ISO 8601: what can wait is told from then on, since the history of the run has grown long */
  readonly tellFrom?: string;
}

/** What a poll that was answered tells beside the details. */
export interface Polled {
  readonly at: string;
  readonly nextPollAt: string;
  /** planned polls in a row, this one among them, that could not tell some detail from others; none left out */
  readonly untoldPolls?: number;
  /** a person must say what became of these details; told once */
  readonly untold?: { readonly details: number; readonly message: string };
  readonly names?: NamesAsked;
}

/** What is known of the order after a poll. */
export type PolledOrder =
  | ({ readonly outcome: 'answered' } & Polled)
  /** details that ended are said to have ended otherwise; they stay as they were */
  | ({ readonly outcome: 'contradicted'; readonly contradictions: readonly Contradiction[] } & Polled);

export type PollAnswer =
  | (PolledOrder & DetailsTold)
  | ({ readonly outcome: 'conflict'; readonly at: string; readonly names?: NamesAsked } & ConflictTold)
  | {
      readonly outcome: 'notKnown';
      readonly planned: boolean;
      readonly code: string;
      readonly message: string;
      readonly at: string;
    }
  /** `until` has come */
  | { readonly outcome: 'timeIsUp'; readonly lastPollAt?: string };
