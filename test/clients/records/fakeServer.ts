import { Client, Connection } from '@temporalio/client';
import type { History } from '@temporalio/common/lib/proto-utils.js';
import type { PayoutSummary } from '../../../clients/index.ts';
import { payloadsOf } from '../../../clients/payloads.ts';
import { PayoutRecords, type RecordSource } from '../../../clients/records/payoutRecords.ts';
import { described } from '../fixtures.ts';
import { recorded } from './recorded.ts';

export const window = { closedFrom: '2024-03-01T00:00:00.000Z', closedTo: '2024-03-02T00:00:00.000Z' };

/** Closed runs as a server lists them, with histories that a real server kept. */
export class FakeServer implements RecordSource {
  readonly runs: PayoutSummary[] = [];
  readonly histories = new Map<string, History | Error>();
  /** what it counts, look by look, the last stays; what it lists by default */
  counts: number[] = [];
  looks = 0;
  kept: number | undefined;
  reads: string[] = [];
  busiest = 0;
  #busy = 0;

  /** @param minute of the window's first hour at which it closed */
  closed(
    runId: string,
    minute: number,
    history: History | Error = recorded('allinpayWithdrawal/settled'),
  ): this {
    const closedAt = new Date(Date.parse(window.closedFrom) + minute * 60_000).toISOString();
    const workflowId = `allinpay-withdrawal/default/${runId}`;
    this.runs.push(described({ workflowId, runId, closedAt, execution: 'completed' }));
    this.histories.set(runId, history);
    return this;
  }

  list(): Promise<PayoutSummary[]> {
    this.looks += 1;
    return Promise.resolve([...this.runs]);
  }

  count(): Promise<number> {
    const scripted = this.counts.length > 1 ? this.counts.shift() : this.counts[0];
    return Promise.resolve(scripted ?? this.runs.length);
  }

  async historyOf({ runId }: PayoutSummary): Promise<History> {
    this.reads.push(runId);
    this.#busy += 1;
    this.busiest = Math.max(this.busiest, this.#busy);
    // The first are answered last, so that an order by answers would show.
    for (let turn = 0; turn < 20 - (this.reads.length % 20); turn += 1) await Promise.resolve();
    this.#busy -= 1;
    const history = this.histories.get(runId);
    if (history === undefined || history instanceof Error) throw history ?? new Error('not found');
    return history;
  }

  payloadsOf({ workflowId }: PayoutSummary): ReturnType<RecordSource['payloadsOf']> {
    return payloadsOf(offline, workflowId);
  }

  retention(): Promise<number | undefined> {
    return Promise.resolve(this.kept);
  }

  records(wanted = window): Promise<PayoutRecords> {
    return PayoutRecords.of(this, wanted, { pauses: [0, 0] });
  }
}

/** A client's data converter, of a client that is never connected. */
export const offline = new Client({ connection: Connection.lazy() });
