import type { BatchClient, PayoutResult, PayoutSummary, PendingCall } from '../../../clients/index.ts';
import { described } from '../fixtures.ts';

/** A batch on a server as it looks round by round; the last round stays. */
export class FakeBatch implements BatchClient {
  readonly results = new Map<string, PayoutResult | Error>();
  readonly snapshots = new Map<string, PayoutResult>();
  readonly inputs = new Map<string, unknown>();
  readonly resultsRead = new Map<string, number>();
  readonly inputsRead: string[] = [];
  /** what the server counts, round by round; what it lists by default */
  counts: number[] = [];
  /** pending calls, look by look; the last stays */
  pending: (readonly PendingCall[])[] = [[]];
  rounds = 0;
  busiest = 0;
  #busy = 0;
  readonly #looks: readonly (readonly PayoutSummary[] | Error)[];

  constructor(looks: readonly (readonly PayoutSummary[] | Error)[]) {
    this.#looks = looks;
  }

  list(): Promise<PayoutSummary[]> {
    const look = this.#look(this.rounds);
    this.rounds += 1;
    return look instanceof Error ? Promise.reject(look) : Promise.resolve([...look]);
  }

  count(): Promise<number> {
    const look = this.#look(this.rounds);
    const listed = look instanceof Error ? 0 : look.length;
    return Promise.resolve(this.counts[Math.min(this.rounds, this.counts.length - 1)] ?? listed);
  }

  inputOf(_workflowId: string, runId: string): Promise<unknown> {
    this.inputsRead.push(runId);
    return Promise.resolve(this.inputs.get(runId));
  }

  within<T>(_milliseconds: number, call: () => Promise<T>): Promise<T> {
    return call();
  }

  payout(workflowId: string, runId = 'unknown'): ReturnType<BatchClient['payout']> {
    return {
      workflowId,
      runId,
      attached: true,
      describe: () => {
        const pending = (this.pending.length > 1 ? this.pending.shift() : this.pending[0]) ?? [];
        return Promise.resolve(described({ workflowId, runId, pending }));
      },
      snapshot: () => answer(this.snapshots.get(runId)),
      result: async () => {
        this.resultsRead.set(runId, (this.resultsRead.get(runId) ?? 0) + 1);
        this.#busy += 1;
        this.busiest = Math.max(this.busiest, this.#busy);
        await Promise.resolve();
        this.#busy -= 1;
        return answer(this.results.get(runId));
      },
    };
  }

  #look(round: number): readonly PayoutSummary[] | Error {
    return this.#looks[Math.min(round, this.#looks.length - 1)] ?? [];
  }
}

function answer<T>(scripted: T | Error | undefined): Promise<T> {
  if (scripted === undefined) return Promise.reject(new Error('nothing scripted'));
  return scripted instanceof Error ? Promise.reject(scripted) : Promise.resolve(scripted);
}
