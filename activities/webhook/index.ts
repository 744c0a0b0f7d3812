import { activityInfo, cancellationSignal } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { Head } from '../../contract/head.ts';
import { outcomeWebhookId, type OutcomeEvent } from '../../contract/outcomeEvent.ts';
import type { PayoutRecord } from '../../contract/payoutRecord.ts';
import type { ReceiverClient } from '../../providers/webhook/client.ts';
import type { Delivery } from '../../providers/webhook/verdict.ts';
import type { Clock } from '../attempts/clock.ts';

/**
 * An event as a payout hands it over. The result in the record is `payout` itself and is put in on the way out: twice in
 * one input, the result of a large correction would come near to what the server takes.
 */
export interface OutcomeDelivery {
  readonly profile: string;
  readonly event: Omit<OutcomeEvent, 'data'> & {
    readonly data: Omit<OutcomeEvent['data'], 'payout' | 'record'> & {
      readonly payout: Head;
      readonly record?: Omit<PayoutRecord, 'result'>;
    };
  };
}

export interface OutcomeDelivered {
  readonly delivered: true;
  /** how often it was posted, this time included */
  readonly tries: number;
  /** ISO 8601 */
  readonly at: string;
  /** of HTTP */
  readonly status: number;
  /** where it was posted to */
  readonly host: string;
}

/** What a try that was not taken tells, as `details[0]`. */
export interface NotTaken {
  readonly host: string;
  readonly tries: number;
  readonly status?: number;
}

export interface OutcomeWebhookActivities {
  /** Posts one event to the owner. Tried again until it is taken, or not wanted. */
  deliverOutcome(delivery: OutcomeDelivery): Promise<OutcomeDelivered>;
}

export interface OutcomeWebhookDependencies {
  readonly client: ReceiverClient;
  readonly clock: Clock;
}

/** The activities of one profile's outcome webhook. */
export function createOutcomeWebhookActivities({
  client,
  clock,
}: OutcomeWebhookDependencies): OutcomeWebhookActivities {
  const { host } = client;
  return {
    async deliverOutcome({ event }) {
      const whole = withResult(event);
      const message = { id: outcomeWebhookId(whole.data), body: JSON.stringify(whole) };
      const delivery = await client.deliver(message, { signal: cancellationSignal() });
      const { attempt: tries } = activityInfo();
      if (delivery.kind !== 'taken') throw notTaken(delivery, { host, tries });
      const at = new Date(await clock()).toISOString();
      return { delivered: true, tries, at, status: delivery.status, host };
    },
  };
}

/** The record of a run that was ended from outside has no result: what it showed last is in `payout`. */
function withResult({ data, ...event }: OutcomeDelivery['event']): OutcomeDelivery['event'] {
  const { record, ...rest } = data;
  if (record === undefined) return { ...event, data: rest };
  const whole = {
    ...record,
    result: record.end === 'completed' || record.end === 'failed' ? rest.payout : null,
  };
  return { ...event, data: { ...rest, record: whole } };
}

function notTaken(
  { kind, message, status }: Exclude<Delivery, { kind: 'taken' }>,
  { host, tries }: NotTaken,
): ApplicationFailure {
  const details: NotTaken = { host, tries, ...(status === undefined ? {} : { status }) };
  return ApplicationFailure.create({
    type: kind === 'notWanted' ? 'NotWanted' : 'NotTaken',
    message: `${host}: ${message}`,
    nonRetryable: kind === 'notWanted',
    details: [details],
  });
}
