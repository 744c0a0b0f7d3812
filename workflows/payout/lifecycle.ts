import {
  type ApplicationFailure,
  CancellationScope,
  CancelledFailure,
  allHandlersFinished,
  condition,
  defineQuery,
  setCurrentDetails,
  setHandler,
  sleep,
} from '@temporalio/workflow';
import type { Duration } from '@temporalio/common';
import type { Attention, AttentionReason } from '../../contract/attention.ts';
import type { WorkflowFailureType } from '../../contract/failures.ts';
import type { MoneyFlow } from '../../contract/flows/names.ts';
import type { Head, Status } from '../../contract/head.ts';
import { PAYOUT_QUERY } from '../../contract/names.ts';
import type { Resolution } from '../../contract/updates.ts';
import type { Waiting, WaitingFor } from '../../contract/waiting.ts';
import { AttentionBoard, type Accepted, type Offer } from '../../rules/attention/board.ts';
import { reportedWith, type ReportedOutages, type Outage } from '../../rules/outage.ts';
import { WebhookNotifier, type End } from '../webhook/notifier.ts';
import { endedAs } from './admission.ts';
import { currentDetails } from './currentDetails.ts';
import { PendingUpdates } from './pendingUpdates.ts';
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
  /** accounts, as `accountKey` writes them, whose outcome a person may state */
  readonly openAccounts?: readonly string[];
  /** The payout ends as Failed: nothing of it is pending any more. */
  endAsFailed?(why: string): void;
}

/** Carries out a decision on another reason than the one that is waited for. */
export type Otherwise = (accepted: Accepted) => Promise<void>;

function isOutage(reason: AttentionReason): reason is Outage {
  return reason === 'settings' || reason === 'providerDown';
}

/** Registers the query that shows where a payout stands, open or closed. */
export function answerQuery(snapshot: () => unknown): void {
  setHandler(defineQuery(PAYOUT_QUERY), snapshot);
}

/** One payout as people see it: its status, what needs attention, and how it ends. */
export class PayoutLifecycle<R extends Head> {
  readonly updates: PendingUpdates;
  readonly notifier: WebhookNotifier;
  readonly board = new AttentionBoard(() => new Date().toISOString());
  readonly #flow: MoneyFlow;
  readonly #common: Common;
  readonly #order: Order<R>;
  #status: Status;
  #waiting: Waiting | null = null;
  #approvalOffer: number | undefined;
  /** of which source the calls are that a person was called for */
  readonly #outages = new Map<AttentionReason, string>();
  #cancelRequested = false;
  /** why it failed, once it did */
  #failure: string | undefined;
  /** how, once it has ended */
  #end: End | undefined;
  /** what the flow itself ended with: nothing else may close the run as Failed */
  #ending: Error | undefined;
  /** Whether nothing can have been sent: so before the first send, and after tries that certainly sent nothing. */
  cancellable = true;

  constructor(flow: MoneyFlow, common: Common, status: Status, order: Order<R>) {
    this.#flow = flow;
    this.#common = common;
    // An update that came before the first task, or is the first thing that another worker hears of a run, is judged as
    // soon as the updates are registered: before the flow says that it waits.
    this.#status = common.approval === 'required' ? 'awaitingApproval' : status;
    if (common.approval === 'required') this.#approvalOffer = this.board.nextOffer();
    this.#order = order;
    this.notifier = new WebhookNotifier(flow, common.profile);
    this.updates = new PendingUpdates(this.board, () => ({
      status: this.#status,
      requestedBy: common.requestedBy,
      approvalRequired: common.approval === 'required',
      approvalOffer: this.#approvalOffer,
      // A run that has ended may stand for a moment until its owner is sure to be told: too late to take it back.
      cancellable: this.cancellable && this.#end === undefined,
      openAccounts: order.openAccounts ?? [],
    }));
    answerQuery(() => this.snapshot);
  }

  get profile(): string {
    return this.#common.profile;
  }

  /** The gravest of what needs a person with the rest beside it, or null. */
  get attention(): Attention | null {
    return this.board.shown;
  }

