import type {
  Credited,
  Reconciliation,
  ReferralWithdrawal,
  ReferralWithdrawalResult,
  UnknownMember,
  Withdrawn,
} from '../../contract/flows/referralWithdrawal.ts';
import type { Head } from '../../contract/head.ts';
import type { Problem } from '../../contract/problems.ts';
import type { SentBy } from '../../contract/sentBy.ts';
import type { Order, PayoutLifecycle } from '../payout/lifecycle.ts';

export type ReferralPayout = PayoutLifecycle<ReferralWithdrawalResult>;

/** What the provider took out of the account, and when by its own clock. */
export interface Withdrawal {
  /** ms since 1970, the provider's text */
  readonly transTime: string;
  /** the same as ISO 8601 */
  readonly withdrawnAt: string;
  readonly withdrawn: Withdrawn;
}

/** A withdrawal as one answer told of it. */
export interface Taken {
  readonly withdrawal: Withdrawal;
  /** undefined where a worker of 0.1.0 answered, which does not say */
  readonly firstRun: boolean;
}

/** One withdrawal order and what is known of it. */
export class ReferralOrder implements Order<ReferralWithdrawalResult> {
  readonly input: ReferralWithdrawal;
  withdrawal: Withdrawal | undefined;
  /** what the last answer held beside what is understood */
  unknownMembers: readonly UnknownMember[] = [];
  /** What an answer told for certain, where it held more: a person has to accept it. */
  inPart: Taken | undefined;
  credited: Credited | null = null;
  reconciliation: Reconciliation | undefined;
  problems: readonly Problem[] | undefined;
  statedBy: string | undefined;
  /** what sent last, as far as that was heard of */
  sentBy: SentBy | undefined;

  constructor(input: ReferralWithdrawal) {
    this.input = input;
  }

  get indexed(): Order<ReferralWithdrawalResult>['indexed'] {
    const { withdrawal, credited } = this;
    return {
      referralAccountId: this.input.referralAccountId,
      ...(withdrawal === undefined
        ? {}
        : {
            transTime: new Date(withdrawal.withdrawnAt),
            // What reconciliation sums is what reached the owner, not what left the provider.
            points: (credited ?? withdrawal.withdrawn).points,
          }),
    };
  }

  get facts(): readonly string[] {
    const { withdrawal, unknownMembers, credited, reconciliation } = this;
    return [
      ...(withdrawal === undefined
        ? []
        : [`withdrawn ${shown(withdrawal.withdrawn)} at ${withdrawal.withdrawnAt}`]),
      ...unknownMembers.map(({ name }) => `not understood: \`${name}\``),
      ...(credited === null ? [] : [`credited ${shown(credited)}`]),
      ...(reconciliation === undefined || reconciliation.checks === 0
        ? []
        : [`reconciliation: ${reconciliation.status} after ${reconciliation.checks} checks`]),
    ];
  }

  result(head: Head): ReferralWithdrawalResult {
    const { externalOrderId, referralAccountId } = this.input;
    const { reconciliation, problems, statedBy, sentBy, unknownMembers } = this;
    return {
      ...head,
      externalOrderId,
      referralAccountId,
      ...this.withdrawal,
      ...(unknownMembers.length === 0 ? {} : { unknownMembers }),
      credited: this.credited,
      ...(reconciliation === undefined ? {} : { reconciliation }),
      ...(problems === undefined ? {} : { problems }),
      ...(statedBy === undefined ? {} : { statedBy }),
      ...(sentBy === undefined ? {} : { sentBy }),
    };
  }
}

function shown({ points, cash }: Withdrawn): string {
  return [`${points} points`, ...cash.map(({ currency, amount }) => `${amount} ${currency}`)].join(', ');
}
