import type { Attention } from '../contract/attention.ts';
import type { Status } from '../contract/head.ts';
import type { UpdateArgument, UpdateName } from '../contract/updates.ts';

/** What decides whether an update is accepted now. */
export interface UpdateState {
  readonly status: Status;
  readonly attention: Attention | null;
  readonly requestedBy: string | undefined;
  /** nothing can have been sent, and no send is under way */
  readonly cancellable: boolean;
  /** a person has approved or rejected */
  readonly judged: boolean;
  readonly stopped: boolean;
  /** a decision is recorded that the flow has not acted on yet */
  readonly deciding: boolean;
  readonly awaitsConfirmation: boolean;
  /** ms of the last `pollNow` */
  readonly lastPollAsk: number | undefined;
  /** ms */
  readonly now: number;
}

const POLL_ASK_INTERVAL = 60_000;

const pollable: readonly Status[] = ['processing', 'overdue', 'outcomeUnknown', 'confirmingRefusal'];

/** One person under two spellings is still one person. */
function isSamePerson(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}

function whyNotJudge(by: string, state: UpdateState): string | undefined {
  if (state.status !== 'awaitingApproval') return `nothing waits for approval: the payout is ${state.status}`;
  if (state.judged) return 'it was approved or rejected already';
  if (state.requestedBy !== undefined && isSamePerson(by, state.requestedBy)) {
    return `${by} asked for this payout: another person must judge it`;
  }
  return undefined;
}

function whyNotCancel(state: UpdateState): string | undefined {
  if (state.stopped) return 'it is being cancelled already';
  if (!state.cancellable) return `the order may have been sent: the payout is ${state.status}`;
  return undefined;
}

function whyNotPoll(state: UpdateState): string | undefined {
  if (!pollable.includes(state.status)) return `there is nothing to ask for: the payout is ${state.status}`;
  if (state.lastPollAsk !== undefined && state.now - state.lastPollAsk < POLL_ASK_INTERVAL) {
    return 'it was asked for less than a minute ago';
  }
  return undefined;
}

function whyNotResolve(resolution: UpdateArgument<'resolve'>, state: UpdateState): string | undefined {
  const { attention } = state;
  if (attention === null) return `nothing needs a decision: the payout is ${state.status}`;
  if (state.deciding) return 'another decision is being acted on';
  if (!attention.decisions.includes(resolution.decision)) {
    const choices = attention.decisions.join(', ');
    return `${attention.reason} takes ${choices === '' ? 'no decision now' : choices}, not ${resolution.decision}`;
  }
  const isCredit = attention.reason === 'creditRefused' || attention.reason === 'creditOverdue';
  if (
    isCredit &&
    resolution.decision === 'accept' &&
    (resolution.points === undefined || resolution.cash === undefined)
  ) {
    return 'accept needs points and cash: what was really credited';
  }
  return undefined;
}

/** An update with its argument, as one value to switch on. */
export type Update = {
  readonly [Name in UpdateName]: { readonly name: Name; readonly argument: UpdateArgument<Name> };
}[UpdateName];

/** @returns why an update is refused now, for a person to read, or undefined when it is accepted. */
export function whyRefused(update: Update, state: UpdateState): string | undefined {
  switch (update.name) {
    case 'approve':
    case 'reject':
      return whyNotJudge(update.argument.by, state);
    case 'cancel':
      return whyNotCancel(state);
    case 'confirmCredit':
      return state.awaitsConfirmation
        ? undefined
        : `no credit waits for confirmation: the payout is ${state.status}`;
    case 'pollNow':
      return whyNotPoll(state);
    case 'resolve':
      return whyNotResolve(update.argument, state);
  }
}
