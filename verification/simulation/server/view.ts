import type { World } from '../engine/world.ts';
import type { ServerView } from '../fleet/fleet.ts';
import type { SimulatedServer } from './server.ts';

/** How well the server answers what activities ask it. */
export interface ViewHealth {
  /** ms that the list of runs lags behind */
  readonly lagMs: number;
  /** whether it says anything now */
  readonly answers: () => boolean;
  readonly isServed: () => boolean;
}

/** The server's other side: what activities ask of it beside their tasks. */
export function viewOf(world: World, server: SimulatedServer, health: ViewHealth): ServerView {
  const { timeline, random, coverage } = world;
  const reach = async (): Promise<void> => {
    await timeline.wait(random.int(1, 20));
    if (!health.answers()) throw new Error('14 UNAVAILABLE');
  };
  return {
    isServed: health.isServed,
    async readRunInput(_workflowId, runId) {
      await reach();
      coverage.note('server/the input of a run is read');
      return server.runs.find(({ identity }) => identity.runId === runId)?.input;
    },
    withDeadline: (_deadline, call) => call(),
    workflow: {
      async *list({ query }) {
        await reach();
        const seen = timeline.now - health.lagMs;
        for (const { identity, startedAt, closedAt, status } of server.runs) {
          if (!query.includes(`"${identity.workflowId}"`) || startedAt > seen) continue;
          const isClosed = closedAt !== undefined && closedAt <= seen;
          yield { runId: identity.runId, status: { name: isClosed ? status : 'RUNNING' } };
        }
      },
      getHandle: (workflowId, runId) => ({
        async describe() {
          await reach();
          const run = server.runs.find(({ identity }) => identity.runId === runId);
          const pendingActivities = [...(run?.activities.values() ?? [])].map(({ order, hasHeartbeat }) => ({
            activityId: order.activityId,
            heartbeatDetails: hasHeartbeat ? { payloads: [workflowId] } : null,
          }));
          return { raw: { pendingActivities } };
        },
      }),
    },
  };
}
