import { setTimeout as pause } from 'node:timers/promises';
import type { PayoutResult } from '../../clients/index.ts';
import type { Decision } from '../../contract/attention.ts';
import { updateArguments, type UpdateInput } from '../../contract/updates.ts';
import type { RealWorld } from '../../test/harness/realWorld.ts';
import { throughOutages } from './outages.ts';
import { BATCH } from './payoutMix.ts';

/** Which payouts a person had to decide, and what they said, by workflow id. */
export type Decisions = ReadonlyMap<string, readonly Decision[]>;

export interface Operator {
  readonly decisions: Decisions;
  /** those that needed a person at some time */
  readonly seen: ReadonlySet<string>;
  stop(): Promise<void>;
}

const ROUND_MS = 1000;
const ANSWER_MS = 5000;

/**
 * A person who looks at what needs one, as docs/operations.md tells them to: asks the provider first, then decides.
 * Workers may be dead at any moment, so what was not heard is said again, by the same update id.
 */
export function startOperator(world: RealWorld): Operator {
  const decisions = new Map<string, Decision[]>();
  const seen = new Set<string>();
  const over = new AbortController();
  const decide = async (workflowId: string): Promise<void> => {
    const payout = world.payouts.payout(workflowId);
    const snapshot = await world.payouts.within(ANSWER_MS, () => payout.snapshot());
    const { attention } = snapshot;
    // While a decision is being carried out nothing is offered.
    if (attention === null || attention.decisions.length === 0) return;
    const earlier = decisions.get(workflowId) ?? [];
    const decision = decisionOn(world, snapshot, earlier);
    if (decision === undefined) return;
    // The same offer is answered once, however often a dead worker makes it be said again.
    const updateId = `${decision} ${attention.offer}`;
    const argument = resolution(decision, attention.offer);
    await world.payouts.within(ANSWER_MS, () => payout.resolve(argument, { updateId }));
    decisions.set(workflowId, [...earlier, decision]);
  };
  const running = (async () => {
    while (!over.signal.aborted) {
      const filter = { batchId: BATCH, needsAttention: true, query: "ExecutionStatus = 'Running'" };
      for (const { workflowId } of await throughOutages(() => world.payouts.list(filter, 1000))) {
        seen.add(workflowId);
        // What no worker answered now is asked again in the next round.
        await decide(workflowId).catch(() => undefined);
      }
      await pause(ROUND_MS, undefined, { signal: over.signal }).catch(() => undefined);
    }
  })();
  // Heard of when it is stopped.
  running.catch(() => undefined);
  return {
    decisions,
    seen,
    async stop() {
      over.abort();
      await running;
    },
  };
}

/** What the provider's own books say decides; where they have the order, looking goes on and will find it. */
function decisionOn(
  { sandbox }: RealWorld,
  snapshot: PayoutResult,
  earlier: readonly Decision[],
): Decision | undefined {
  const reason = snapshot.attention?.reason;
  switch (reason) {
    case 'outcomeUnknown': {
      if ('correctionId' in snapshot) return undefined;
      if ('orderId' in snapshot) {
        return sandbox.ledger(snapshot.orderId).totals.allinpay.bookings === 0 ? 'resubmit' : undefined;
      }
      const { withdrawals } = sandbox.ledger(snapshot.externalOrderId).totals.feishu;
      return withdrawals === 0 ? 'notSubmitted' : 'recheck';
    }
    case 'conflict':
    case 'unverified':
      return earlier.includes('recheck') ? 'accept' : 'recheck';
    // Nothing here brings these about: they stay, and the run fails for it.
    case 'orderConflict':
    case 'reconcileBreak':
    case 'creditRefused':
    case 'creditOverdue':
    case 'overdue':
    case 'settings':
    case 'providerDown':
    case 'profileNotServed':
    case undefined:
      return undefined;
  }
}

function resolution(decision: Decision, offer: number): UpdateInput<'resolve'> {
  return updateArguments.resolve.parse({
    by: 'operator',
    decision,
    offer,
    note: "looked into the provider's books",
  });
}
