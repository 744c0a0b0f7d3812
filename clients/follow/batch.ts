import { InvalidInputError } from '../errors.ts';
import type { PayoutRequest } from '../flows.ts';
import { workflowIdOfRequest, type ReportedPayout } from '../results/outcome.ts';
import { followBatch, type BatchClient, type BatchView, type FollowOptions } from './followBatch.ts';
import { runPayouts, type PayoutStarter, type RunPayoutsOptions } from './runPayouts.ts';

/**
 * Many payouts under one name. Everything about it is on the server, nothing in this object that would be missed: the
 * process that starts them may die at any point. Run again with the same requests it attaches to what is there and
 * starts the rest; any other process can ask for the results by the name alone.
 *
 * ```ts
 * const batch = client.batch('salaries-2026-03');
 * const refused = (await batch.start(requests)).filter(({ outcome }) => outcome.kind === 'notStarted');
 * const { runs } = await batch.results({ onRound: ({ runs }) => console.log(runs) }); // partial results meanwhile
 * ```
 */
export class Batch {
  readonly batchId: string;
  readonly #client: BatchClient & PayoutStarter;
  readonly #profile: string | undefined;
  /** run ids by workflow id, of what was started or attached to here */
  readonly #started = new Map<string, string>();

  constructor(client: BatchClient & PayoutStarter, batchId: string, profile?: string) {
    this.batchId = batchId;
    this.#client = client;
    this.#profile = profile;
  }

  /**
   * Starts payouts a few at a time and comes back when all are started. One that cannot be started does not keep the
   * others from it: its outcome is `notStarted`, with the reason. Called again it pays nothing twice.
   * @returns how each stands by then, in the order of the requests
   * @throws InvalidInputError a request names another batch, or an order twice: nothing was started
   */
  async start(
    requests: readonly PayoutRequest[],
    options: Omit<RunPayoutsOptions, 'wait' | 'interval'> = {},
  ): Promise<ReportedPayout[]> {
    this.#refuseStrangers(requests);
    const ours = requests.map((request) => inBatch(request, this.batchId));
    const reported = await runPayouts(this.#client, ours, { ...options, wait: false });
    for (const { outcome } of reported) {
      if (outcome.kind !== 'notStarted' && outcome.runId !== undefined)
        this.#started.set(outcome.workflowId, outcome.runId);
    }
    return reported;
  }

  /**
   * Waits until every payout of the batch is closed or waits for a person. What was started here is asked after even
   * while the server's index does not show it yet.
   * @param options.onRound hears how all stand after each look, with the results of those that are closed
   */
  results(options: Omit<FollowOptions, 'once' | 'expect'> = {}): Promise<BatchView> {
    return this.#follow(options);
  }

  /** How all stand now, with the results of those that are closed. Waits for none. */
  partialResults(): Promise<BatchView> {
    return this.#follow({ once: true });
  }

  #follow(options: FollowOptions): Promise<BatchView> {
    const filter = { batchId: this.batchId, profile: this.#profile };
    return followBatch(this.#client, filter, { ...options, expect: this.#started });
  }

  #refuseStrangers(requests: readonly PayoutRequest[]): void {
    const seen = new Set<string>();
    const problems = requests.flatMap((request, index) => {
      const workflowId = workflowIdOfRequest(request);
      const { batchId = this.batchId } = request.input;
      const field = `requests[${index}]`;
      if (batchId !== this.batchId)
        return [{ field, message: `names batch ${batchId}, not ${this.batchId}` }];
      if (seen.has(workflowId)) return [{ field, message: `is ${workflowId} once more` }];
      seen.add(workflowId);
      return [];
    });
    if (problems.length > 0) throw new InvalidInputError(`Batch ${this.batchId}`, problems);
  }
}

function inBatch<Request extends PayoutRequest>(request: Request, batchId: string): Request {
  return { ...request, input: { ...request.input, batchId } };
}
