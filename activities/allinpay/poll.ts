import { activityInfo, heartbeat } from '@temporalio/activity';
import { z } from 'zod';
import { isQuiet, nextPoll } from '../../providers/allinpay/pollPlan.ts';
import type { CallFailure } from '../../providers/http/outcome.ts';
import { isAlreadyReported } from '../../rules/outage.ts';
import { backOff, failureOfOutage, silentSince, outageOf } from '../attempts/attemptLog.ts';
import { failureOfCall, notYet } from '../attempts/failures.ts';
import { NAMES_NOT_ASKED, type NamesAsked } from './accountNames.ts';
import type { AllinpayDependencies } from './dependencies.ts';
import { learnt, lookUp } from './lookUp.ts';
import { readDetails, type KnownDetails, type ReadDetails } from './orderDetails.ts';
import type { PollAnswer, PollRequest } from './pollAnswer.ts';
import { newsOf, untoldPollsWith, type Answered } from './pollNews.ts';

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

const DELAY_MS_MAX = 5 * 60_000;

/**
 * Asks what became of an order, by the plan. One activity whose retries are the polls: an answer without news throws
 * with the time to the next poll, so waiting costs no history. Retries do fire early (a restarted server, an unpause, a
 * reset), so every try looks at its clock first and refuses to call before its time or in quiet hours.
 */
export async function poll(
  dependencies: AllinpayDependencies,
  request: PollRequest,
  read: ReadDetails = readDetails(dependencies),
): Promise<PollAnswer> {
  const now = await dependencies.clock();
  const trace = traceLeft();
  const until = request.until === undefined ? Infinity : Date.parse(request.until);
  if (now >= until) {
    const { lastPollAt } = trace;
    return { outcome: 'timeIsUp', ...(lastPollAt === undefined ? {} : { lastPollAt: isoOf(lastPollAt) }) };
  }

  const turn = turnOf(dependencies, request, trace, now);
  if (now < turn.at) throw notYet(turn.why, Math.min(turn.at, until) - now);

  const known = await read(request);
  const { orderId, mustBeNamed = false } = request;
  const { details } = known;
  const names = namesBefore(known, trace);
  const look = await lookUp(dependencies, { orderId, details, names, mustBeNamed });
  const answeredAt = await dependencies.clock();
  if (look.kind === 'nothing') throw unanswered(look.failure, dependencies, request, trace, answeredAt);

  const untoldPolls = untoldPollsWith(look, turn.planned, trace.untoldPolls ?? request.untoldPolls ?? 0);
  const next = nextPoll(dependencies.pollPlan, timesOf(request, answeredAt, answeredAt));
  const { planned, askedFor } = turn;
  const polled = { details, planned, askedFor, at: isoOf(answeredAt), nextPollAt: isoOf(next), untoldPolls };
  const answer = newsOf(look, request, polled);
  if (answer !== undefined) return answer;
  const nameFailures = learnt(look).names?.failures ?? trace.nameFailures;
  heartbeat({ lastPollAt: answeredAt, failures: 0, untoldPolls, nameFailures } satisfies Trace);
  throw notYet(WAITING[look.kind], Math.min(next, until) - answeredAt);
}

const WAITING: Readonly<Record<Answered['kind'], string>> = {
  found: 'not every detail is settled yet',
  conflict: 'the provider has another order under this id',
  notKnown: 'the provider does not know the order yet',
  noLines: 'the provider lists no detail of the order yet',
};

interface Turn {
  /** ms */
  readonly at: number;
  /** whether a slot of the plan has come */
  readonly planned: boolean;
  /** whether a person asked for it */
  readonly askedFor: boolean;
  readonly why: string;
}

/** When this try may call: by the plan, or at once where a person asks; later after a call without an answer. */
function turnOf({ pollPlan }: AllinpayDependencies, request: PollRequest, trace: Trace, now: number): Turn {
  const due = nextPoll(pollPlan, timesOf(request, now, trace.lastPollAt ?? millis(request.lastPollAt)));
  if (isQuiet(pollPlan, now)) {
    return {
      at: due,
      planned: false,
      askedFor: false,
      why: 'quiet hours: nothing changes at the provider, no call is made',
    };
  }
  const planned = due <= now;
  const askedFor = request.now && trace.lastPollAt === undefined;
  if (!planned && !askedFor) return { at: due, planned, askedFor, why: 'waiting for the next planned poll' };
  const { lastFailureAt, failures } = trace;
  const at = lastFailureAt === undefined ? now : lastFailureAt + backOff(failures, DELAY_MS_MAX);
  return { at, planned, askedFor, why: 'waiting to ask again after a call without an answer' };
}

type Times = Parameters<typeof nextPoll>[1];

function timesOf({ orderId, sentAt }: PollRequest, now: number, lastPollAt: number | undefined): Times {
  return { orderId, sentAt: Date.parse(sentAt), now, ...(lastPollAt === undefined ? {} : { lastPollAt }) };
}

function namesBefore({ names = NAMES_NOT_ASKED }: KnownDetails, { nameFailures = 0 }: Trace): NamesAsked {
  return { ...names, failures: Math.max(names.failures, nameFailures) };
}

/** Leaves word of a call that gave no answer of use, and says when to ask again or that a person must know. */
function unanswered(
  failure: CallFailure,
  { providerDownAfter }: AllinpayDependencies,
  { known, tellFrom }: PollRequest,
  trace: Trace,
  now: number,
): Error {
  const since = silentSince(failure, trace.silentSince, now);
  const outage = outageOf(failure, now - (since ?? now), providerDownAfter);
  const isNews = outage !== undefined && !isAlreadyReported(known, outage);
  if (isNews && (tellFrom === undefined || now >= Date.parse(tellFrom)))
    return failureOfOutage(outage, failure);
  const failures = trace.failures + 1;
  const left = { ...trace, failures, lastFailureAt: now, silentSince: since };
  // Settings that a person must mend are not asked for again before the next planned poll.
  heartbeat((outage === 'settings' ? { ...left, lastPollAt: now } : left) satisfies Trace);
  return failureOfCall(failure, {
    retry: true,
    delayMs: failure.retryAfterMs ?? backOff(failures, DELAY_MS_MAX),
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
