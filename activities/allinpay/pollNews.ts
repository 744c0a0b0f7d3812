import type { AllinpayDetail } from '../../contract/flows/allinpayWithdrawal.ts';
import { learnt, type LookUp } from './lookUp.ts';
import { conflictTold, detailsTold } from './orderDetails.ts';
import type { PollAnswer, Polled, PolledOrder, PollRequest } from './pollAnswer.ts';

/** A look-up that was answered, whatever it says. */
export type Answered = Exclude<LookUp, { kind: 'nothing' }>;

/** The first poll may find the provider half way through; what the next one cannot tell either, none may ever. */
const UNTOLD_POLLS_MAX = 2;

/** An answer that does not speak of our details says nothing of how well they are told. */
export function untoldPollsWith(look: Answered, planned: boolean, before: number): number {
  if (look.kind !== 'found') return before;
  if (look.untold === 0) return 0;
  return planned ? before + 1 : before;
}

/** The poll that was answered. Instants are ISO 8601. */
interface Poll {
  /** the details as they were before it */
  readonly details: readonly AllinpayDetail[];
  readonly planned: boolean;
  /** whether a person asked for it, who waits for what it says */
  readonly askedFor: boolean;
  readonly at: string;
  readonly nextPollAt: string;
  readonly untoldPolls: number;
}

/** What the workflow must hear of, or undefined when nothing changed. Any answer is news after an outage. */
export function newsOf(look: Answered, request: PollRequest, poll: Poll): PollAnswer | undefined {
  const { planned, at, details } = poll;
  switch (look.kind) {
    case 'conflict':
      return { outcome: 'conflict', ...conflictTold(look, request.shownConflict), at, ...learnt(look) };
    case 'notKnown':
      if (!isAfterOutage(request) && !(planned && request.purpose === 'confirm')) return undefined;
      return { outcome: 'notKnown', planned, code: look.code, message: look.message, at };
    case 'noLines':
      if (!isAfterOutage(request)) return undefined;
      // The outage is over, and that is all. As a planned poll it would count as one that does not know the order.
      return request.purpose === 'track'
        ? { outcome: 'answered', ...detailsTold(request.details, details, details), ...ofPoll(poll) }
        : { outcome: 'notKnown', planned: false, code: '0', message: 'no detail is listed', at };
    case 'found': {
      const news = foundNews(look, request, poll);
      return news === undefined
        ? undefined
        : { ...news, ...detailsTold(request.details, details, look.details) };
    }
  }
}

function isAfterOutage({ known, isTroubleShown }: PollRequest): boolean {
  return known !== null || isTroubleShown === true;
}

type Found = Extract<LookUp, { kind: 'found' }>;

function foundNews(look: Found, request: PollRequest, poll: Poll): PolledOrder | undefined {
  const callsForPerson = poll.untoldPolls >= UNTOLD_POLLS_MAX && request.untoldTold !== true;
  const accepted = new Set(request.acceptedContradictions);
  const contradictions = look.contradictions.filter(({ key }) => !accepted.has(key));
  const polled: Polled = {
    ...ofPoll(poll),
    ...learnt(look),
    ...(callsForPerson ? { untold: untoldNews(look.untold, poll.untoldPolls) } : {}),
  };
  if (contradictions.length > 0) return { outcome: 'contradicted', contradictions, ...polled };
  const isNews =
    isAfterOutage(request) ||
    callsForPerson ||
    // Names that are lost would be asked for at every poll.
    look.names?.done === true ||
    request.purpose !== 'track' ||
    (changed(poll.details, look.details) && !canWait(look, request, poll));
  return isNews ? { outcome: 'answered', ...polled } : undefined;
}

function ofPoll({ at, nextPollAt, untoldPolls }: Poll): Polled {
  return { at, nextPollAt, ...(untoldPolls === 0 ? {} : { untoldPolls }) };
}

function untoldNews(details: number, polls: number): { readonly details: number; readonly message: string } {
  const which = details === 1 ? '1 detail' : `${details} details`;
  return {
    details,
    message: `the provider lists what became of ${which}, but not of which: ${polls} planned polls could not tell them from each other`,
  };
}

/** A reason comes and goes with doubt: whoever looks at the payout must see it. */
function changed(before: readonly AllinpayDetail[], after: readonly AllinpayDetail[]): boolean {
  return after.some((detail, index) => {
    const known = before[index];
    return detail.status !== known?.status || (detail.status === 'pending' && detail.reason !== known.reason);
  });
}

/** Of a long history a change costs too much to be told at every poll. The end of the order is never kept back. */
function canWait({ details }: Found, { tellFrom }: PollRequest, { askedFor, at }: Poll): boolean {
  if (tellFrom === undefined || askedFor) return false;
  return Date.parse(at) < Date.parse(tellFrom) && details.some(({ status }) => status === 'pending');
}
