import {
  describeProblems,
  type AllinpayWithdrawalResult,
  type LumpSumCorrectionResult,
  type Problem,
  type ReferralWithdrawalResult,
  type UpdateName,
} from '../contract/index.ts';
import { PayoutsError } from '../rules/errors.ts';

export { NotConnectedError, PayoutsError, SettingsError } from '../rules/errors.ts';

/** What the flows that move money end with, told apart by `flow`. */
export type PayoutResult = AllinpayWithdrawalResult | ReferralWithdrawalResult | LumpSumCorrectionResult;

/** How a run can end without having said what became of the money. */
export type LostAs = 'terminated' | 'timed out' | 'canceled';

/** The input breaks the contract. Nothing was sent to the server. */
export class InvalidInputError extends PayoutsError {
  readonly problems: readonly Problem[];

  constructor(what: string, problems: readonly Problem[]) {
    super('InvalidInputError', `${what} was not sent, mend: ${describeProblems(problems)}`);
    this.problems = problems;
  }
}

/** The id is taken by a run that was asked to pay something else. Nothing was started. */
export class InputMismatchError extends PayoutsError {
  readonly workflowId: string;
  readonly runId: string;
  readonly differences: readonly string[];

  constructor(workflowId: string, runId: string, differences: readonly string[]) {
    super(
      'InputMismatchError',
      `${workflowId} was started before with another input (run ${runId}): ${differences.join('; ')}. ` +
        'Nothing was started. Give a new payout an order id of its own, or repeat the first input exactly.',
    );
    this.workflowId = workflowId;
    this.runId = runId;
    this.differences = differences;
  }
}

/** The order's last run was ended from outside, so nobody has said whether its money moved. Nothing was started. */
export class PreviousRunLostError extends PayoutsError {
  readonly workflowId: string;
  readonly runId: string;
  readonly lostAs: LostAs;

  constructor(workflowId: string, runId: string, lostAs: LostAs, goOn: string) {
    super(
      'PreviousRunLostError',
      `The last run of ${workflowId} (${runId}) was ${lostAs}: money may have moved without its saying so. ` +
        `Nothing was started. ${goOn}`,
    );
    this.workflowId = workflowId;
    this.runId = runId;
    this.lostAs = lostAs;
  }
}

/** Other clients kept starting and ending runs of the same id while we looked. Nothing was started by this call. */
export class StartContendedError extends PayoutsError {
  readonly workflowId: string;

  constructor(workflowId: string, rounds: number, cause: unknown) {
    super(
      'StartContendedError',
      `The runs of ${workflowId} changed ${rounds} times while it was being started. Nothing was started here: ` +
        'find out who else starts it, then start it again.',
      cause,
    );
    this.workflowId = workflowId;
  }
}

/** The payout ended Failed: no money moved, or a person said so. */
export class PayoutFailedError extends PayoutsError {
  readonly workflowId: string;
  /** one of the contract's failure types, such as `PayoutRejected` */
  readonly type: string;
  /** what was known at the end; undefined where the failure carries nothing readable */
  readonly result: PayoutResult | undefined;

  constructor(
    failure: { workflowId: string; type: string; message: string; result: PayoutResult | undefined },
    cause: unknown,
  ) {
    super('PayoutFailedError', `${failure.workflowId} failed as ${failure.type}: ${failure.message}`, cause);
    this.workflowId = failure.workflowId;
    this.type = failure.type;
    this.result = failure.result;
  }
}

/** The run was ended from outside: it has no result, and whether money moved is for the provider to say. */
export class PayoutInterruptedError extends PayoutsError {
  readonly workflowId: string;
  readonly lostAs: LostAs;

  constructor(workflowId: string, lostAs: LostAs, cause: unknown) {
    super(
      'PayoutInterruptedError',
      `${workflowId} was ${lostAs} from outside and has no result. Money may have moved: start the same input ` +
        'again, the answer says how to go on.',
      cause,
    );
    this.workflowId = workflowId;
    this.lostAs = lostAs;
  }
}

/** The flow did not take an update: its words are wrong, or it is not its time. Nothing was changed. */
export class UpdateRefusedError extends PayoutsError {
  readonly workflowId: string;
  readonly update: UpdateName;
  /** `InvalidInput`, `UpdateRefused`, or what else the worker said */
  readonly type: string;

  constructor(
    refusal: { workflowId: string; update: UpdateName; type: string; message: string },
    cause: unknown,
  ) {
    super(
      'UpdateRefusedError',
      `${refusal.workflowId} does not take ${refusal.update}: ${refusal.message}`,
      cause,
    );
    this.workflowId = refusal.workflowId;
    this.update = refusal.update;
    this.type = refusal.type;
  }
}

/** The server remembers no run of that id. */
export class PayoutNotFoundError extends PayoutsError {
  readonly workflowId: string;

  constructor(workflowId: string, cause?: unknown) {
    super(
      'PayoutNotFoundError',
      `The server knows no run of ${workflowId}. Check the id, the profile and the namespace; a run that closed ` +
        'longer ago than the retention period is forgotten.',
      cause,
    );
    this.workflowId = workflowId;
  }
}

/** A worker answered in a shape this client does not know. */
export class UnreadableAnswerError extends PayoutsError {
  constructor(workflowId: string, problems: readonly Problem[]) {
    super(
      'UnreadableAnswerError',
      `${workflowId} answered in a shape this client does not know (${describeProblems(problems)}). ` +
        'The payout itself is not touched by that. Bring the client to the version of the workers.',
    );
  }
}

/** The pages of a query do not fit together, so what was read of it is not all. What was read before is no result. */
export class IncompleteQueryError extends PayoutsError {
  constructor(page: number, what: string) {
    super(
      'IncompleteQueryError',
      `Page ${page} of the query ${what}, so the records cannot be read to their end. Nothing was changed; ask again.`,
    );
  }
}

/** Not every payout that closed in a window has a record. What was read before is right, and not all. */
export class IncompleteRecordsError extends PayoutsError {
  readonly missing: readonly string[];

  constructor(missing: readonly string[]) {
    super('IncompleteRecordsError', `Records of the window are missing: ${missing.join('; ')}.`);
    this.missing = missing;
  }
}