  get snapshot(): R {
    const { profile, batchId, requestedBy } = this.#common;
    const { approval } = this.updates;
    const result = this.#order.result({
      flow: this.#flow,
      status: this.#status,
      profile,
      ...(batchId === undefined ? {} : { batchId }),
      ...(requestedBy === undefined ? {} : { requestedBy }),
      ...(approval?.approved === true ? { approvedBy: approval.by } : {}),
      attention: this.attention,
      waiting: this.#waiting,
    });
    return this.#failure === undefined ? result : { problems: [{ message: this.#failure }], ...result };
  }

  /** Moves on to a status; what was raised for the reasons named is over. */
  become(status: Status, ...over: readonly AttentionReason[]): void {
    this.board.clear(over);
    this.#status = status;
    this.#publish();
  }

  /** Says what is waited for from now on. */
  waitFor(what: WaitingFor): void {
    if (this.#waiting?.for === what) return;
    const offer = what === 'approval' ? this.#approvalOffer : undefined;
    const since = new Date().toISOString();
    this.#waiting = { for: what, since, ...(offer === undefined ? {} : { offer }) };
    this.#describe();
  }

  /** Calls for a person by a new offer. Raised again for the same reason it keeps its `since`. */
  raise(reason: AttentionReason, offer: Offer, status: Status = this.#status): void {
    this.board.raise(reason, offer);
    this.become(status);
  }

  /** Calls for a person because calls of a source get no answer of use. */
  raiseOutage(reason: AttentionReason, offer: Offer, source: string): void {
    this.#outages.set(reason, source);
    this.raise(reason, offer);
  }

  /** Calls of a source are answered again. */
  outageIsOver(source: string): void {
    const over = [...this.#outages].flatMap(([reason, from]) => (from === source ? [reason] : []));
    over.forEach((reason) => this.#outages.delete(reason));
    this.clear(...over);
  }

  /** Outages that a person is shown of calls of a source; null where there is none. */
  outagesOf(source: string): ReportedOutages {
    return [...this.#outages].reduce<ReportedOutages>(
      (known, [reason, from]) =>
        from === source && isOutage(reason) && this.isRaised(reason) ? reportedWith(known, reason) : known,
      null,
    );
  }

  isRaised(reason: AttentionReason): boolean {
    return this.board.isRaised(reason);
  }

  /**
   * Calls for a person and waits for their decision on this very offer.
   * @param otherwise what else is raised meanwhile is decided, too
   */
  async decided(
    reason: AttentionReason,
    offer: Offer,
    status: Status = this.#status,
    otherwise?: Otherwise,
  ): Promise<Resolution> {
    this.raise(reason, offer, status);
    for (;;) {
      const accepted = await this.decision();
      if (accepted.reason === reason) return accepted.resolution;
      await otherwise?.(accepted);
    }
  }

  /** Waits for a decision on anything that is raised. */
  async decision(): Promise<Accepted> {
    for (;;) {
      this.offerAnew();
      // What needs a person says so by itself.
      this.#waiting = null;
      await this.wait(() => this.board.hasDecision);
      const accepted = this.consume();
      if (accepted !== undefined) return accepted;
    }
  }

  /** @returns the decision that waits on one of these reasons, once; it is being carried out from now on. */
  consume(reasons?: readonly AttentionReason[]): Accepted | undefined {
    const accepted = this.board.consume(reasons);
    if (accepted !== undefined) this.#describe();
    return accepted;
  }

  /** To be called before a wait that a decision may end: what was decided before has been carried out. */
  offerAnew(): void {
    if (this.board.offerAnew()) this.#publish();
  }

  /** What was raised for the reasons named is over. */
  clear(...reasons: readonly AttentionReason[]): void {
    if (this.board.clear(reasons)) this.#publish();
  }

  /** The failure to end with: no money moved, or a person said so. Nothing needs attention any more. */
  ended(type: WorkflowFailureType, status: Status, message: string): ApplicationFailure {
    this.#failure = message;
    this.#order.endAsFailed?.(message);
    this.#over(status, 'failed');
    const failure = endedAs(type, message, this.snapshot);
    this.#ending = failure;
    return failure;
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
        if (error !== this.#ending) throw nobodysWord(error);
        await this.#tellEnd(error);
        throw error;
      }
      await this.#tellEnd();
      await condition(allHandlersFinished);
      return this.snapshot;
    });
  }

  /** Ends in this status, with nothing left to decide. */
  finish(status: Status): void {
    this.#over(status, 'completed');
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
    return this.#cancelRequested || this.updates.cancellation !== undefined;
  }

  /** Lets time go by that nothing may shorten. @param ms */
  async pause(ms: number, what: WaitingFor): Promise<void> {
    this.waitFor(what);
    await sleep(ms);
  }

  /** Whether a call should make way for what a person said. */
  get isInterrupted(): boolean {
    return this.board.hasDecision || this.isStopping;
  }

  /** @throws the end of a payout that was cancelled while nothing was sent */
  endIfStopped(): void {
    const { cancellation } = this.updates;
    if (cancellation !== undefined) {
      throw this.ended('Cancelled', 'cancelled', `cancelled by ${cancellation.by}: this run sent nothing`);
    }
    if (this.#cancelRequested) {
      const message = 'cancelled on request: this run sent nothing';
      this.#order.endAsFailed?.(message);
      this.#over('cancelled', 'canceled');
      this.#ending = new CancelledFailure(message);
      throw this.#ending;
    }
  }

  /** Waits until another person has judged. @throws `ApprovalRefused` when they reject */
  async approval(): Promise<void> {
    this.waitFor('approval');
    this.become('awaitingApproval');
    await this.wait(() => this.updates.approval !== undefined);
    this.#approvalOffer = undefined;
    const { approval } = this.updates;
    if (approval === undefined || approval.approved) return;
    const { by, note } = approval;
    throw this.ended(
      'ApprovalRefused',
      'refused',
      `refused by ${by}${note === undefined ? '' : `: ${note}`}`,
    );
  }

  #over(status: Status, end: End): void {
    this.#end = end;
    this.#waiting = null;
    this.board.clear(this.board.reasons);
    this.become(status);
  }

  #publish(): void {
    const { profile, batchId } = this.#common;
    index({
      flow: this.#flow,
      status: this.#status,
      profile,
      batchId,
      attention: this.board.reasons,
      attentionSince: this.board.oldest,
      ...this.#order.indexed,
    });
    this.#describe();
    const { awaitsConfirmation } = this.updates;
    this.notifier.notifyNews(
      { status: this.#status, reasons: this.board.reasons, awaitsConfirmation },
      () => this.snapshot,
    );
  }

  #describe(): void {
    setCurrentDetails(currentDetails(this.snapshot, this.#order.facts));
  }

  async #tellEnd(error?: unknown): Promise<void> {
    if (this.#end === undefined) return;
    await this.notifier.notifyEnd(this.snapshot, this.#end, this.updates.statements, error);
  }
}

/**
 * A run closes as Failed by the flow's own end alone, since that says that no money moved. Whatever else comes up here is
 * a fault in this code: as a plain error it fails the workflow task, and a deploy mends it while the run stands.
 */
function nobodysWord(error: unknown): Error {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const unexpected = new Error(`not an end of this flow: ${message}`);
  if (error instanceof Error && error.stack !== undefined) unexpected.stack = error.stack;
  return unexpected;
}
