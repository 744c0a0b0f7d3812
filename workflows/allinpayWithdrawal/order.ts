import type { Conflict, ConflictTold, DetailsTold, NamesAsked } from '../../activities/allinpay/index.ts';
import { accountKey } from '../../contract/allinpayAccount.ts';
import type {
  AllinpayDetail,
  AllinpayWithdrawal,
  AllinpayWithdrawalResult,
  DetailStatus,
} from '../../contract/flows/allinpayWithdrawal.ts';
import type { Head } from '../../contract/head.ts';
import { sum } from '../../contract/money.ts';
import type { Problem } from '../../contract/problems.ts';
import type { SentBy } from '../../contract/sentBy.ts';
import type { Resolution } from '../../contract/updates.ts';
import { askedDetails } from '../../rules/allinpay/askedDetails.ts';
import { withChanges } from '../../rules/allinpay/detailChanges.ts';
import { digestOfPart } from '../../rules/largeParts.ts';
import type { Order, PayoutLifecycle } from '../payout/lifecycle.ts';
import { Handover, type HandedOver } from './handover.ts';

type Statement = Extract<Resolution, { decision: 'recordOutcome' }>;

export type AllinpayPayout = PayoutLifecycle<AllinpayWithdrawalResult>;

const DETAILS_SHOWN_MAX = 10;
const THREE_DAYS = 3 * 24 * 3600_000;

/** One withdrawal order and what is known of it. Instants are ISO 8601. */
export class AllinpayOrder implements Order<AllinpayWithdrawalResult> {
  readonly input: AllinpayWithdrawal;
  readonly #asked: string;
  details: readonly AllinpayDetail[];
  submittedAt: string | undefined;
  settleBy: string | undefined;
  nextPollAt: string | undefined;
  /** what the poll plan counts from */
  planFrom: string | undefined;
  lastPollAt: string | undefined;
  /** when a poll last told anything */
  toldAt: string | undefined;
  /** what the provider said of the names of our accounts */
  names: NamesAsked | undefined;
  /** keys of the contradictions that a person took note of: what was final stays */
  acceptedContradictions: readonly string[] = [];
  /** accounts of details that ended and are said to have ended otherwise, while a person decides */
  contested: readonly string[] = [];
  /** planned polls in a row that could not tell some detail from others */
  untoldPolls = 0;
  /** whether that was told to a person */
  untoldTold = false;
  problems: readonly Problem[] | undefined;
  statedBy: string | undefined;
  /** who had it sent again: they state that no earlier send reached the provider, or will */
  resubmittedBy: string | undefined;
  /** what sent it last, as far as that was heard of */
  sentBy: SentBy | undefined;
  #adopted = false;
  readonly #handover: Handover;
  /** the conflict that was told last, with its digest */
  #conflict: { readonly conflict: Conflict; readonly digest: string } | undefined;

  constructor(input: AllinpayWithdrawal) {
    this.input = input;
    this.details = askedDetails(input.details);
    this.#handover = new Handover(this.details);
    this.#asked = sum(input.details.map(({ amount }) => amount));
    this.settleBy = input.settleBy;
  }

  /** The sum of the provider's order, where a person took it over in place of ours. */
  get adopted(): string | undefined {
    return this.#adopted ? sum(this.details.map(({ amount }) => amount)) : undefined;
  }

  get isPending(): boolean {
    return this.details.some(({ status }) => status === 'pending');
  }

