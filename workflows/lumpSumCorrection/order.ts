import {
  countOutcomes,
  type CorrectedRecord,
  type CorrectionCounts,
  type CorrectionRecord,
  type LumpSumCorrection,
  type LumpSumCorrectionResult,
  type RecordChange,
} from '../../contract/flows/lumpSumCorrection.ts';
import type { Head } from '../../contract/head.ts';
import type { Problem } from '../../contract/problems.ts';
import type { SentBy } from '../../contract/sentBy.ts';
import type { LeftMark, SentMark } from '../../rules/lumpSum/marks.ts';
import type { Verdict } from '../../rules/lumpSum/verdict.ts';
import type { Order, PayoutLifecycle } from '../payout/lifecycle.ts';
import { Handover } from './handover.ts';

export type CorrectionPayout = PayoutLifecycle<LumpSumCorrectionResult>;

/** A record that was sent and has no outcome yet. */
export interface Sent {
  readonly correction: CorrectionRecord;
  readonly mark: SentMark;
  readonly changes: readonly RecordChange[];
  readonly verdict: Verdict;
}

/** One correction and what is known of its records. */
export class CorrectionOrder implements Order<LumpSumCorrectionResult> {
  readonly input: LumpSumCorrection;
  readonly handover: Handover;
  readonly #records: ReadonlyMap<string, CorrectionRecord>;
  readonly #outcomes = new Map<string, CorrectedRecord>();
  readonly #marks = new Map<string, SentMark>();
  readonly #changesSent = new Map<string, readonly RecordChange[]>();
  /** whether any open record may have been sent without a mark */
  unsure = false;
  /** whether any record may have been sent by this run */
  maybeSent = false;
  problems: readonly Problem[] | undefined;
  statedBy: string | undefined;
  /** what sent last, as far as that was heard of */
  sentBy: SentBy | undefined;

  constructor(input: LumpSumCorrection) {
    this.input = input;
    this.#records = new Map(input.records.map((record) => [record.id, record]));
    this.handover = new Handover(input.records, (id) => this.#leftOf(id));
  }

  /** Records without an outcome. */
  get open(): readonly CorrectionRecord[] {
    return this.input.records.filter(({ id }) => !this.#outcomes.has(id));
  }

  /** Marks of open records that may have been sent. */
  get openMarks(): readonly SentMark[] {
    return this.open.flatMap(({ id }) => this.#marks.get(id) ?? []);
  }

  /** Records of which a person must say what to make of them. */
  get doubtful(): readonly CorrectedRecord[] {
    return this.#settled.filter(({ outcome }) => outcome === 'conflict' || outcome === 'unverified');
  }

  /** Records that were left as they are. */
  get refused(): readonly CorrectedRecord[] {
    return this.#settled.filter(({ outcome }) => outcome === 'rejected' || outcome === 'stale');
  }

  get counts(): CorrectionCounts {
    return countOutcomes(this.#settled);
  }

  recordOf(id: string): CorrectionRecord | undefined {
    return this.#records.get(id);
  }

  markOf(id: string): SentMark | undefined {
    return this.#marks.get(id);
  }

  #leftOf(id: string): LeftMark | undefined {
    const mark = this.#marks.get(id);
    return mark && { ...mark, changes: this.#changesSent.get(id) ?? [] };
  }

  /** One that arrived by a send whose answer was lost reads as wanted: what it changed is known from before that send. */
  settle(record: CorrectedRecord): void {
    const { id, outcome } = record;
    const changes =
      outcome === 'corrected' && record.changes.length === 0 ? this.#changesSent.get(id) : undefined;
    this.#outcomes.set(id, { ...record, ...(changes === undefined ? {} : { changes }) });
  }

  remember(left: readonly LeftMark[]): void {
    for (const { changes, ...mark } of left) {
      this.#marks.set(mark.id, mark);
      this.#changesSent.set(mark.id, changes);
    }
    this.maybeSent ||= left.length > 0;
  }

  /** A call that may have sent any of the open records has left no word of which. */
  doubtAll(): void {
    this.unsure = true;
    this.maybeSent = true;
  }

  get #settled(): readonly CorrectedRecord[] {
    return this.input.records.flatMap(({ id }) => this.#outcomes.get(id) ?? []);
  }

  get indexed(): Order<LumpSumCorrectionResult>['indexed'] {
    return {};
  }

  get facts(): readonly string[] {
    const told = Object.entries(this.counts).filter(([, count]) => count > 0);
    return [
      `${this.input.records.length} records: ${told.map(([outcome, count]) => `${count} ${outcome}`).join(', ') || 'none is decided yet'}`,
    ];
  }

  result(head: Head): LumpSumCorrectionResult {
    const { problems, statedBy, sentBy, counts } = this;
    return {
      ...head,
      correctionId: this.input.correctionId,
      counts,
      records: this.#settled,
      ...(problems === undefined ? {} : { problems }),
      ...(statedBy === undefined ? {} : { statedBy }),
      ...(sentBy === undefined ? {} : { sentBy }),
    };
  }
}
