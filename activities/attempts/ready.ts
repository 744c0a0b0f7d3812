import { activityInfo, heartbeat } from '@temporalio/activity';
import type { ApplicationFailure } from '@temporalio/common';
import { z } from 'zod';
import type { CallFailure, CallResult, Provider } from '../../providers/http/outcome.ts';
import { isAlreadyReported } from '../../rules/outage.ts';
import type { ReportedOutages } from '../../rules/outage.ts';
import { backOff, failureOfOutage, silentSince, outageOf, type Patience } from './attemptLog.ts';
import { whyLookOnly, type FollowsEarlierRun, type RunIdentity } from './earlierRuns.ts';
import { failureOfCall, notYet, providerUnavailable } from './failures.ts';

/** @returns why a call did not answer; a refusal is an answer */
export function failureOf(result: CallResult<unknown>): CallFailure | undefined {
  return result.ok || result.failure.type === 'PayoutRejected' ? undefined : result.failure;
}

/** @returns a failure where the server cannot say whether an earlier run sent the order, as every send asks first */
export async function whyServerSilent(
  run: RunIdentity,
  follows: FollowsEarlierRun,
  provider: Provider,
): Promise<CallFailure | undefined> {
  try {
    await whyLookOnly(run, follows);
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { type: 'NotSent', retryable: true, outcome: 'none', provider, api: 'earlier runs', message };
  }
}

/** What a wait for a send that did not leave is asked. */
export interface ReadyRequest {
  /** ms since 1970: nothing is asked before */
  readonly notBefore: number;
  /** ms since 1970: since when the provider has given no answer of use */
  readonly silentSince: number | null;
  readonly known: ReportedOutages;
}

const leftSchema = z.object({ failures: z.int(), dueAt: z.number(), silentSince: z.number().optional() });

type Left = z.output<typeof leftSchema>;

/** What a person was told of is not worth asking every second for. */
const DELAY_MS_MAX = 5 * 60_000;

/**
 * Waits for a send that did not leave: asks what the send asks first, and comes back when all of it answers. Retried by
 * the server, so however long a provider is away, waiting costs no history.
 *
 * @param ask the failure of what does not answer; undefined when all does
 */
export async function untilReady(
  { clock, providerDownAfter }: Patience,
  { notBefore, silentSince: silentBefore, known }: ReadyRequest,
  ask: () => Promise<CallFailure | undefined>,
): Promise<void> {
  const now = await clock();
  if (now < notBefore) throw notYet('waiting before it is tried again', notBefore - now);
  const read = leftSchema.safeParse(activityInfo().heartbeatDetails);
  const left: Left | undefined = read.success ? read.data : undefined;
  if (left !== undefined && now < left.dueAt) {
    throw notYet('waiting to ask again after a call without an answer', left.dueAt - now);
  }
  const failure = await ask();
  if (failure === undefined) {
    const isDown = silentBefore !== null && now - silentBefore >= providerDownAfter;
    if (isDown && !isAlreadyReported(known, 'providerDown')) throw sendIsSilent();
    return;
  }
  const failedAt = await clock();
  const since = silentSince(failure, left?.silentSince ?? silentBefore ?? undefined, failedAt);
  const failures = (left?.failures ?? 0) + 1;
  const outage = outageOf(failure, failedAt - (since ?? failedAt), providerDownAfter);
  const more = { nothingSent: true };
  if (outage !== undefined && !isAlreadyReported(known, outage)) throw failureOfOutage(outage, failure, more);
  const delayMs = failure.retryAfterMs ?? (outage === undefined ? backOff(failures) : DELAY_MS_MAX);
  heartbeat({ failures, dueAt: failedAt + delayMs, silentSince: since } satisfies Left);
  throw failureOfCall(failure, { retry: true, delayMs, more });
}

/** What is asked first answers, and what is to be sent gets no answer all the same. */
function sendIsSilent(): ApplicationFailure {
  return providerUnavailable('the provider answers other calls, but has given no answer of use to this one');
}
