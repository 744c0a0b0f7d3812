import { cancellationSignal, heartbeat } from '@temporalio/activity';
import { nextPoll } from '../../providers/allinpay/pollPlan.ts';
import type { CallFailure } from '../../providers/http/outcome.ts';
import { matchDetails } from '../../rules/allinpay/matchDetails.ts';
import type { Refusal } from '../../rules/refusal.ts';
import { currentRun, whyLookOnly } from '../attempts/earlierRuns.ts';
import { failureOfCall, notSent, outcomeUnknown, type LookOnlyReason } from '../attempts/failures.ts';
import { isFirstTry } from '../attempts/firstTry.ts';
import { untilRecorded } from '../attempts/heartbeatRecorded.ts';
import { nothingSent } from '../attempts/nothingSent.ts';
import { refusalOf } from '../attempts/refusal.ts';
import { sendClock, type SendClock } from '../attempts/sendDelay.ts';
import { signed, type Signed } from '../sentBy.ts';
import type { NamesAsked } from './accountNames.ts';
import type { AllinpayDependencies } from './dependencies.ts';
import { learnt, lookUp } from './lookUp.ts';
import {
  conflictTold,
  detailsTold,
  readDetails,
  type ConflictTold,
  type DetailsSent,
  type DetailsTold,
  type KnownDetails,
  type ReadDetails,
} from './orderDetails.ts';
import { wireSelector } from './selectors.ts';

export interface SubmitRequest {
  readonly orderId: string;
  readonly details: DetailsSent;
  readonly summary?: string;
  readonly send: 'once' | 'never';
  /** a person decided that this order is to be sent although a run before or a try before may have sent it */
  readonly resubmit: boolean;
  readonly originalRunId: string;
  /** `names` of the latest answer that had it */
  readonly names?: NamesAsked;
  /** the run has sent nothing: an order of which a line names no account of ours is another's */
  readonly mustBeNamed?: boolean;
  /** digest of the conflict that a person was shown last: the same one is not told in full again */
  readonly shownConflict?: string;
}

export type SubmitAnswer =
  | ({
      /** sent: the provider took it now; found: it knew it already */
      readonly outcome: 'sent' | 'found';
      /** ISO 8601 */
      readonly at: string;
      readonly nextPollAt: string;
      /** of an order that was found */
      readonly names?: NamesAsked;
    } & DetailsTold)
  | ({ readonly outcome: 'conflict'; readonly names?: NamesAsked } & ConflictTold)
  | { readonly outcome: 'refused'; readonly refusal: Refusal; readonly at: string };

/** What the server holds before an order leaves, so that a worker that is lost without it has sent nothing. */
export interface SendMark {
  readonly sending: {
    readonly orderId: string;
    /** ISO 8601 */
    readonly at: string;
  };
}

/**
 * Looks the order up and sends it only where the provider does not know it. The send is one try, whatever the server's
 * retry settings say: a second attempt, or the mark of a first, is `OutcomeUnknown` without a call. The send is on record
 * at the server before it leaves.
 *
 * @throws ApplicationFailure `NotSent`, `RateLimited`, `AuthenticationFailed`, `PermissionDenied` (nothing was sent),
 * `OutcomeUnknown` (it may have been processed)
 */
export async function submit(
  dependencies: AllinpayDependencies,
  request: SubmitRequest,
  read: ReadDetails = readDetails(dependencies),
): Promise<SubmitAnswer> {
  const tryClock = sendClock();
  refuseSecondTry();
  const lookOnly = await whyNotSend(dependencies, request);
  const known = await read(request);
  const order: Order = { ...request, sent: request.details, ...known };
  const look = await lookUp(dependencies, order);
  switch (look.kind) {
    case 'found':
      return { ...(await accepted('found', dependencies, order, look.details)), ...learnt(look) };
    case 'conflict':
      return { outcome: 'conflict', ...conflictTold(look, request.shownConflict), ...learnt(look) };
    case 'noLines':
      throw notSent(
        'the provider answers for the order and lists no detail: it is neither known nor unknown',
      );
    case 'nothing':
      throw nothingSent(look.failure);
    case 'notKnown':
      if (lookOnly !== undefined) throw onlyLooked(lookOnly);
      return send(dependencies, order, tryClock);
  }
}