  /** What a call about this order takes along. */
  get handedOver(): HandedOver & { readonly shownConflict?: string; readonly mustBeNamed?: boolean } {
    const shownConflict = this.#conflict?.digest;
    return {
      ...this.#handover.of(this.details, this.names),
      ...(this.submittedAt === undefined && !this.#adopted ? { mustBeNamed: true } : {}),
      ...(shownConflict === undefined ? {} : { shownConflict }),
    };
  }

  /** Takes over what an answer says of the details. */
  learn(told: DetailsTold): void {
    this.details = 'details' in told ? told.details : withChanges(this.details, told.changes);
  }

  /** @returns the conflict that an answer tells of, which is told in full once */
  conflictOf(told: ConflictTold): Conflict {
    if ('differences' in told) {
      const { differences, theirs } = told;
      this.#conflict = { conflict: told, digest: digestOfPart({ differences, theirs }) };
    }
    if (this.#conflict === undefined) throw new Error('the same conflict as none before');
    return this.#conflict.conflict;
  }

  /** The provider has the order: from now on it settles, or is overdue. */
  accept(told: DetailsTold, at: string, nextPollAt: string): void {
    this.learn(told);
    this.planFrom ??= at;
    this.nextPollAt = nextPollAt;
    this.settleBy ??= new Date(Date.parse(at) + THREE_DAYS).toISOString();
    this.problems = undefined;
  }

  /** A person takes the provider's order over in place of ours. */
  adopt(theirs: readonly AllinpayDetail[]): void {
    this.details = theirs;
    this.#handover.adopt(theirs);
    this.#adopted = true;
    const now = new Date().toISOString();
    this.planFrom ??= now;
    this.settleBy ??= new Date(Date.parse(now) + THREE_DAYS).toISOString();
    this.problems = undefined;
  }

  /** Details whose outcome a person may state. */
  get openAccounts(): readonly string[] {
    const pending = this.details.filter(({ status }) => status === 'pending').map(accountKey);
    return [...pending, ...this.contested];
  }

  /** A person states how details ended. What the provider told as final stays, but for what it contradicts itself. */
  state({ by, details: stated }: Statement): void {
    const said = new Map(stated.map((detail) => [accountKey(detail), detail]));
    const isOpen = new Set(this.openAccounts);
    this.details = this.details.map((detail) => {
      const statement = said.get(accountKey(detail));
      if (statement === undefined || !isOpen.has(accountKey(detail))) return detail;
      const { reason, ...known } = detail;
      const { status, note = reason } = statement;
      return { ...known, status, statedBy: by, ...(note === undefined ? {} : { reason: note }) };
    });
  }

  /** The run ends as Failed: what was pending never left, or a person says so. */
  endAsFailed(why: string): void {
    this.details = this.details.map((detail) =>
      detail.status === 'pending' ? { ...detail, status: 'failed', reason: why } : detail,
    );
  }

  get indexed(): Order<AllinpayWithdrawalResult>['indexed'] {
    return this.settleBy === undefined ? {} : { settleBy: new Date(this.settleBy) };
  }

  get facts(): readonly string[] {
    const failed = this.details.filter(({ status }) => status === 'failed');
    const { adopted } = this;
    return [
      `${adopted === undefined ? 'asked' : `asked ${this.#asked}, adopted`} ${adopted ?? this.#asked} = settled ${this.#sumOf('settled')} + failed ${this.#sumOf('failed')} + pending ${this.#sumOf('pending')} CNY`,
      ...(this.isPending && this.nextPollAt !== undefined ? [`next planned poll ${this.nextPollAt}`] : []),
      ...(this.isPending && this.settleBy !== undefined ? [`to be settled by ${this.settleBy}`] : []),
      ...failed
        .slice(0, DETAILS_SHOWN_MAX)
        .map((detail) => `failed: \`${accountKey(detail)}\` ${detail.amount} ${detail.reason ?? ''}`),
    ];
  }

  result(head: Head): AllinpayWithdrawalResult {
    const { submittedAt, nextPollAt, problems, statedBy, sentBy, adopted } = this;
    return {
      ...head,
      orderId: this.input.orderId,
      asked: this.#asked,
      settled: this.#sumOf('settled'),
      failed: this.#sumOf('failed'),
      pending: this.#sumOf('pending'),
      fee: sum(this.details.map(({ fee = '0' }) => fee)),
      ...(adopted === undefined ? {} : { adopted }),
      ...(submittedAt === undefined ? {} : { submittedAt }),
      ...(nextPollAt === undefined || !this.isPending ? {} : { nextPollAt }),
      details: this.details,
      ...(problems === undefined ? {} : { problems }),
      ...(statedBy === undefined ? {} : { statedBy }),
      ...(sentBy === undefined ? {} : { sentBy }),
    };
  }

  #sumOf(status: DetailStatus): string {
    return sum(this.details.filter((detail) => detail.status === status).map(({ amount }) => amount));
  }
}
