import type { History } from '@temporalio/common/lib/proto-utils.js';
import type { PayoutRecord } from '../../contract/index.ts';
import type { PayoutSummary } from '../description.ts';
import { IncompleteRecordsError, InvalidInputError } from '../errors.ts';
import type { Lists } from '../parts.ts';
import type { ReadPayloads } from '../payloads.ts';
import { closedRuns, type ClosedRuns } from './closedRuns.ts';
import { inOrder } from './inOrder.ts';
import { recordOf } from './recordOf.ts';
import { inUtc, windowProblems, type RecordWindow } from './window.ts';

/** The part of a server that reading records needs. */
export interface RecordSource extends Lists {
  historyOf(run: PayoutSummary): Promise<History>;
  payloadsOf(run: PayoutSummary): ReadPayloads;
  /** @returns milliseconds for which closed runs are kept; undefined when the server does not say */
  retention(): Promise<number | undefined>;
}

export interface RecordsOptions {
  /** how long the server's index may be behind, in milliseconds; 60,000 by default */
  readonly lagMs?: number | undefined;
  /** milliseconds between two looks while the list and the server's count differ */
  readonly pauses?: readonly number[];
}

/** What became of reading one closed run. */
export type ReadRecord =
  | { readonly kind: 'record'; readonly run: PayoutSummary; readonly record: PayoutRecord }
  | { readonly kind: 'unreadable'; readonly run: PayoutSummary; readonly message: string };

export interface ReadOptions {
  /** run ids that are not read again */
  readonly except?: ReadonlySet<string>;
  /** histories read at once; 8 by default. A few of them are all that is in memory. */
  readonly concurrency?: number;
}

/**
 * The records of all payout runs that closed in a window, by the time at which they closed. To be looped over:
 * `for await (const record of records)` gives each, and ends without throwing only when there was none missing.
 */
export class PayoutRecords implements AsyncIterable<PayoutRecord> {
  readonly #source: RecordSource;
  readonly window: RecordWindow;
  /** what is known of the runs before any is read */
  readonly runs: readonly PayoutSummary[];
  /** how many the server counts in the window */
  readonly counted: number;
  /** ISO 8601: what closed before that the server may have forgotten; undefined when it does not say */
  readonly rememberedSince: string | undefined;

  private constructor(
    source: RecordSource,
    window: RecordWindow,
    { runs, counted }: ClosedRuns,
    rememberedSince: string | undefined,
  ) {
    this.#source = source;
    this.window = window;
    this.runs = runs;
    this.counted = counted;
    this.rememberedSince = rememberedSince;
  }

  /** @throws InvalidInputError */
  static async of(
    source: RecordSource,
    asked: RecordWindow,
    { lagMs, pauses }: RecordsOptions = {},
  ): Promise<PayoutRecords> {
    const problems = windowProblems(asked, Date.now(), lagMs);
    if (problems.length > 0) throw new InvalidInputError('The window', problems);
    const window = inUtc(asked);
    // Before the list, since runs are forgotten while it is read.
    const retention = await source.retention();
    const since = retention === undefined ? undefined : new Date(Date.now() - retention).toISOString();
    return new PayoutRecords(source, window, await closedRuns(source, window, pauses), since);
  }

  /** Why the list cannot be all that closed in the window, in words; empty when it is. */
  get missing(): string[] {
    const { runs, counted, rememberedSince, window } = this;
    const words: string[] = [];
    if (runs.length !== counted) {
      words.push(`the server counts ${counted} runs and lists ${runs.length}`);
    }
    if (rememberedSince !== undefined && window.closedFrom < rememberedSince) {
      words.push(
        `the server keeps closed runs since ${rememberedSince}, and the window begins at ${window.closedFrom}: ` +
          'what closed between may be forgotten',
      );
    }
    return words;
  }

  /** Reads each run's record; one that cannot be read does not keep the others from it. */
  read({ except = new Set(), concurrency = 8 }: ReadOptions = {}): AsyncGenerator<
    ReadRecord,
    void,
    undefined
  > {
    const wanted = this.runs.filter(({ runId }) => !except.has(runId));
    return inOrder(wanted, concurrency, (run) => this.#readOne(run));
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<PayoutRecord, void, undefined> {
    const missing = this.missing;
    for await (const read of this.read()) {
      if (read.kind === 'record') yield read.record;
      else missing.push(`${read.run.workflowId} (run ${read.run.runId}): ${read.message}`);
    }
    if (missing.length > 0) throw new IncompleteRecordsError(missing);
  }

  async #readOne(run: PayoutSummary): Promise<ReadRecord> {
    try {
      const history = await this.#source.historyOf(run);
      return { kind: 'record', run, record: await recordOf(run, history, this.#source.payloadsOf(run)) };
    } catch (error) {
      return { kind: 'unreadable', run, message: error instanceof Error ? error.message : String(error) };
    }
  }
}
