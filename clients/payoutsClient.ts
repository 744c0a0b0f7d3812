import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import {
  allinpayBalanceInput,
  parse,
  PAYOUTS_TASK_QUEUE,
  searchAttributes,
  workflowTypes,
  type AllinpayBalanceInput,
  type AllinpayBalanceResult,
  type AllinpayWithdrawalInput,
  type AllinpayWithdrawalResult,
  type ReferralWithdrawalInput,
  type ReferralWithdrawalResult,
} from '../contract/index.ts';
import { connectByEnvironment, type ConnectOptions } from './connect.ts';
import { summaryOf, type PayoutSummary } from './description.ts';
import { InvalidInputError, type PayoutResult } from './errors.ts';
import {
  allinpayWithdrawalFlow,
  referralWithdrawalFlow,
  type CheckedInput,
  type FlowOfMoney,
  type PayoutRequest,
} from './flows.ts';
import { Payout } from './payout.ts';
import { listQuery, type PayoutFilter } from './payoutFilter.ts';
import { anyResult, balanceResult, type ResultShape } from './results.ts';
import { runsOnServer } from './runs.ts';
import { startOrAttach } from './startOrAttach.ts';

/**
 * Starts payouts and follows them. One order runs once, however often it is started: a repeated start attaches to the
 * run that carries the order. Safe to share, and safe to use from any number of processes at once.
 */
export class PayoutsClient {
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
  startReferralWithdrawal(input: ReferralWithdrawalInput): Promise<Payout<ReferralWithdrawalResult>> {
    return this.#start(referralWithdrawalFlow, input);
  }

  /**
   * Pays the details of an order from the Allinpay account; amounts in yuan, decimal strings.
   * @throws InvalidInputError InputMismatchError PreviousRunLostError StartContendedError: nothing was started
   */
  startAllinpayWithdrawal(input: AllinpayWithdrawalInput): Promise<Payout<AllinpayWithdrawalResult>> {
    return this.#start(allinpayWithdrawalFlow, input);
  }

  /** Starts a payout of either flow. */
  start(
    request: PayoutRequest,
  ): Promise<Payout<AllinpayWithdrawalResult> | Payout<ReferralWithdrawalResult>> {
    switch (request.flow) {
      case 'allinpayWithdrawal':
        return this.startAllinpayWithdrawal(request.input);
      case 'referralWithdrawal':
        return this.startReferralWithdrawal(request.input);
    }
  }

  /** Asks for the balances of accounts, in yuan, and waits for them. Moves nothing. @throws PayoutFailedError */
  async allinpayBalance(input: AllinpayBalanceInput): Promise<AllinpayBalanceResult> {
    const checked = parse(allinpayBalanceInput, input);
    if (!checked.ok) throw new InvalidInputError('The balance query', checked.problems);
    const { profile } = checked.value;
    const workflowId = `allinpay-balance/${profile}/${randomUUID()}`;
    const handle = await this.#client.workflow.start(workflowTypes.allinpayBalance, {
      workflowId,
      taskQueue: PAYOUTS_TASK_QUEUE,
      args: [checked.value],
      typedSearchAttributes: [
        { key: searchAttributes.flow, value: workflowTypes.allinpayBalance },
        { key: searchAttributes.profile, value: profile },
      ],
    });
    const run = { workflowId, runId: handle.firstExecutionRunId, attached: false };
    return new Payout(run, handle, balanceResult).result();
  }

  /** A handle to a payout by its full workflow id; asks the server nothing yet. */
  payout(workflowId: string, runId?: string): Payout<PayoutResult> {
    return this.#follow({ workflowId, runId, attached: true }, anyResult);
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

  /** Makes the server calls of `call` fail when `milliseconds` have passed, in place of waiting for a worker. */
  within<T>(milliseconds: number, call: () => Promise<T>): Promise<T> {
    return this.#client.withDeadline(Date.now() + milliseconds, call);
  }

  async #start<Checked extends CheckedInput, Result>(
    spec: FlowOfMoney<Checked, Result>,
    input: unknown,
  ): Promise<Payout<Result>> {
    const checked = parse(spec.schema, input);
    if (!checked.ok) throw new InvalidInputError(`The ${spec.flow}`, checked.problems);
    return this.#follow(await startOrAttach(runsOnServer(this.#client), spec, checked.value), spec.result);
  }

  #follow<Result>(
    run: { workflowId: string; runId: string | undefined; attached: boolean },
    shape: ResultShape<Result>,
  ): Payout<Result> {
    return new Payout(run, this.#client.workflow.getHandle(run.workflowId, run.runId), shape);
  }
}
