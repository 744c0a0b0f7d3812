import type { Attention, Decision } from '../../contract/attention.ts';
import { searchAttributes } from '../../contract/searchAttributes.ts';
import { headOf } from '../../test/harness/realWorld.ts';
import { until } from '../../test/harness/until.ts';
import type { Stage } from './stage.ts';

/** A person who is called looks at the books of the other side a while later, not in the same second. */
const BEFORE_LOOKING = 3000;

/**
 * Watches a payout to its end and decides, as the handbook says, wherever it asks for a person.
 * @returns what it asked for and what was decided, in order: `outcomeUnknown: resubmit`; at its end `no end: …` where it
 * found none
 */
export async function attend(stage: Stage, longestMs: number): Promise<readonly string[]> {
  const story: string[] = [];
  try {
    await attendTo(stage, story, longestMs);
  } catch (error) {
    // What the books say of such a payout is what one most wants to know.
    story.push(`no end: ${error instanceof Error ? error.message : String(error)}`);
  }
  return story;
}

async function attendTo(stage: Stage, story: string[], longestMs: number): Promise<void> {
  const { handle } = stage;
  const handled = new Set<number>();
  await until(
    `${handle.workflowId} ends`,
    async () => {
      const { status, typedSearchAttributes } = await handle.describe();
      if (status.name !== 'RUNNING') return true;
      if (typedSearchAttributes.get(searchAttributes.needsAttention) !== true) return false;
      const { attention } = await headOf(handle);
      // While a decision is being carried out nothing is offered.
      if (attention === null || attention.decisions.length === 0) return false;
      if (handled.has(attention.offer)) return false;
      handled.add(attention.offer);
      story.push(`${attention.reason}: ${await decide(stage, attention, story)}`);
      return false;
    },
    longestMs,
  );
}

/** @returns the decision, or `found` where it ended by itself */
async function decide(
  stage: Stage,
  { reason, offer, decisions }: Attention,
  story: readonly string[],
): Promise<string> {
  const decision = await decisionOn(stage, reason, story);
  if (decision === 'found') return decision;
  if (!decisions.includes(decision))
    throw new Error(`${reason} does not offer ${decision}: ${decisions.join()}`);
  const note = 'looked into the books of the other side';
  await stage.handle.executeUpdate('resolve', { args: [{ by: 'finance.lead', decision, offer, note }] });
  return decision;
}

async function decisionOn(
  stage: Stage,
  reason: Attention['reason'],
  story: readonly string[],
): Promise<Decision | 'found'> {
  const { subject } = stage;
  switch (reason) {
    case 'outcomeUnknown': {
      if (stage.call.flow === 'referralWithdrawal') {
        await subject.mend();
        return 'recheck';
      }
      await stage.pause(BEFORE_LOOKING);
      if (await isPaid(stage)) {
        stage.fail();
        return 'found';
      }
      return story.includes('outcomeUnknown: resubmit') ? 'notSubmitted' : 'resubmit';
    }
    case 'conflict':
    case 'unverified':
      return (await isPaid(stage)) ? 'recheck' : 'accept';
    case 'creditRefused':
    case 'settings':
    case 'providerDown':
      stage.fail();
      return 'retry';
    case 'orderConflict':
    case 'reconcileBreak':
    case 'creditOverdue':
    case 'overdue':
    case 'profileNotServed':
      throw new Error(`nobody expects ${reason} here`);
  }
}

async function isPaid({ subject, handle }: Stage): Promise<boolean> {
  return subject.money(await headOf(handle)).paid > 0;
}
