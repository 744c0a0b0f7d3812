import {
  type ApplicationFailure,
  CancellationScope,
  CancelledFailure,
  allHandlersFinished,
  condition,
  defineQuery,
  setCurrentDetails,
  setHandler,
} from '@temporalio/workflow';
import type { Duration } from '@temporalio/common';
import {
  attentionReasons,
  type Attention,
  type AttentionReason,
  type Decision,
} from '../contract/attention.ts';
import type { WorkflowFailureType } from '../contract/failures.ts';
import type { Head, Status } from '../contract/head.ts';
import { PAYOUT_QUERY, type MoneyFlow } from '../contract/names.ts';
import type { Resolution } from '../contract/updates.ts';
import { endedAs } from './admission.ts';
import { currentDetails } from './currentDetails.ts';
import { Inbox } from './inbox.ts';
import { Outcomes, type End } from './outcomes.ts';
import { index, type Indexed } from './searchAttributes.ts';

/** What every input says beside its order. */
export interface Common {
  readonly profile: string;
  readonly batchId?: string | undefined;
  readonly requestedBy?: string | undefined;
  readonly approval: 'none' | 'required';
}

/** One order of one flow: what it adds to the head for its result so far, to what people read and to the index. */
export interface Order<R extends Head> {
  result(head: Head): R;
  /** lines of Markdown: what is known of the money */
  readonly facts: readonly string[];
  readonly indexed: Pick<Indexed, 'settleBy' | 'transTime' | 'referralAccountId' | 'points'>;
}

/** Registers the query that shows where a payout stands, open or closed. */
export function answerQuery(snapshot: () => unknown): void {
  setHandler(defineQuery(PAYOUT_QUERY), snapshot);
}

/** One payout as people see it: its status, what needs attention, and how it ends. */
export class Payout<R extends Head> {
  readonly inbox: Inbox;
  readonly outcomes: Outcomes;
  readonly #flow: MoneyFlow;
  readonly #common: Common;
  readonly #order: Order<R>;
  readonly #attention = new Map<AttentionReason, Attention>();
  #status: Status;
  #cancelRequested = false;
  /** why it failed, once it did */
  #failure: string | undefined;
  /** how, once it has ended */
  #end: End | undefined;
  /** Whether nothing can have been sent: so before the first send, and after tries that certainly sent nothing. */
  cancellable = true;

  constructor(flow: MoneyFlow, common: Common, status: Status, order: Order<R>) {
    this.#flow = flow;
    this.#common = common;
    // An update that came before the first task, or is the first thing that another worker hears of a run, is judged as
    // soon as the inbox is there: before the flow says that it waits.
    this.#status = common.approval === 'required' ? 'awaitingApproval' : status;
    this.#order = order;
    this.outcomes = new Outcomes(flow, common.profile);
    this.inbox = new Inbox(() => ({
      status: this.#status,
      attention: this.attention,
      requestedBy: common.requestedBy,
      // A run that has ended may stand for a moment until its owner is sure to be told: too late to take it back.
      cancellable: this.cancellable && this.#end === undefined,
    }));
    answerQuery(() => this.snapshot);
  }

  get profile(): string {
    return this.#common.profile;
  }

  /** The gravest of what needs a person, or null. */
  get attention(): Attention | null {
    const reason = attentionReasons.find((candidate) => this.#attention.has(candidate));
    return reason === undefined ? null : (this.#attention.get(reason) ?? null);
  }

  get snapshot(): R {
    const { profile, batchId, requestedBy } = this.#common;
    const { judgement } = this.inbox;
    const result = this.#order.result({
      flow: this.#flow,
      status: this.#status,
      profile,
      ...(batchId === undefined ? {} : { batchId }),
      ...(requestedBy === undefined ? {} : { requestedBy }),
      ...(judgement?.approved === true ? { approvedBy: judgement.by } : {}),
      attention: this.attention,
    });
    return this.#failure === undefined ? result : { problems: [{ message: this.#failure }], ...result };
  }

