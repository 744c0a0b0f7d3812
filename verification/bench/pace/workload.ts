import { setTimeout as pause } from 'node:timers/promises';
import type { LimitedApi } from '../../../providers/feishu/limits.ts';
import type { Fleet } from './fleet.ts';
import { figuresOf, type ApiFigures } from './measure.ts';

/** What is run, and what must have come of it at the provider. */
export interface Workload {
  readonly name: string;
  readonly flow: string;
  readonly apis: readonly LimitedApi[];
  /** APIs whose limit is the one that binds: of the others less is used by nature */
  readonly binding: readonly LimitedApi[];
  /** Fills the sandbox, which has no limits meanwhile. */
  prepare(fleet: Fleet): Promise<void>;
  /** Starts every workflow. */
  start(fleet: Fleet): Promise<number>;
  /** Compares what was asked with the provider's ledger. */
  settle(fleet: Fleet): Promise<Settled>;
}

export interface Settled {
  readonly asked: number;
  /** asked, and not at the provider, or not known to us as done */
  readonly lost: number;
  /** at the provider more than once */
  readonly twice: number;
}

export interface WorkloadReport extends Settled {
  readonly workload: string;
  readonly workers: number;
  readonly apis: readonly (ApiFigures & { readonly binding: boolean })[];
  /** from the start of a workflow to its end, the longest one */
  readonly longestWaitSeconds: number;
  /** how long the same calls take at exactly the limit that binds */
  readonly bestPossibleSeconds: number;
}

/** Runs a workload from the first start to the last end, and tells how its APIs were used meanwhile. */
export async function runWorkload(fleet: Fleet, workload: Workload): Promise<WorkloadReport> {
  const { stand, limits } = fleet;
  await workload.prepare(fleet);
  await stand.enforce(limits);
  const before = (await stand.ledger()).calls.length;
  const started = await workload.start(fleet);
  await untilClosed(fleet, workload.flow, started);
  const calls = (await stand.ledger()).calls.slice(before);
  await stand.enforce(null);
  const settled = await workload.settle(fleet);
  const apis = workload.apis.flatMap((api) => {
    const figures = figuresOf(calls, api, limits[api]);
    return figures === undefined ? [] : [{ ...figures, binding: workload.binding.includes(api) }];
  });
  const ideal = apis.filter(({ binding }) => binding).map((api) => (api.calls - 1) / api.allowedPerSecond);
  return {
    workload: workload.name,
    workers: fleet.workers,
    ...settled,
    apis,
    longestWaitSeconds: await longestRun(fleet, workload.flow),
    bestPossibleSeconds: Math.max(0, ...ideal),
  };
}

/** What needs a person stays open: a run that waits for one is a run that failed. */
const STUCK_AFTER_MS = 3 * 60_000;

/** @throws when for minutes none has ended */
async function untilClosed({ client }: Fleet, flow: string, started: number): Promise<void> {
  const query = `WorkflowType = '${flow}' AND ExecutionStatus != 'Running'`;
  let closed = 0;
  let since = performance.now();
  while (closed < started) {
    await pause(500);
    const { count } = await client.workflow.count(query);
    if (count > closed) since = performance.now();
    closed = count;
    if (performance.now() - since > STUCK_AFTER_MS)
      throw new Error(`${closed} of ${started} ${flow} have ended`);
  }
}

async function longestRun({ client }: Fleet, flow: string): Promise<number> {
  let longest = 0;
  for await (const { startTime, closeTime } of client.workflow.list({ query: `WorkflowType = '${flow}'` })) {
    if (closeTime !== undefined) longest = Math.max(longest, closeTime.getTime() - startTime.getTime());
  }
  return longest / 1000;
}
