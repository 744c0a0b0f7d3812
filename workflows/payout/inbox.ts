import { ApplicationFailure, defineUpdate, setHandler } from '@temporalio/workflow';
import type { z } from 'zod';
import type { UpdateFailureType } from '../../contract/failures.ts';
import type { SaidByPerson } from '../../contract/payoutRecord.ts';
import { parse } from '../../contract/problems.ts';
import {
  updateArguments,
  type Recorded,
  type UpdateArgument,
  type UpdateName,
} from '../../contract/updates.ts';
import { described } from './admission.ts';
import type { AttentionBoard } from './attention.ts';
import { answeredBy, whyRefused, type Update, type UpdateState } from './updateRules.ts';

const schemas: { readonly [Name in UpdateName]: z.ZodType<UpdateArgument<Name>> } = updateArguments;

/** What the inbox cannot know by itself of the state that decides on updates. */
export type PayoutState = Pick<
  UpdateState,
  'status' | 'requestedBy' | 'approvalRequired' | 'approvalOffer' | 'cancellable' | 'openAccounts'
>;

/** What another person said of a payout that waited for them. */
export interface Judgement {
  readonly approved: boolean;
  readonly by: string;
  readonly note?: string | undefined;
}

/**
 * What people said by updates and nobody acted on yet. Handlers record and return; the flow takes it where it waits. A
 * decision goes to the board whose offer it answers.
 */
export class Inbox {
  readonly #state: () => PayoutState;
  readonly #board: AttentionBoard;
  #judgement: Judgement | undefined;
  #cancellation: UpdateArgument<'cancel'> | undefined;
  #confirmation: UpdateArgument<'confirmCredit'> | undefined;
  readonly #said: SaidByPerson[] = [];
  #pollAsked = false;
  #pollAsks = 0;
  #lastPollAsk: number | undefined;
  /** set by the flow while it waits for `confirmCredit` */
  awaitsConfirmation = false;

  constructor(board: AttentionBoard, state: () => PayoutState) {
    this.#board = board;
    this.#state = state;
    this.#receive('approve', (argument) => ({ name: 'approve', argument }));
    this.#receive('reject', (argument) => ({ name: 'reject', argument }));
    this.#receive('cancel', (argument) => ({ name: 'cancel', argument }));
    this.#receive('confirmCredit', (argument) => ({ name: 'confirmCredit', argument }));
    this.#receive('pollNow', (argument) => ({ name: 'pollNow', argument }));
    this.#receive('resolve', (argument) => ({ name: 'resolve', argument }));
  }

  get judgement(): Judgement | undefined {
    return this.#judgement;
  }

  get cancellation(): UpdateArgument<'cancel'> | undefined {
    return this.#cancellation;
  }

  get confirmation(): UpdateArgument<'confirmCredit'> | undefined {
    return this.#confirmation;
  }

  /** Everything that was accepted, the oldest first. */
  get said(): SaidByPerson[] {
    return [...this.#said];
  }

  get isPollAsked(): boolean {
    return this.#pollAsked;
  }

  /** @returns whether a person asked to poll now, once. */
  takePollAsk(): boolean {
    const asked = this.#pollAsked;
    this.#pollAsked = false;
    return asked;
  }

  #receive<Name extends UpdateName>(name: Name, updateOf: (argument: UpdateArgument<Name>) => Update): void {
    setHandler(
      defineUpdate<Recorded, [unknown]>(name),
      (raw) => {
        const update = updateOf(readArgument(name, raw));
        const at = new Date().toISOString();
        this.#said.push(saidBy(update, at));
        this.#record(update);
        return { recorded: name, at };
      },
      {
        validator: (raw) => {
          const why = whyRefused(updateOf(readArgument(name, raw)), this.#updateState());
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
        this.#judgement = { approved: update.name === 'approve', by, note };
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
      judged: this.#judgement !== undefined,
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

function readArgument<Name extends UpdateName>(name: Name, raw: unknown): UpdateArgument<Name> {
  const parsed = parse(schemas[name], raw);
  if (parsed.ok) return parsed.value;
  throw refusal('InvalidInput', `${name}: ${described(parsed.problems)}`);
}

function refusal(type: UpdateFailureType, message: string): ApplicationFailure {
  return ApplicationFailure.create({ type, message, nonRetryable: true });
}