  /** Moves on to a status; what was raised for the reasons named is over. */
  become(status: Status, ...over: readonly AttentionReason[]): void {
    over.forEach((reason) => this.#attention.delete(reason));
    this.#status = status;
    this.#publish();
  }

  /** Calls for a person. Raised again for the same reason it keeps its `since`. */
  raise(
    reason: AttentionReason,
    decisions: readonly Decision[],
    message: string,
    status: Status = this.#status,
  ): void {
    const since = this.#attention.get(reason)?.since ?? new Date().toISOString();
    this.#attention.set(reason, { reason, since, decisions, message });
    this.become(status);
  }

  isRaised(reason: AttentionReason): boolean {
    return this.#attention.has(reason);
  }

  /**
   * Calls for a person and waits for one of the decisions named. A decision that was recorded just before speaks of
   * what was shown then: a `retry` of wrong settings must never pass for an `adopt`.
   */
  async decided(
    reason: AttentionReason,
    decisions: readonly Decision[],
    message: string,
    status: Status = this.#status,
  ): Promise<Resolution> {
    this.inbox.takeResolution();
    this.raise(reason, decisions, message, status);
    for (;;) {
      await this.wait(() => this.inbox.hasResolution);
      const resolution = this.inbox.takeResolution();
      if (resolution !== undefined && decisions.includes(resolution.decision)) return resolution;
    }
  }

  /** What was raised for the reasons named is over. */
  clear(...reasons: readonly AttentionReason[]): void {
    if (reasons.some((reason) => this.#attention.has(reason))) this.become(this.#status, ...reasons);
  }

  /** The failure to end with: no money moved, or a person said so. Nothing needs attention any more. */
  ended(type: WorkflowFailureType, status: Status, message: string): ApplicationFailure {
    this.#failure = message;
    this.#end = 'failed';
    this.#attention.clear();
    this.become(status);
    return endedAs(type, message, this.snapshot);
  }

  /**
   * Runs the flow to its end. A Temporal cancel request is heard only where `cancel` would be accepted: elsewhere money
   * may be under way, and closing the run would lose sight of it.
   */
  async run(flow: () => Promise<void>): Promise<R> {
    const root = CancellationScope.current();
    // A request that came with the first task is already there: its promise would tell only after the first send.
    this.#cancelRequested = root.consideredCancelled;
    void root.cancelRequested.catch(() => {
      this.#cancelRequested ||= this.cancellable;
    });
    return CancellationScope.nonCancellable(async () => {
      try {
        await flow();
      } catch (error) {
        await this.#tellEnd(error);
        throw error;
      }
      await this.#tellEnd();
      await condition(allHandlersFinished);
      return this.snapshot;
    });
  }

  /** Ends in this status, with nothing left to decide. */
  finish(status: Status, end: End = 'completed'): void {
    this.#end = end;
    this.#attention.clear();
    this.become(status);
  }

  /**
   * Waits for a condition or the time; a stop that was accepted meanwhile ends the payout.
   * @returns false when the time came first
   */
  async wait(until: () => boolean, timeout?: Duration): Promise<boolean> {
    const woken = (): boolean => this.isStopping || until();
    const happened =
      timeout === undefined ? await condition(woken).then(() => true) : await condition(woken, timeout);
    this.endIfStopped();
    return happened;
  }

  /** Whether a stop was accepted that the flow has not acted on yet. */
  get isStopping(): boolean {
    return this.#cancelRequested || this.inbox.cancellation !== undefined;
  }

  /** @throws the end of a payout that was cancelled while nothing was sent */
  endIfStopped(): void {
    const { cancellation } = this.inbox;
    if (cancellation !== undefined) {
      throw this.ended('Cancelled', 'cancelled', `cancelled by ${cancellation.by}: this run sent nothing`);
    }
    if (this.#cancelRequested) {
      this.finish('cancelled', 'canceled');
      throw new CancelledFailure('cancelled on request: this run sent nothing');
    }
  }

  /** Waits until another person has judged. @throws `ApprovalRefused` when they reject */
  async approval(): Promise<void> {
    this.become('awaitingApproval');
    await this.wait(() => this.inbox.judgement !== undefined);
    const { judgement } = this.inbox;
    if (judgement === undefined || judgement.approved) return;
    const { by, note } = judgement;
    throw this.ended(
      'ApprovalRefused',
      'refused',
      `refused by ${by}${note === undefined ? '' : `: ${note}`}`,
    );
  }

  #publish(): void {
    const { profile, batchId } = this.#common;
    const needsAttention = this.attention !== null;
    index({
      flow: this.#flow,
      status: this.#status,
      profile,
      batchId,
      needsAttention,
      ...this.#order.indexed,
    });
    setCurrentDetails(currentDetails(this.snapshot, this.#order.facts));
    const { awaitsConfirmation } = this.inbox;
    const reasons = [...this.#attention.keys()];
    this.outcomes.tellNews({ status: this.#status, reasons, awaitsConfirmation }, () => this.snapshot);
  }

  /** A fault in this code is no end: it is mended by a deploy, and the run goes on. */
  async #tellEnd(error?: unknown): Promise<void> {
    if (this.#end === undefined) return;
    await this.outcomes.tellEnd(this.snapshot, this.#end, this.inbox.said, error);
  }
}
