import { activityInfo, heartbeat } from '@temporalio/activity';
import { z } from 'zod';
import type { AllinpayDetail } from '../../contract/allinpayWithdrawal.ts';
import { isQuiet, nextPoll } from '../../providers/allinpay/pollPlan.ts';
import type { CallFailure } from '../../providers/outcome.ts';
import type { Conflict } from '../../rules/allinpay/conflict.ts';
import { failureOfCall, notYet } from '../failures.ts';
import { backOff, failureOfTrouble, silentSince, troubleOf, type Trouble } from '../tries.ts';
import { NAMES_NOT_ASKED, type NamesAsked } from './accountNames.ts';
import type { AllinpayDependencies } from './dependencies.ts';
import { learnt, lookUp, type LookUp } from './lookUp.ts';

/**
 * track: the provider took the order, news is a detail that changed. find: nobody knows whether it has it, news is that
 * it does. confirm: the same, and a planned poll that does not know it is news too.
 */
export type PollPurpose = 'track' | 'find' | 'confirm';

export interface PollRequest {
  readonly orderId: string;
  readonly details: readonly AllinpayDetail[];
  /** ISO 8601, what the plan counts from */
  readonly sentAt: string;
  /** ISO 8601: no planned poll before the first slot after this */
  readonly lastPollAt?: string;
  /** ISO 8601: comes back then, whatever is known */
  readonly until?: string;
  /** the first try asks at once, quiet hours apart */
  readonly now: boolean;
  readonly purpose: PollPurpose;
  readonly known: Trouble | null;
  /** `untoldPolls` of the latest answer that had it */
  readonly untoldPolls?: number;
  /** whether a person was told already that details cannot be told from each other */
  readonly untoldTold?: boolean;
  /** `names` of the latest answer that had it */
  readonly names?: NamesAsked;
}

export type PollAnswer =
  | {
      readonly outcome: 'answered';
      readonly details: readonly AllinpayDetail[];
      readonly at: string;
      readonly nextPollAt: string;
      /** planned polls in a row, this one among them, that could not tell some detail from others; none left out */
      readonly untoldPolls?: number;
      /** a person must say what became of these details; told once */
      readonly untold?: { readonly details: number; readonly message: string };
      readonly names?: NamesAsked;
    }
  | ({ readonly outcome: 'conflict'; readonly at: string; readonly names?: NamesAsked } & Conflict)
  | {
      readonly outcome: 'notKnown';
      readonly planned: boolean;
      readonly code: string;
      readonly message: string;
      readonly at: string;
    }
  /** `until` has come */
  | { readonly outcome: 'timeIsUp'; readonly lastPollAt?: string };

/** What one try leaves for the next, in heartbeat details: they survive retries. */
const traceSchema = z.object({
  lastPollAt: z.number().optional(),
  /** tries without a usable answer since the last one that had it */
  failures: z.int(),
  lastFailureAt: z.number().optional(),
  silentSince: z.number().optional(),
  untoldPolls: z.int().optional(),
  /** calls for names that were not answered */
  nameFailures: z.int().optional(),
});

type Trace = z.output<typeof traceSchema>;

const LONGEST_DELAY = 5 * 60_000;

/** The first poll may find the provider half way through; what the next one cannot tell either, none may ever. */
const UNTOLD_POLLS_MAX = 2;

/**
 * Asks what became of an order, by the plan. One activity whose retries are the polls: an answer without news throws
 * with the time to the next poll, so waiting costs no history. Retries do fire early (a restarted server, an unpause, a
 * reset), so every try looks at its clock first and refuses to call before its time or in quiet hours.
 */
export async function poll(dependencies: AllinpayDependencies, request: PollRequest): Promise<PollAnswer> {
  const now = await dependencies.clock();
  const trace = traceLeft();
  const until = request.until === undefined ? Infinity : Date.parse(request.until);
  if (now >= until) {
    const { lastPollAt } = trace;
    return { outcome: 'timeIsUp', ...(lastPollAt === undefined ? {} : { lastPollAt: isoOf(lastPollAt) }) };
  }

  const turn = turnOf(dependencies, request, trace, now);
  if (now < turn.at) throw notYet(turn.why, Math.min(turn.at, until) - now);

  const look = await lookUp(dependencies, { ...request, names: namesBefore(request, trace) });
  const answeredAt = await dependencies.clock();
  if (look.kind === 'nothing') throw unanswered(look.failure, dependencies, request, trace, answeredAt);

  const untoldPolls = untoldPollsWith(look, turn.planned, trace.untoldPolls ?? request.untoldPolls ?? 0);
  const polled = { planned: turn.planned, at: answeredAt, untoldPolls };
  const answer = newsOf(look, dependencies, request, polled);
  if (answer !== undefined) return answer;
  const nameFailures = learnt(look).names?.failures ?? trace.nameFailures;
  heartbeat({ lastPollAt: answeredAt, failures: 0, untoldPolls, nameFailures } satisfies Trace);
  const next = nextPoll(dependencies.pollPlan, timesOf(request, answeredAt, answeredAt));
  throw notYet(
    look.kind === 'notKnown' ? 'the provider does not know the order yet' : 'not every detail is settled yet',
    Math.min(next, until) - answeredAt,
  );
}

