import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { moneyFlows, OUTCOME_WEBHOOK, workflowIdOf, flowNames } from '../../../contract/index.ts';
import type { Found } from './replayHistories.ts';

export interface Wanted {
  /** at most so many, the newest first */
  readonly newest: number;
  readonly profile?: string | undefined;
  /** more, in Temporal's list filter language */
  readonly query?: string | undefined;
}

/** Histories of the runs that a server lists, open ones too. Runs of other workflow types are left out. */
export async function* listedHistories(client: Client, wanted: Wanted): AsyncGenerator<Found> {
  let left = wanted.newest;
  if (left === 0) return;
  for await (const { workflowId, runId } of client.workflow.list({ query: queryOf(wanted) })) {
    yield await historyOfRun(client, workflowId, runId);
    left -= 1;
    if (left === 0) return;
  }
}

/** Histories of the newest runs of these ids: whole workflow ids, or order ids of a profile. */
export async function* historiesOfIds(
  client: Client,
  ids: readonly string[],
  profile: string,
): AsyncGenerator<Found> {
  for (const id of ids) {
    const candidates = id.includes('/') ? [id] : moneyFlows.map((flow) => workflowIdOf(flow, profile, id));
    const found = await Promise.all(candidates.map((candidate) => historyOfRun(client, candidate)));
    const there = found.filter(({ kind }) => kind === 'history');
    yield* there.length > 0 ? there : found.slice(0, 1).map((missing) => ({ ...missing, from: id }));
  }
}

function queryOf({ profile, query }: Wanted): string {
  const types = [...flowNames, OUTCOME_WEBHOOK].map((type) => `"${type}"`);
  return [
    `WorkflowType IN (${types.join(', ')})`,
    ...(profile === undefined ? [] : [`PayoutProfile = ${JSON.stringify(profile)}`]),
    ...(query === undefined ? [] : [`(${query})`]),
  ].join(' AND ');
}

/**
 * A run that the server forgets between being listed and being fetched is no reason to stop.
 * @param runId the newest run of the id when it is left out
 */
async function historyOfRun(client: Client, workflowId: string, runId?: string): Promise<Found> {
  const handle = client.workflow.getHandle(workflowId, runId);
  try {
    // The first event does not tell which run it is: that of a reset run names the run before.
    const found = await handle.describe();
    const history = await client.workflow.getHandle(workflowId, found.runId).fetchHistory();
    return { from: workflowId, kind: 'history', workflowId, runId: found.runId, history };
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    return { from: workflowId, kind: 'unreadable', message: 'the server has no history of it' };
  }
}
