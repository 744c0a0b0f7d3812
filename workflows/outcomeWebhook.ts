import { ActivityFailure, ApplicationFailure, isCancellation, setCurrentDetails } from '@temporalio/workflow';
import { z } from 'zod';
import type { NotTaken, OutcomeDelivered, OutcomeDelivery } from '../activities/webhook/index.ts';
import { NOT_DELIVERED } from '../contract/failures.ts';
import { outcomeEvent } from '../contract/outcomeEvent.ts';
import { parse } from '../contract/problems.ts';
import { invalidInput } from './payout/admission.ts';
import { deliveryFor } from './webhook/proxies.ts';

/** As far as a delivery is read here: a payout starts it, but anybody could. */
const readHere = z.looseObject({
  profile: z.string().min(1),
  event: z.looseObject({
    type: outcomeEvent.shape.type,
    data: z.looseObject(
      outcomeEvent.shape.data.pick({ workflowId: true, runId: true, sequence: true }).shape,
    ),
  }),
});

/**
 * Delivers one event to the owner, for a day at most. Failed, it is the standing word that the owner was not told.
 * @throws `NotDelivered`, `InvalidInput` where it is no event
 */
export async function outcomeWebhook(delivery: OutcomeDelivery): Promise<OutcomeDelivered> {
  const parsed = parse(readHere, delivery);
  if (!parsed.ok) throw invalidInput(parsed.problems, {});
  const { event } = delivery;
  const { workflowId, sequence } = event.data;
  const about = `**${event.type}**, event ${sequence} of \`${workflowId}\``;
  setCurrentDetails(`${about}\n\non its way; the pending activity has its tries`);
  const end = await deliver(delivery);
  if ('delivered' in end) {
    setCurrentDetails(`${about}\n\ndelivered to ${end.host} at ${end.at}, try ${end.tries}`);
    return end;
  }
  const { message, last } = end;
  const tries = last.tries === undefined ? '' : ` after ${last.tries} tries`;
  setCurrentDetails(`${about}\n\n**not delivered**${tries}: ${message}`);
  throw ApplicationFailure.create({
    type: NOT_DELIVERED,
    message: `${event.type} (${sequence}) of ${workflowId} was not delivered${tries}: ${message}`,
    nonRetryable: true,
    details: [last],
  });
}

interface NotDelivered {
  readonly message: string;
  readonly last: Partial<NotTaken>;
}

async function deliver(delivery: OutcomeDelivery): Promise<OutcomeDelivered | NotDelivered> {
  const { profile, event } = delivery;
  try {
    // An operator can complete the call with nothing, which says nothing of the event.
    const answer = (await deliveryFor(profile, event.type).deliverOutcome(
      delivery,
    )) as OutcomeDelivered | null;
    return answer ?? { message: 'it was completed by hand, without an answer', last: {} };
  } catch (error) {
    if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
    return lastTry(error);
  }
}

/** What the last try said; nothing but that time is over where none has said anything. */
function lastTry({ cause, message }: ActivityFailure): NotDelivered {
  if (!(cause instanceof ApplicationFailure)) return { message: cause?.message ?? message, last: {} };
  const details: unknown = cause.details?.[0];
  return { message: cause.message, last: typeof details === 'object' && details !== null ? details : {} };
}
