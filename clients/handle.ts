import {
  ApplicationFailure,
  CancelledFailure,
  TerminatedFailure,
  TimeoutFailure,
  WorkflowFailedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  type WorkflowHandle,
} from '@temporalio/client';
import {
  parse,
  PAYOUT_QUERY,
  updateArguments,
  type Recorded,
  type UpdateInput,
  type UpdateName,
} from '../contract/index.ts';
import { descriptionOf, type PayoutDescription } from './description.ts';
import {
  InvalidInputError,
  PayoutFailedError,
  PayoutInterruptedError,
  PayoutNotFoundError,
  UpdateRefusedError,
  type LostAs,
} from './errors.ts';
import { anyResult, readResult, type ResultShape } from './results/results.ts';

export interface UpdateOptions {
  /** Makes a repeat of the same update harmless; a fresh one by default. */
  readonly updateId?: string;
}

/** The run to follow; without a run id, whichever is the latest at each call. */
export interface PayoutRun {
  readonly workflowId: string;
  readonly runId: string | undefined;
  readonly attached: boolean;
}

/** One payout, open or closed: wait for it, look at it, tell it what a person decided. */
export class PayoutHandle<Result> {
  readonly workflowId: string;
  /** undefined for a handle made from an id alone */
  readonly runId: string | undefined;
  /** true: the run was there before the call that gave this handle */
  readonly attached: boolean;
  readonly #handle: WorkflowHandle;
  readonly #shape: ResultShape<Result>;

  constructor(run: PayoutRun, handle: WorkflowHandle, shape: ResultShape<Result>) {
    this.workflowId = run.workflowId;
    this.runId = run.runId;
    this.attached = run.attached;
    this.#handle = handle;
    this.#shape = shape;
  }

  /**
   * Waits until the payout is closed, which can take days: settling does.
   * @returns the contract's result of the flow
   * @throws PayoutFailedError no money moved, or a person said so
   * @throws PayoutInterruptedError somebody ended the run from outside
   * @throws PayoutNotFoundError
   */
  async result(): Promise<Result> {
    let data: unknown;
    try {
      data = await this.#handle.result();
    } catch (error) {
      throw this.#closedWith(error);
    }
    return readResult(this.workflowId, this.#shape, data);
  }

  /**
   * What is known now, from the payout itself: needs a worker, and knows nothing newer than the run's last task.
   * Closed runs answer too.
   * @throws PayoutNotFoundError
   */
  async snapshot(): Promise<Result> {
    const data = await this.#known(() => this.#handle.query<unknown>(PAYOUT_QUERY));
    return readResult(this.workflowId, this.#shape, data);
  }

  /**
   * What the server knows by itself: status, and the provider call that is waiting and when it is tried next.
   * @throws PayoutNotFoundError
   */
  async describe(): Promise<PayoutDescription> {
    return descriptionOf(await this.#known(() => this.#handle.describe()));
  }

  /** Lets a payout that awaits approval go on. `by` must be another person than the one who asked for it. */
  approve(argument: UpdateInput<'approve'>, options?: UpdateOptions): Promise<Recorded> {
    return this.#update('approve', argument, options);
  }

  /** Refuses approval: the payout fails as `ApprovalRefused`. */
  reject(argument: UpdateInput<'reject'>, options?: UpdateOptions): Promise<Recorded> {
    return this.#update('reject', argument, options);
  }

  /** Takes the payout back while nothing has been sent: it fails as `Cancelled`. Refused later. */
  cancel(argument: UpdateInput<'cancel'>, options?: UpdateOptions): Promise<Recorded> {
    return this.#update('cancel', argument, options);
  }

  /** Says what was really credited: `points` whole, `cash` decimal strings with their currency. */
  confirmCredit(argument: UpdateInput<'confirmCredit'>, options?: UpdateOptions): Promise<Recorded> {
    return this.#update('confirmCredit', argument, options);
  }

  /** Asks the provider now and not at the next planned time; at most once a minute. */
  pollNow(argument: UpdateInput<'pollNow'>, options?: UpdateOptions): Promise<Recorded> {
    return this.#update('pollNow', argument, options);
  }

  /** Decides what needs a person; `attention.decisions` of the snapshot says what can be decided. */
  resolve(argument: UpdateInput<'resolve'>, options?: UpdateOptions): Promise<Recorded> {
    return this.#update('resolve', argument, options);
  }

  /** @throws InvalidInputError nothing was sent. @throws UpdateRefusedError the flow did not take it */
  async #update<Name extends UpdateName>(
    name: Name,
    argument: UpdateInput<Name>,
    options: UpdateOptions = {},
  ): Promise<Recorded> {
    const checked = parse<object>(updateArguments[name], argument);
    if (!checked.ok) throw new InvalidInputError(`${name} of ${this.workflowId}`, checked.problems);
    try {
      return await this.#handle.executeUpdate<Recorded, [object]>(name, {
        args: [checked.value],
        ...options,
      });
    } catch (error) {
      throw this.#refusal(name, error);
    }
  }

  #refusal(update: UpdateName, error: unknown): unknown {
    const { workflowId } = this;
    if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure) {
      const { type, message } = error.cause;
      return new UpdateRefusedError({ workflowId, update, type: type ?? 'unknown', message }, error);
    }
    if (error instanceof WorkflowNotFoundError) {
      // The server has one answer for a run that is closed and for one that never was.
      const message = 'no open run of it exists; `payouts show` says how it ended';
      return new UpdateRefusedError({ workflowId, update, type: 'NotOpen', message }, error);
    }
    return error;
  }

  #closedWith(error: unknown): unknown {
    const { workflowId } = this;
    if (error instanceof WorkflowNotFoundError) return new PayoutNotFoundError(workflowId, error);
    if (!(error instanceof WorkflowFailedError)) return error;
    const { cause } = error;
    const lostAs = lostBy(cause);
    if (lostAs !== undefined) return new PayoutInterruptedError(workflowId, lostAs, error);
    if (!(cause instanceof ApplicationFailure)) return error;
    const detail: unknown = cause.details?.[0];
    return new PayoutFailedError(
      {
        workflowId,
        type: cause.type ?? 'unknown',
        message: cause.message,
        result: anyResult.matches(detail) ? detail : undefined,
      },
      error,
    );
  }

  async #known<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) throw new PayoutNotFoundError(this.workflowId, error);
      throw error;
    }
  }
}

function lostBy(cause: Error | undefined): LostAs | undefined {
  if (cause instanceof TerminatedFailure) return 'terminated';
  if (cause instanceof TimeoutFailure) return 'timed out';
  if (cause instanceof CancelledFailure) return 'canceled';
  return undefined;
}
