import type { History } from '@temporalio/common/lib/proto-utils.js';
import { z } from 'zod';
import { updateNames, type SaidByPerson } from '../../contract/index.ts';
import type { ReadPayloads } from '../payloads.ts';

type HistoryEvent = NonNullable<History['events']>[number];

/** Loosely: a run may have accepted words that today's contract would refuse, and they were said all the same. */
const said = z.object({ by: z.string(), decision: z.string().optional(), note: z.string().optional() });

function instantOf({ eventTime }: HistoryEvent): string {
  // Not by the SDK's converter: of a history that was read from JSON it gets a number where it wants a Long.
  const seconds = Number(eventTime?.seconds?.toString() ?? 0);
  return new Date(seconds * 1000 + Math.floor((eventTime?.nanos ?? 0) / 1e6)).toISOString();
}

/**
 * What people said by updates that were accepted, in the order of their acceptance.
 * @throws ZodError where an update does not say who
 */
export async function saidIn(
  events: readonly HistoryEvent[],
  payloads: ReadPayloads,
): Promise<SaidByPerson[]> {
  const people: SaidByPerson[] = [];
  for (const event of events) {
    const accepted = event.workflowExecutionUpdateAcceptedEventAttributes;
    if (!accepted) continue;
    // A reset carries updates over as admitted ones; their acceptance names the words by id and does not repeat them.
    const request = accepted.acceptedRequest?.input
      ? accepted.acceptedRequest
      : admittedAs(events, accepted.protocolInstanceId);
    const update = updateNames.find((name) => name === request?.input?.name);
    if (update === undefined) continue;
    const [argument] = await payloads(request?.input?.args?.payloads);
    const { by, decision, note } = said.parse(argument);
    people.push({
      update,
      by,
      at: instantOf(event),
      ...(decision === undefined ? {} : { decision }),
      ...(note === undefined ? {} : { note }),
    });
  }
  return people;
}

type UpdateRequest = NonNullable<
  NonNullable<HistoryEvent['workflowExecutionUpdateAdmittedEventAttributes']>['request']
>;

function admittedAs(
  events: readonly HistoryEvent[],
  updateId: string | null | undefined,
): UpdateRequest | undefined {
  const requests = events.flatMap(
    (event) => event.workflowExecutionUpdateAdmittedEventAttributes?.request ?? [],
  );
  return requests.find(({ meta }) => meta?.updateId === updateId);
}
