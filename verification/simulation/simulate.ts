import type { MoneyFlow } from '../../contract/flows/names.ts';
import { Broken } from './engine/broken.ts';
import { Coverage } from './engine/coverage.ts';
import { Random } from './engine/random.ts';
import { Timeline } from './engine/timeline.ts';
import { Trace } from './engine/trace.ts';
import { liveBy } from './engine/virtualClock.ts';
import type { World } from './engine/world.ts';
import type { WorkflowCode } from './server/workflowCode.ts';
import { Story } from './story.ts';

const TWO_DAYS = 48 * 3600_000;
const BEGIN = Date.parse('2026-03-02T00:00:00Z');

export interface Outcome {
  readonly hash: string;
  readonly payouts: number;
  readonly coverage: Coverage;
  readonly trace: Trace;
  readonly broken?: { readonly rule: string; readonly message: string };
}

/**
 * Tells the whole story of one seed and holds it against the rules.
 * @param flow only payouts of this flow; any kinds where it is left out
 */
export async function simulate(seed: number, code: WorkflowCode, flow?: MoneyFlow): Promise<Outcome> {
  const random = new Random(seed);
  const timeline = new Timeline(BEGIN + random.int(0, TWO_DAYS));
  liveBy(timeline);
  const trace = new Trace(() => timeline.now);
  const coverage = new Coverage();
  const world: World = { timeline, random, trace, coverage, stormy: true };
  const story = new Story(world, code, flow);
  let broken: Outcome['broken'];
  try {
    await story.tell();
  } catch (error) {
    const rule = error instanceof Broken ? error.rule : 'no exception';
    broken = { rule, message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  story.putAway();
  const payouts = story.payouts;
  return { hash: trace.hash, payouts, coverage, trace, ...(broken === undefined ? {} : { broken }) };
}
