import { DEADLINE_MS } from '../../test/harness/until.ts';
import type { Patch } from '../../test/harness/workerProgram.ts';
import type { Cell } from './cells.ts';
import type { Fault } from './faults.ts';
import { outcomeOf, violationsOf } from './invariants.ts';
import { Lane } from './lane.ts';
import { runCell, type RunCell } from './runCell.ts';

/** One line of the table. */
export interface CellReport {
  readonly id: string;
  readonly flow: string;
  readonly call: string;
  readonly fault: string;
  /** story, status and how often it was paid; undefined where it found no end */
  readonly outcome: string | undefined;
  readonly paid: number | undefined;
  readonly sent: number | undefined;
  /** calls that reached the other side, tokens apart */
  readonly calls: number | undefined;
  /** events of the last run */
  readonly history: number | undefined;
  readonly seconds: number | undefined;
  readonly violations: readonly string[];
}

export interface MatrixOptions {
  readonly cells: readonly Cell[];
  /** how many cells run beside each other, each with a server of its own */
  readonly lanes: number;
  readonly patches?: readonly Patch[];
  readonly say: (line: string) => void;
  /** no cell begins after so many milliseconds; those left fail as never run */
  readonly budgetMs?: number;
  /** a payout that nobody can bring to its end by then is lost */
  readonly longestMs?: number;
}

/** Those that mostly wait go first, beside each other, or the last of them would be waited for alone. */
const waiting: Readonly<Partial<Record<Fault, number>>> = {
  optionsChangedAgain: 70,
  optionsChanged: 70,
  failedByHand: 65,
  completedByHand: 65,
  timeOut: 20,
  processedLate: 20,
};
const waitOf = ({ fault }: Cell): number => waiting[fault] ?? 0;

/** Runs cells; the reports are in the order of the cells. */
export async function runMatrix({
  cells,
  lanes,
  patches = [],
  budgetMs = Infinity,
  longestMs = DEADLINE_MS,
  say,
}: MatrixOptions): Promise<readonly CellReport[]> {
  const deadline = performance.now() + budgetMs;
  const queue = cells.toSorted((one, other) => waitOf(other) - waitOf(one));
  const next = (): Cell | undefined => (performance.now() < deadline ? queue.shift() : undefined);
  const reports = new Map<string, CellReport>();
  const workThrough = async (lane: Lane): Promise<void> => {
    try {
      const done: [Cell, RunCell][] = [];
      for (let cell = next(); cell !== undefined; cell = next()) {
        try {
          const run = await runCell(lane, cell, longestMs);
          say(`${cell.id}: ${run.outcome}, ${run.seconds.toFixed(1)} s`);
          done.push([cell, run]);
        } catch (error) {
          say(`${cell.id} found no end: ${String(error)}`);
          reports.set(cell.id, lost(cell, error));
          await lane.recover();
        }
      }
      for (const [cell, run] of done) reports.set(cell.id, await reportOf(cell, run));
    } finally {
      await lane.stop();
    }
  };
  const working: Promise<void>[] = [];
  try {
    // One after the other: a machine that starts all at once takes longer to start any.
    while (working.length < lanes && queue.length > 0) working.push(workThrough(await Lane.start(patches)));
  } catch (error) {
    queue.length = 0;
    await Promise.allSettled(working);
    throw error;
  }
  for (const end of await Promise.allSettled(working)) if (end.status === 'rejected') throw end.reason;
  return cells.map((cell) => reports.get(cell.id) ?? lost(cell, 'it was never run'));
}

function lineOf({ id, call, fault }: Cell): Pick<CellReport, 'id' | 'flow' | 'call' | 'fault'> {
  return { id, flow: call.flow, call: call.name, fault };
}

async function reportOf(cell: Cell, run: RunCell): Promise<CellReport> {
  try {
    const seen = await run.later();
    return {
      ...lineOf(cell),
      outcome: outcomeOf(seen),
      paid: seen.end.money.paid,
      sent: seen.end.money.sent,
      calls: run.calls,
      history: seen.runs.at(-1)?.events,
      seconds: run.seconds,
      violations: violationsOf(seen),
    };
  } catch (error) {
    return lost(cell, error);
  }
}

function lost(cell: Cell, error: unknown): CellReport {
  const nothing = { outcome: undefined, paid: undefined, sent: undefined };
  const figures = { calls: undefined, history: undefined, seconds: undefined };
  return { ...lineOf(cell), ...nothing, ...figures, violations: [`found no end: ${String(error)}`] };
}
