import type { Client } from '@temporalio/client';
import {
  allinpayBalanceInput,
  lumpSumQueryInput,
  orderIdIn,
  parse,
  workflowIdOf,
  type AllinpayBalanceInput,
  type AllinpayBalanceResult,
  type AllinpayWithdrawalInput,
  type AllinpayWithdrawalResult,
  type LumpSumCorrectionInput,
  type LumpSumCorrectionResult,
  type LumpSumQueryInput,
  type LumpSumQueryResult,
  type LumpSumRecord,
  type ReferralWithdrawalInput,
  type ReferralWithdrawalResult,
} from '../contract/index.ts';
import { ask } from './ask.ts';
import { connectByEnvironment, type ConnectOptions } from './connect.ts';
import { summaryOf, type PayoutSummary } from './description.ts';
import { InvalidInputError, type PayoutResult } from './errors.ts';
import {
  allinpayWithdrawalFlow,
  checkedInput,
  flowsOfMoney,
  lumpSumCorrectionFlow,
  referralWithdrawalFlow,
  type CheckedInput,
  type FlowOfMoney,
  type PayoutRequest,
} from './flows.ts';
import { Batch } from './follow/batch.ts';
import { outcomeDeliveries, type OutcomeDelivery } from './follow/outcomeDeliveries.ts';
import { overviewOf, type PayoutOverview } from './follow/overview.ts';
import { PayoutHandle } from './handle.ts';
import { pagesOf, recordsOf } from './lumpSum/pages.ts';
import type { KeepsDeadlines, Lists } from './parts.ts';
import { listQuery, type PayoutFilter } from './payoutFilter.ts';
import { PayoutRecords, type RecordsOptions } from './records/payoutRecords.ts';
import { recordsOnServer } from './records/recordsOnServer.ts';
import type { RecordWindow } from './records/window.ts';
import { anyResult, balanceResult, lumpSumPage, type ResultShape } from './results/results.ts';
import { checkSamePayout } from './start/earlierInput.ts';
import { runsOnServer } from './start/runs.ts';
import { judgeRun, startOrAttach } from './start/startOrAttach.ts';

/**
 * Starts payouts and follows them. One order runs once, however often it is started: a repeated start attaches to the
 * run that carries the order. Safe to share, and safe to use from any number of processes at once.
 */
export class PayoutsClient implements Lists, KeepsDeadlines {
  readonly #client: Client;
  readonly #close: () => Promise<void>;

  /** @param client stays the caller's to close. Its data converter must be the workers'. */
  constructor(client: Client, close: () => Promise<void> = () => Promise.resolve()) {
    this.#client = client;
    this.#close = close;
  }

  /** Connects by TEMPORAL_*, see {@link connectByEnvironment}; `close()` lets go. @throws NotConnectedError */
  static async connect(options?: ConnectOptions): Promise<PayoutsClient> {
    const opened = await connectByEnvironment(options);
    return new PayoutsClient(opened.client, () => opened.close());
  }

  /** Closes the connection that `connect` made. Payouts go on. */
  close(): Promise<void> {
    return this.#close();
  }

  /**
   * Withdraws all of an account's chosen bonuses at Feishu Hire.
   * @throws InvalidInputError InputMismatchError PreviousRunLostError StartContendedError: nothing was started
   */
  startReferralWithdrawal(input: ReferralWithdrawalInput): Promise<PayoutHandle<ReferralWithdrawalResult>> {
    return this.#start(referralWithdrawalFlow, input);
  }

  /**
   * Pays the details of an order from the Allinpay account; amounts in yuan, decimal strings.
   * @throws InvalidInputError InputMismatchError PreviousRunLostError StartContendedError: nothing was started
   */
  startAllinpayWithdrawal(input: AllinpayWithdrawalInput): Promise<PayoutHandle<AllinpayWithdrawalResult>> {
    return this.#start(allinpayWithdrawalFlow, input);
  }

  /**
   * Corrects up to 500 lump-sum records at Feishu Compensation, reads them back and says of each what became of it.
   * Amounts are decimal strings; what a record leaves out stays as it is.
   * @throws InvalidInputError InputMismatchError PreviousRunLostError StartContendedError: nothing was started
   */
  startLumpSumCorrection(input: LumpSumCorrectionInput): Promise<PayoutHandle<LumpSumCorrectionResult>> {
    return this.#start(lumpSumCorrectionFlow, input);
  }

  /** Starts a payout of any flow. */
  start({ flow, input }: PayoutRequest): Promise<PayoutHandle<PayoutResult>> {
    return this.#start<CheckedInput, PayoutResult>(flowsOfMoney[flow], input);
  }

  /**
   * Looks whether the id of a payout is free for this input, or carries it already. Starts nothing.
   * @throws InvalidInputError
   * @throws InputMismatchError its run, open or completed, was asked for something else
   */
  async check({ flow, input }: PayoutRequest): Promise<void> {
    await this.#check<CheckedInput, PayoutResult>(flowsOfMoney[flow], input);
  }