interface Turn {
  /** ms */
  readonly at: number;
  /** whether a slot of the plan has come */
  readonly planned: boolean;
  readonly why: string;
}

/** When this try may call: by the plan, or at once where a person asks; later after a call without an answer. */
function turnOf({ pollPlan }: AllinpayDependencies, request: PollRequest, trace: Trace, now: number): Turn {
  const due = nextPoll(pollPlan, timesOf(request, now, trace.lastPollAt ?? millis(request.lastPollAt)));
  if (isQuiet(pollPlan, now)) {
    return { at: due, planned: false, why: 'quiet hours: nothing changes at the provider, no call is made' };
  }
  const planned = due <= now;
  const askedFor = request.now && trace.lastPollAt === undefined;
  if (!planned && !askedFor) return { at: due, planned, why: 'waiting for the next planned poll' };
  const { lastFailureAt, failures } = trace;
  const at = lastFailureAt === undefined ? now : lastFailureAt + backOff(failures, LONGEST_DELAY);
  return { at, planned, why: 'waiting to ask again after a call without an answer' };
}

type Times = Parameters<typeof nextPoll>[1];

function timesOf({ orderId, sentAt }: PollRequest, now: number, lastPollAt: number | undefined): Times {
  return { orderId, sentAt: Date.parse(sentAt), now, ...(lastPollAt === undefined ? {} : { lastPollAt }) };
}

type Answered = Exclude<LookUp, { kind: 'nothing' }>;

/** An answer that does not speak of our details says nothing of how well they are told. */
function untoldPollsWith(look: Answered, planned: boolean, before: number): number {
  if (look.kind !== 'found') return before;
  if (look.untold === 0) return 0;
  return planned ? before + 1 : before;
}

function namesBefore({ names = NAMES_NOT_ASKED }: PollRequest, { nameFailures = 0 }: Trace): NamesAsked {
  return { ...names, failures: Math.max(names.failures, nameFailures) };
}

interface Polled {
  readonly planned: boolean;
  /** ms */
  readonly at: number;
  readonly untoldPolls: number;
}

/** What the workflow must hear of, or undefined when nothing changed. Any answer is news after trouble. */
function newsOf(
  look: Answered,
  { pollPlan }: AllinpayDependencies,
  request: PollRequest,
  { planned, at: now, untoldPolls }: Polled,
): PollAnswer | undefined {
  const at = isoOf(now);
  const afterTrouble = request.known !== null;
  switch (look.kind) {
    case 'conflict':
      return { outcome: 'conflict', differences: look.differences, theirs: look.theirs, at, ...learnt(look) };
    case 'notKnown':
      if (!afterTrouble && !(planned && request.purpose === 'confirm')) return undefined;
      return { outcome: 'notKnown', planned, code: look.code, message: look.message, at };
    case 'found': {
      const callsForPerson = untoldPolls >= UNTOLD_POLLS_MAX && request.untoldTold !== true;
      const isNews =
        afterTrouble ||
        callsForPerson ||
        // Names that are lost would be asked for at every poll.
        look.names?.done === true ||
        request.purpose !== 'track' ||
        changed(request.details, look.details);
      if (!isNews) return undefined;
      const nextPollAt = isoOf(nextPoll(pollPlan, timesOf(request, now, now)));
      return {
        outcome: 'answered',
        details: look.details,
        at,
        nextPollAt,
        ...learnt(look),
        ...(untoldPolls === 0 ? {} : { untoldPolls }),
        ...(callsForPerson ? { untold: untoldNews(look.untold, untoldPolls) } : {}),
      };
    }
  }
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

/** Leaves word of a call that gave no answer of use, and says when to ask again or that a person must know. */
function unanswered(
  failure: CallFailure,
  { providerDownAfter }: AllinpayDependencies,
  { known }: PollRequest,
  trace: Trace,
  now: number,
): Error {
  const since = silentSince(failure, trace.silentSince, now);
  const trouble = troubleOf(failure, now - (since ?? now), providerDownAfter);
  if (trouble !== undefined && trouble !== known) return failureOfTrouble(trouble, failure);
  const failures = trace.failures + 1;
  const left = { ...trace, failures, lastFailureAt: now, silentSince: since };
  // Settings that a person must mend are not asked for again before the next planned poll.
  heartbeat((trouble === 'settings' ? { ...left, lastPollAt: now } : left) satisfies Trace);
  return failureOfCall(failure, {
    retry: true,
    delayMs: failure.retryAfterMs ?? backOff(failures, LONGEST_DELAY),
  });
}

function traceLeft(): Trace {
  const left = traceSchema.safeParse(activityInfo().heartbeatDetails);
  return left.success ? left.data : { failures: 0 };
}

function millis(iso: string | undefined): number | undefined {
  return iso === undefined ? undefined : Date.parse(iso);
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}
