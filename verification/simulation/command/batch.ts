import type { MoneyFlow } from '../../../contract/flows/names.ts';
import { Coverage } from '../engine/coverage.ts';
import { machineNow } from '../engine/virtualClock.ts';
import type { WorkflowCode } from '../server/workflowCode.ts';
import { simulate } from '../simulate.ts';

/** A seed whose story broke a rule. */
export interface BrokenSeed {
  readonly seed: number;
  readonly rule: string;
  readonly message: string;
  readonly trace: string;
}

/** What many seeds came to. Plain data: it travels between processes. */
export interface Batch {
  readonly seeds: number;
  readonly payouts: number;
  /** the same for the same seeds, whatever their order */
  readonly hash: number;
  readonly coverage: Readonly<Record<string, number>>;
  readonly broken?: BrokenSeed;
}

export const NOTHING: Batch = { seeds: 0, payouts: 0, hash: 0, coverage: {} };

export function together(one: Batch, other: Batch): Batch {
  const coverage = new Coverage();
  coverage.add(one.coverage);
  coverage.add(other.coverage);
  const broken = one.broken ?? other.broken;
  return {
    seeds: one.seeds + other.seeds,
    payouts: one.payouts + other.payouts,
    hash: (one.hash + other.hash) >>> 0,
    coverage: coverage.toJSON(),
    ...(broken === undefined ? {} : { broken }),
  };
}

const A_MOMENT = 2000;

/** Runs seeds one after the other, up to the first that breaks a rule. @param told now and then, of what is new */
export async function runSeeds(
  {
    first,
    seeds,
    flow,
  }: { readonly first: number; readonly seeds: number; readonly flow: MoneyFlow | undefined },
  code: WorkflowCode,
  told: (news: Batch) => void,
): Promise<void> {
  let news = NOTHING;
  let toldAt = machineNow();
  const coverage = new Coverage();
  const tell = (broken?: BrokenSeed): void => {
    told({ ...news, coverage: coverage.toJSON(), ...(broken === undefined ? {} : { broken }) });
    news = NOTHING;
    coverage.counts.clear();
    toldAt = machineNow();
  };
  for (let seed = first; seed < first + seeds; seed += 1) {
    const outcome = await simulate(seed, code, flow);
    coverage.add(outcome.coverage.toJSON());
    const hash = (news.hash + Number.parseInt(outcome.hash, 16)) >>> 0;
    news = { ...news, seeds: news.seeds + 1, payouts: news.payouts + outcome.payouts, hash };
    if (outcome.broken !== undefined) {
      tell({ seed, ...outcome.broken, trace: outcome.trace.toText() });
      return;
    }
    if (machineNow() - toldAt > A_MOMENT) tell();
  }
  tell();
}
