import type { MoneyFlow } from '../../../contract/flows/names.ts';
import type { RunRef } from '../server/activityOrder.ts';
import type { Run } from '../server/run.ts';
import type { Provider } from '../transport/call.ts';
import type { Case } from '../workload/case.ts';
import type { CreditKnown } from '../workload/sayings.ts';

/** What one flow brings into a story: its orders, its providers with their books, and the rules that must hold. */
export interface SimulatedFlow {
  readonly flow: MoneyFlow;
  readonly providers: readonly Provider[];
  readonly creditKnown?: CreditKnown;
  newCase(number: number): Case;
  /** What holds for every answer of the query. */
  checkSnapshot?(now: unknown): void;
  /** What holds for what an activity has answered. */
  checkAnswer?(run: RunRef, answer: unknown): void;
  /** What holds for an order in the end, however many runs it took. */
  checkOrder(of: Case): void;
  /** What holds for a run that is closed. */
  checkEnd(of: Case, run: Run, snapshot: unknown): void;
}
