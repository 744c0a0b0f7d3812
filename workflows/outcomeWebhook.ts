import { ActivityFailure, ApplicationFailure, isCancellation, setCurrentDetails } from '@temporalio/workflow';
import { z } from 'zod';
import type { NotTaken, OutcomeDelivered, OutcomeDelivery } from '../activities/outcomeWebhook.ts';
import { NOT_DELIVERED } from '../contract/failures.ts';
import { outcomeEvent } from '../contract/outcomeEvent.ts';
import { parse } from '../contract/problems.ts';
import { invalidInput } from './admission.ts';
import { deliveryFor } from './calls.ts';

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
  const { profile, event } = delivery;
  const { workflowId, sequence } = event.data;
  const about = `**${event.type}**, event ${sequence} of \`${workflowId}\``;
  setCurrentDetails(`${about}\n\non its way; the pending activity has its tries`);
  try {
    const delivered = await deliveryFor(profile, event.type).deliverOutcome(delivery);
    const { host, tries, at } = delivered;
    setCurrentDetails(`${about}\n\ndelivered to ${host} at ${at}, try ${tries}`);
    return delivered;
  } catch (error) {
    if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
    const { message, last } = lastTry(error);
    const tries = last.tries === undefined ? '' : ` after ${last.tries} tries`;
    setCurrentDetails(`${about}\n\n**not delivered**${tries}: ${message}`);
    throw ApplicationFailure.create({
      type: NOT_DELIVERED,
      message: `${event.type} (${sequence}) of ${workflowId} was not delivered${tries}: ${message}`,
      nonRetryable: true,
      details: [last],
    });
  }
}

/** What the last try said; nothing but that time is over where none has said anything. */
function lastTry({ cause, message }: ActivityFailure): { message: string; last: Partial<NotTaken> } {
  if (!(cause instanceof ApplicationFailure)) return { message: cause?.message ?? message, last: {} };
  const details: unknown = cause.details?.[0];
  return { message: cause.message, last: typeof details === 'object' && details !== null ? details : {} };
}
