import { isGrpcServiceError, type Client } from '@temporalio/client';
import { workflowIdOf, workflowTypes } from '../../contract/index.ts';
import { moneyFlows } from '../../clients/flows.ts';
import type { Found } from './replayHistories.ts';

/** The code of gRPC. The SDK has an error of its own for it, which it throws for everything but histories. */
const NOT_FOUND = 5;

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
  const types = Object.values(workflowTypes).map((type) => `"${type}"`);
  return [
    `WorkflowType IN (${types.join(', ')})`,
    ...(profile === undefined ? [] : [`PayoutProfile = ${JSON.stringify(profile)}`]),
    ...(query === undefined ? [] : [`(${query})`]),
  ].join(' AND ');
}

/** A run that the server forgets between being listed and being fetched is no reason to stop. */
async function historyOfRun(client: Client, workflowId: string, runId?: string): Promise<Found> {
  try {
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    return { from: workflowId, kind: 'history', workflowId, history };
  } catch (error) {
    if (!isGrpcServiceError(error)) throw error;
    const code: number = error.code;
    if (code !== NOT_FOUND) throw error;
    return { from: workflowId, kind: 'unreadable', message: 'the server has no history of it' };
  }
}
