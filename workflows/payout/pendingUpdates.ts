import { ApplicationFailure, defineUpdate, setHandler } from '@temporalio/workflow';
import type { UpdateFailureType } from '../../contract/failures.ts';
import type { SaidByPerson } from '../../contract/payoutRecord.ts';
import { parse } from '../../contract/problems.ts';
import {
  updateArguments,
  updateNames,
  type Recorded,
  type UpdateArgument,
  type UpdateName,
} from '../../contract/updates.ts';
import type { AttentionBoard } from '../../rules/attention/board.ts';
import { answeredBy, whyRefused, type Update, type UpdateState } from '../../rules/updates/whyRefused.ts';
import { described } from './admission.ts';

/** What pending updates cannot know by themselves of the state that decides on updates. */
export type PayoutState = Pick<
  UpdateState,
  'status' | 'requestedBy' | 'approvalRequired' | 'approvalOffer' | 'cancellable' | 'openAccounts'
>;

/** What another person said of a payout that waited for them. */
export interface Approval {
  readonly approved: boolean;
  readonly by: string;
  readonly note?: string | undefined;
}

/**
 * What people said by updates and nobody acted on yet. Handlers record and return; the flow takes it where it waits. A
 * decision goes to the board whose offer it answers.
 */
export class PendingUpdates {
  readonly #state: () => PayoutState;
  readonly #board: AttentionBoard;
  #approval: Approval | undefined;
  #cancellation: UpdateArgument<'cancel'> | undefined;
  #confirmation: UpdateArgument<'confirmCredit'> | undefined;
  readonly #statements: SaidByPerson[] = [];
  #pollAsked = false;
  #pollAsks = 0;
  #lastPollAsk: number | undefined;
  /** set by the flow while it waits for `confirmCredit` */
  awaitsConfirmation = false;

  constructor(board: AttentionBoard, state: () => PayoutState) {
    this.#board = board;
    this.#state = state;
    for (const name of updateNames) this.#receive(name);
  }

  get approval(): Approval | undefined {
    return this.#approval;
  }

  get cancellation(): UpdateArgument<'cancel'> | undefined {
    return this.#cancellation;
  }

  get confirmation(): UpdateArgument<'confirmCredit'> | undefined {
    return this.#confirmation;
  }

  /** Everything that was accepted, the oldest first. */
  get statements(): SaidByPerson[] {
    return [...this.#statements];
  }

  get isPollAsked(): boolean {
    return this.#pollAsked;
  }

  /** @returns whether a person asked to poll now, once. */
  consumePollAsk(): boolean {
    const asked = this.#pollAsked;
    this.#pollAsked = false;
    return asked;
  }

  #receive(name: UpdateName): void {
    setHandler(
      defineUpdate<Recorded, [unknown]>(name),
      (raw) => {
        const update = readUpdate(name, raw);
        const at = new Date().toISOString();
        this.#statements.push(saidBy(update, at));
        this.#record(update);
        return { recorded: name, at };
      },
      {
        validator: (raw) => {
          const why = whyRefused(readUpdate(name, raw), this.#updateState());
          if (why !== undefined) throw refusal('UpdateRefused', `${name} is refused: ${why}`);
        },
      },
    );
  }

  #record(update: Update): void {
    switch (update.name) {
      case 'approve':
      case 'reject': {
        const { by, note } = update.argument;
        this.#approval = { approved: update.name === 'approve', by, note };
        break;
      }
      case 'cancel':
        this.#cancellation = update.argument;
        break;
      case 'confirmCredit':
        this.#confirmation = update.argument;
        this.awaitsConfirmation = false;
        break;
      case 'pollNow':
        this.#pollAsked = true;
        this.#pollAsks += 1;
        this.#lastPollAsk = Date.now();
        break;
      case 'resolve': {
        const answered = answeredBy(update.argument, this.#board.shown);
        // A reset may bring a decision back to a run that offers it no more: it dies with its offer.
        if (answered !== undefined)
          this.#board.accept({ reason: answered.reason, resolution: update.argument });
        break;
      }
    }
  }

  #updateState(): UpdateState {
    return {
      ...this.#state(),
      attention: this.#board.shown,
      carriedOut: this.#board.carriedOut,
      judged: this.#approval !== undefined,
      stoppedBy: this.#cancellation?.by,
      confirmedBy: this.#confirmation?.by,
      awaitsConfirmation: this.awaitsConfirmation,
      pollAsks: this.#pollAsks,
      lastPollAsk: this.#lastPollAsk,
      now: Date.now(),
    };
  }
}

function saidBy({ name, argument }: Update, at: string): SaidByPerson {
  const { by, note } = argument;
  return {
    update: name,
    by,
    at,
    ...('decision' in argument ? { decision: argument.decision } : {}),
    ...(note === undefined ? {} : { note }),
  };
}

function readUpdate(name: UpdateName, raw: unknown): Update {
  const parsed = parse<Update['argument']>(updateArguments[name], raw);
  // What the schema of this name has read is this name's argument, which the compiler cannot tell.
  if (parsed.ok) return { name, argument: parsed.value } as Update;
  throw refusal('InvalidInput', `${name}: ${described(parsed.problems)}`);
}

function refusal(type: UpdateFailureType, message: string): ApplicationFailure {
  return ApplicationFailure.create({ type, message, nonRetryable: true });
}