  /** Asks for the balances of accounts, in yuan, and waits for them. Moves nothing. @throws PayoutFailedError */
  async allinpayBalance(input: AllinpayBalanceInput): Promise<AllinpayBalanceResult> {
    const checked = parse(allinpayBalanceInput, input);
    if (!checked.ok) throw new InvalidInputError('The balance query', checked.problems);
    return ask(this.#client, { flow: 'allinpayBalance', input: checked.value, shape: balanceResult });
  }

  /**
   * Asks for one page of lump-sum records and waits for it. Changes nothing. A page may hold fewer records than
   * `pageSize`; only `hasMore` says whether it is the last.
   * @throws InvalidInputError PayoutFailedError
   */
  async lumpSumQuery(input: LumpSumQueryInput): Promise<LumpSumQueryResult> {
    const checked = parse(lumpSumQueryInput, input);
    if (!checked.ok) throw new InvalidInputError('The lump-sum query', checked.problems);
    return ask(this.#client, { flow: 'lumpSumQuery', input: checked.value, shape: lumpSumPage });
  }

  /** Every page of a query, the first by `input`. @throws IncompleteQueryError and what `lumpSumQuery` throws */
  lumpSumPages(input: LumpSumQueryInput): AsyncGenerator<LumpSumQueryResult, void, undefined> {
    return pagesOf((page) => this.lumpSumQuery(page), input);
  }

  /**
   * Every record of a query, each once. The last record has been given only when it ends without throwing.
   * @throws IncompleteQueryError and what `lumpSumQuery` throws
   */
  lumpSumRecords(input: LumpSumQueryInput): AsyncGenerator<LumpSumRecord, void, undefined> {
    return recordsOf(this.lumpSumPages(input));
  }

  /** Many payouts under one name: start them, see partial results, wait for all; see {@link Batch}. */
  batch(batchId: string, { profile }: { readonly profile?: string } = {}): Batch {
    return new Batch(this, batchId, profile);
  }

  /** A handle to a payout by its full workflow id; asks the server nothing yet. */
  payout(workflowId: string, runId?: string): PayoutHandle<PayoutResult> {
    return this.#follow({ workflowId, runId, attached: true }, anyResult);
  }

  /**
   * Where a payout stands and what it waits for: its own word joined with what only the server knows, that is how often
   * the pending call was tried, its last error and its next try. Answers without a worker too, by what the server knows.
   * @throws PayoutNotFoundError
   */
  describe(workflowId: string, runId?: string): Promise<PayoutOverview> {
    return overviewOf(this, this.payout(workflowId, runId));
  }

  /** The newest payouts that match, at most `limit`. A change shows here after a moment: visibility lags. */
  async list(filter: PayoutFilter = {}, limit = 50): Promise<PayoutSummary[]> {
    const found: PayoutSummary[] = [];
    const pageSize = Math.min(limit, 1000);
    for await (const info of this.#client.workflow.list({ query: listQuery(filter), pageSize })) {
      found.push(summaryOf(info));
      if (found.length >= limit) break;
    }
    return found;
  }

  /** How many runs match, by the server's own count; several runs of one id count each. */
  async count(filter: PayoutFilter = {}): Promise<number> {
    const { count } = await this.#client.workflow.count(listQuery(filter));
    return count;
  }

  /**
   * The records of all payouts that closed in a window: loop over them, or see `runs` and `counted` first. They stay
   * readable for as long as the server keeps closed runs.
   * @throws InvalidInputError the window is none, or ended so short a time ago that it may still grow
   * @throws IncompleteRecordsError at the end of the loop, when not all could be read
   */
  records(window: RecordWindow, options: RecordsOptions = {}): Promise<PayoutRecords> {
    return PayoutRecords.of(recordsOnServer(this.#client, this), window, options);
  }

  /**
   * What became of telling the owner of a payout, event by event, by the server; a delivery shows here after a moment.
   * Empty where no worker of its profile has an OUTCOME_WEBHOOK_URL.
   */
  outcomeDeliveries(workflowId: string): Promise<OutcomeDelivery[]> {
    return outcomeDeliveries(this.#client, workflowId);
  }

  /** What a run was given as its input, as it stands in its history: not checked by anything. */
  inputOf(workflowId: string, runId: string): Promise<unknown> {
    return runsOnServer(this.#client).firstInput(workflowId, runId);
  }

  /** Makes the server calls of `call` fail when `milliseconds` have passed, in place of waiting for a worker. */
  within<T>(milliseconds: number, call: () => Promise<T>): Promise<T> {
    return this.#client.withDeadline(Date.now() + milliseconds, call);
  }

  async #start<Checked extends CheckedInput, Result>(
    spec: FlowOfMoney<Checked, Result>,
    input: unknown,
  ): Promise<PayoutHandle<Result>> {
    const checked = checkedInput(spec, input);
    return this.#follow(await startOrAttach(runsOnServer(this.#client), spec, checked), spec.shape);
  }

  async #check<Checked extends CheckedInput, Result>(
    spec: FlowOfMoney<Checked, Result>,
    input: unknown,
  ): Promise<void> {
    const checked = checkedInput(spec, input);
    const runs = runsOnServer(this.#client);
    const workflowId = workflowIdOf(spec.type, checked.profile, orderIdIn(spec, checked));
    const found = judgeRun(await runs.describe(workflowId), checked.send);
    if (found.kind === 'attach') await checkSamePayout(runs, spec, workflowId, checked, found.run);
  }

  #follow<Result>(
    run: { workflowId: string; runId: string | undefined; attached: boolean },
    shape: ResultShape<Result>,
  ): PayoutHandle<Result> {
    return new PayoutHandle(run, this.#client.workflow.getHandle(run.workflowId, run.runId), shape);
  }
}
