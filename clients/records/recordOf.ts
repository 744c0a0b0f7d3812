import type { ProtoFailure } from '@temporalio/common';
import type { History } from '@temporalio/common/lib/proto-utils.js';
import { payoutRecord, type PayoutRecord } from '../../contract/index.ts';
import { isRecord } from '../../contract/input.ts';
import type { PayoutSummary } from '../description.ts';
import type { ReadPayloads } from '../payloads.ts';
import { saidIn } from './said.ts';

type Ending = Pick<PayoutRecord, 'end' | 'result' | 'failure'>;
type HistoryEvent = NonNullable<History['events']>[number];

/**
 * The record of a closed run, from its history: no worker is asked, and it may have closed years of code ago.
 * @throws Error where the history is not whole, or is not that of a payout
 */
export async function recordOf(
  run: Pick<PayoutSummary, 'workflowId' | 'runId' | 'workflowType' | 'startedAt' | 'closedAt'>,
  history: History,
  payloads: ReadPayloads,
): Promise<PayoutRecord> {
  const events = history.events ?? [];
  const last = events.at(-1);
  if (last === undefined) throw new Error('its history is empty');
  const { end, failure, result } = await endingBy(last, payloads);
  // Parsed so that nothing is kept that cannot be read again, and its members stand in one order.
  return payoutRecord.parse({
    version: 1,
    workflowId: run.workflowId,
    runId: run.runId,
    flow: run.workflowType,
    end,
    startedAt: run.startedAt,
    closedAt: run.closedAt,
    failure,
    said: await saidIn(events, payloads),
    result,
  });
}

async function endingBy(last: HistoryEvent, payloads: ReadPayloads): Promise<Ending> {
  const completed = last.workflowExecutionCompletedEventAttributes;
  if (completed) {
    const [result] = await payloads(completed.result?.payloads);
    if (!isRecord(result)) throw new Error('it completed with a result that is no object');
    return { end: 'completed', result };
  }
  const failed = last.workflowExecutionFailedEventAttributes;
  if (failed) return failedBy(failed.failure ?? {}, payloads);
  if (last.workflowExecutionCanceledEventAttributes) return { end: 'canceled', result: null };
  if (last.workflowExecutionTerminatedEventAttributes) return { end: 'terminated', result: null };
  if (last.workflowExecutionTimedOutEventAttributes) return { end: 'timedOut', result: null };
  throw new Error('its last event does not close it');
}

async function failedBy(failure: ProtoFailure, payloads: ReadPayloads): Promise<Ending> {
  const { applicationFailureInfo: told } = failure;
  const [known] = await payloads(told?.details?.payloads);
  return {
    end: 'failed',
    failure: { type: told?.type ?? 'unknown', message: await messageOf(failure, payloads) },
    result: isRecord(known) ? known : null,
  };
}

/** A converter may be set to encrypt messages too: then the plain one says nothing. */
async function messageOf(
  { message, encodedAttributes }: ProtoFailure,
  payloads: ReadPayloads,
): Promise<string> {
  if (!encodedAttributes) return message ?? '';
  const [hidden] = await payloads([encodedAttributes]);
  return isRecord(hidden) && typeof hidden['message'] === 'string' ? hidden['message'] : (message ?? '');
}
