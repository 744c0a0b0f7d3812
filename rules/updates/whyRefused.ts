import { accountKey } from '../../contract/allinpayAccount.ts';
import type { Attention, AttentionReason, Raised } from '../../contract/attention.ts';
import type { Status } from '../../contract/head.ts';
import { isSamePerson } from '../../contract/people.ts';
import type { Resolution, UpdateArgument, UpdateName } from '../../contract/updates.ts';
import type { CarriedOut } from '../attention/board.ts';

/** What decides whether an update is accepted now. */
export interface UpdateState {
  readonly status: Status;
  readonly attention: Attention | null;
  /** the decision that was accepted and has not been carried out */
  readonly carriedOut: CarriedOut | undefined;
  readonly requestedBy: string | undefined;
  /** whether nothing may be sent before another person than `requestedBy` approves */
  readonly approvalRequired: boolean;
  /** which offer `approve` and `reject` answer, while approval is waited for */
  readonly approvalOffer: number | undefined;
  /** nothing can have been sent, and no send is under way */
  readonly cancellable: boolean;
  /** accounts, as `accountKey` writes them, whose outcome is open: what `recordOutcome` may speak of */
  readonly openAccounts: readonly string[];
  /** a person has approved or rejected */
  readonly judged: boolean;
  /** who has the payout cancelled */
  readonly stoppedBy: string | undefined;
  readonly awaitsConfirmation: boolean;
  /** who has confirmed the credit */
  readonly confirmedBy: string | undefined;
  /** how often `pollNow` was accepted */
  readonly pollAsks: number;
  /** ms of the last `pollNow` */
  readonly lastPollAsk: number | undefined;
  /** ms */
  readonly now: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The server takes 2,000 updates a run: a robot that asks for a year must leave some for people. */
function pollAskInterval(asks: number): number {
  if (asks < 60) return MINUTE;
  return asks < 500 ? HOUR : DAY;
}

function pollAskName(asks: number): string {
  if (asks < 60) return 'a minute';
  return asks < 500 ? 'an hour' : 'a day';
}

const pollable: readonly Status[] = ['processing', 'overdue', 'outcomeUnknown', 'confirmingRefusal'];

function whyNotJudge(
  { by, offer }: UpdateArgument<'approve'>,
  { status, judged, stoppedBy, requestedBy, approvalOffer }: UpdateState,
): string | undefined {
  if (status !== 'awaitingApproval') return `nothing waits for approval: the payout is ${status}`;
  if (judged) return 'it was approved or rejected already';
  if (stoppedBy !== undefined) return `it is being cancelled by ${stoppedBy}`;
  if (offer !== undefined && offer !== approvalOffer) return whyNotOffer(offer);
  if (requestedBy !== undefined && isSamePerson(by, requestedBy)) {
    return `${by} asked for this payout: another person must judge it`;
  }
  return undefined;
}

function whyNotCancel({ stoppedBy, carriedOut, cancellable, status }: UpdateState): string | undefined {
  if (stoppedBy !== undefined) return `it is being cancelled by ${stoppedBy} already`;
  if (carriedOut !== undefined) return whyNotWhile(carriedOut);
  if (!cancellable) return `the order may have been sent: the payout is ${status}`;
  return undefined;
}

function whyNotConfirm({ awaitsConfirmation, carriedOut, status }: UpdateState): string | undefined {
  if (!awaitsConfirmation) return `no credit waits for confirmation: the payout is ${status}`;
  return carriedOut === undefined ? undefined : whyNotWhile(carriedOut);
}

function whyNotPoll({ status, pollAsks, lastPollAsk, now }: UpdateState): string | undefined {
  if (!pollable.includes(status)) return `there is nothing to ask for: the payout is ${status}`;
  if (lastPollAsk === undefined) return undefined;
  const from = lastPollAsk + pollAskInterval(pollAsks);
  if (now >= from) return undefined;
  return `it was asked for less than ${pollAskName(pollAsks)} ago, ${pollAsks} times in all: again from ${isoOf(from)} on`;
}

/** Whether a decision lets money leave again, or closes an order that may be under way. */
const WITH_MONEY: Readonly<Record<Exclude<Resolution['decision'], 'recordOutcome'>, boolean>> = {
  resubmit: true,
  notSubmitted: true,
  abandon: true,
  adopt: false,
  accept: false,
  recheck: false,
  retry: false,
  extend: false,
};

function isWithMoney(resolution: Resolution): boolean {
  return resolution.decision === 'recordOutcome'
    ? resolution.details.some(({ status }) => status === 'failed')
    : WITH_MONEY[resolution.decision];
}

/** @returns what a decision answers: the offer it names, or else the gravest that has it among its decisions. */
export function answeredBy({ decision, offer }: Resolution, attention: Attention | null): Raised | undefined {
  return allOf(attention).find(
    (raised) => raised.decisions.includes(decision) && (offer === undefined || raised.offer === offer),
  );
}

function allOf(attention: Attention | null): readonly Raised[] {
  return attention === null ? [] : [attention, ...attention.also];
}

function whyNotResolve(resolution: Resolution, state: UpdateState): string | undefined {
  const { attention, carriedOut, stoppedBy } = state;
  if (attention === null) return `nothing needs a decision: the payout is ${state.status}`;
  if (carriedOut !== undefined) return whyNotWhile(carriedOut);
  if (stoppedBy !== undefined) return `it is being cancelled by ${stoppedBy}`;
  const { decision, offer, by } = resolution;
  const standing = allOf(attention);
  if (offer !== undefined && !standing.some((raised) => raised.offer === offer)) return whyNotOffer(offer);
  const answered = answeredBy(resolution, attention);
  if (answered === undefined) {
    const shown = standing.filter((raised) => offer === undefined || raised.offer === offer);
    return `${takenNow(shown)}, not ${decision}`;
  }
  if (
    state.approvalRequired &&
    state.requestedBy !== undefined &&
    isWithMoney(resolution) &&
    isSamePerson(by, state.requestedBy)
  ) {
    return `${by} asked for this payout: another person must decide ${decision}`;
  }
  return whyIncomplete(resolution, answered.reason, state);
}

function whyIncomplete(
  resolution: Resolution,
  reason: AttentionReason,
  { openAccounts, confirmedBy }: UpdateState,
): string | undefined {
  if (reason === 'creditOverdue' && confirmedBy !== undefined) {
    return `the credit has been confirmed by ${confirmedBy}`;
  }
  if (resolution.decision === 'accept') return whyNotAccept(resolution, reason);
  return resolution.decision === 'recordOutcome' ? whyNotRecord(resolution, openAccounts) : undefined;
}

type Deciding<Name extends Resolution['decision']> = Extract<Resolution, { readonly decision: Name }>;

function whyNotAccept({ points, cash }: Deciding<'accept'>, reason: AttentionReason): string | undefined {
  const isCredit = reason === 'creditRefused' || reason === 'creditOverdue';
  if (!isCredit || (points !== undefined && cash !== undefined)) return undefined;
  return 'accept needs points and cash: what was really credited';
}

const ACCOUNTS_SHOWN_MAX = 5;

function whyNotRecord(
  { details }: Deciding<'recordOutcome'>,
  openAccounts: readonly string[],
): string | undefined {
  const others = details.map(accountKey).filter((account) => !openAccounts.includes(account));
  if (others.length === 0) return undefined;
  const shown = others.slice(0, ACCOUNTS_SHOWN_MAX).join(', ');
  return `recordOutcome is for details of this order whose outcome is open, not for ${shown}`;
}

function takenNow(raised: readonly Raised[]): string {
  return raised
    .map(({ reason, decisions }) => {
      const choices = decisions.join(', ');
      return `${reason} takes ${choices === '' ? 'no decision now' : choices}`;
    })
    .join('; ');
}

function whyNotWhile({ by, decision }: CarriedOut): string {
  return `${decision} by ${by} is being carried out`;
}

function whyNotOffer(offer: number): string {
  return `offer ${offer} does not stand any more: look at what is offered now`;
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
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
      return whyNotJudge(update.argument, state);
    case 'cancel':
      return whyNotCancel(state);
    case 'confirmCredit':
      return whyNotConfirm(state);
    case 'pollNow':
      return whyNotPoll(state);
    case 'resolve':
      return whyNotResolve(update.argument, state);
  }
}
