import type { WithdrawReferralAnswer } from '../../activities/feishu/index.ts';
import type { UnknownMember } from '../../contract/flows/referralWithdrawal.ts';
import { mayBeReplay } from '../../rules/referral/proofNeeded.ts';
import type { Taken } from './order.ts';

export type TakingAnswer = Exclude<WithdrawReferralAnswer, { readonly outcome: 'refused' }>;

/** How much of what Feishu says of a withdrawal is understood. */
export type Reading =
  | { readonly kind: 'whole'; readonly taken: Taken }
  /** what is understood was taken out, and maybe more */
  | { readonly kind: 'inPart'; readonly taken: Taken; readonly why: string }
  /** nobody can tell what was taken out */
  | { readonly kind: 'unclear'; readonly why: string };

/** @param startedAt ms, of the run */
export function readingOf(answer: TakingAnswer, startedAt: number): Reading {
  const unknown = unknownMembersOf(answer);
  if (answer.outcome === 'unclear') {
    const why = `Feishu took the order at ${answer.transTime}, but its answer names no amount and holds members we do not know: ${shown(unknown)}`;
    return { kind: 'unclear', why };
  }
  const { firstRun, transTime, withdrawnAt, withdrawn, namesNoAmount } = answer;
  if (namesNoAmount === true && mayBeReplay({ firstRun, withdrawnAt: Date.parse(withdrawnAt), startedAt })) {
    const why = `Feishu took the order at ${withdrawnAt}, maybe for an earlier run, but its answer names no amount, not even zero: what was taken out then is not known`;
    return { kind: 'unclear', why };
  }
  const taken = { withdrawal: { transTime, withdrawnAt, withdrawn }, firstRun };
  if (unknown.length === 0) return { kind: 'whole', taken };
  const why = `Feishu took more out than we understand: its answer also holds ${shown(unknown)}. \`accept\` goes on with what is understood, and credits nothing for the rest`;
  return { kind: 'inPart', taken, why };
}

/** What an answer holds beside what is understood. */
export function unknownMembersOf({ unknownMembers = [] }: TakingAnswer): readonly UnknownMember[] {
  return unknownMembers;
}

const SHOWN_MAX = 5;

/** The result has them all. */
function shown(members: readonly UnknownMember[]): string {
  const texts = members.slice(0, SHOWN_MAX).map(({ name, value }) => `${name} ${value}`);
  const more = members.length - texts.length;
  return `${texts.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