/** The order that a request is about, with its details in full. */
interface Order extends Pick<SubmitRequest, 'orderId' | 'summary' | 'mustBeNamed'>, KnownDetails {
  /** the details as the request has them */
  readonly sent: DetailsSent;
}

function refuseSecondTry(): void {
  if (isFirstTry()) return;
  throw outcomeUnknown(
    'an earlier try of this very call may have sent the order; it is not sent a second time',
    {},
  );
}

async function whyNotSend(
  { followsEarlierRun }: AllinpayDependencies,
  request: SubmitRequest,
): Promise<LookOnlyReason | undefined> {
  const run = currentRun(request.originalRunId);
  if (request.resubmit) return run.runId === run.originalRunId ? undefined : 'resetRun';
  if (request.send === 'never') return 'sendNever';
  return whyLookOnly(run, followsEarlierRun);
}

function onlyLooked(because: LookOnlyReason): Error {
  const why: Record<LookOnlyReason, string> = {
    resetRun:
      'this run was reset, and a reset run never sends. If it must be sent, terminate this run and start the order again: that run looks it up and takes `resubmit`',
    followsRun: 'an earlier run of this order did not end as Failed and may have sent it',
    sendNever: 'it was started with send "never"',
  };
  return outcomeUnknown(`the provider does not know the order, and it is not sent: ${why[because]}`, {
    because,
  });
}

async function send(
  dependencies: AllinpayDependencies,
  request: Order,
  tryClock: SendClock,
): Promise<SubmitAnswer> {
  const { client, clock, heartbeatRecorded } = dependencies;
  const { orderId, summary } = request;
  const details = request.details.map((detail) => ({ account: wireSelector(detail), amount: detail.amount }));
  const sentAt = isoOf(await clock());
  heartbeat({ sending: { orderId, at: sentAt } } satisfies SendMark);
  await untilRecorded(heartbeatRecorded);
  // Last of all: whatever comes before the send may take its time, the record of it too.
  if (tryClock.isLate()) throw notSent('what comes before the send took too long to send within this try');
  const signal = cancellationSignal();
  const order = { orderId, details, ...(summary === undefined ? {} : { summary }) };
  const result = await client.withdraw(order, { signal });
  const sent: Sent = signed({ sentAt }, dependencies.sentBy);
  if (!result.ok) return refusedOrThrow(result.failure, sent);
  // Names are not asked for here: a call between this answer and its record is one more instant to lose it in.
  const match = matchDetails(request.details, result.value.lines, request.names?.accounts);
  if (match.kind === 'conflict') {
    const lines = match.differences.join('; ');
    throw outcomeUnknown(`the answer of withdraw holds what was not asked for: ${lines}`, sent);
  }
  return accepted('sent', dependencies, request, match.details);
}

/** When the order was sent, and by what. */
type Sent = Signed & { readonly sentAt: string };

function refusedOrThrow(failure: CallFailure, sent: Sent): SubmitAnswer {
  if (failure.outcome === 'unknown') {
    throw failureOfCall({ ...failure, type: 'OutcomeUnknown' }, { retry: false, more: sent });
  }
  if (failure.type !== 'PayoutRejected') throw nothingSent(failure);
  return { outcome: 'refused', at: sent.sentAt, refusal: refusalOf(failure) };
}

async function accepted(
  outcome: 'sent' | 'found',
  { clock, pollPlan }: AllinpayDependencies,
  { orderId, sent, details: before }: Order,
  details: KnownDetails['details'],
): Promise<Extract<SubmitAnswer, { outcome: 'sent' | 'found' }>> {
  const now = await clock();
  const next = nextPoll(pollPlan, { orderId, sentAt: now, now });
  return { outcome, ...detailsTold(sent, before, details), at: isoOf(now), nextPollAt: isoOf(next) };
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}
