import { cancellationSignal } from '@temporalio/activity';
import { currentRun } from '../attempts/earlierRuns.ts';
import { failureOf, untilReady, whyServerSilent, type ReadyRequest } from '../attempts/ready.ts';
import { signed, type Signed } from '../sentBy.ts';
import { noticed, type Notice } from '../webhook/notice.ts';
import { balance, type BalanceAnswer, type BalanceRequest } from './balance.ts';
import type { AllinpayDependencies } from './dependencies.ts';
import { readDetails } from './orderDetails.ts';
import { poll } from './poll.ts';
import type { PollAnswer, PollRequest } from './pollAnswer.ts';
import { submit, type SubmitAnswer, type SubmitRequest } from './submit.ts';

export interface AllinpayReadyRequest extends ReadyRequest {
  readonly orderId: string;
  readonly send: 'once' | 'never';
  readonly originalRunId: string;
}

export interface AllinpayActivities {
  /** Looks an order up and sends it where the provider does not know it; one try. @see submit */
  readonly submitAllinpayWithdrawal: (request: SubmitRequest) => Promise<SubmitAnswer & Notice & Signed>;
  /** Asks by the poll plan what became of an order; its retries are the polls. @see poll */
  readonly pollAllinpayWithdrawal: (request: PollRequest) => Promise<PollAnswer & Notice>;
  /** Comes back when an order that did not leave is worth trying again. @see untilReady */
  readonly untilAllinpayReady: (request: AllinpayReadyRequest) => Promise<Notice>;
  /** Reads balances. @see balance */
  readonly queryAllinpayBalance: (request: BalanceRequest) => Promise<BalanceAnswer & Notice>;
}

/** The activities of Allinpay's fund service, for one profile. */
export function createAllinpayActivities(dependencies: AllinpayDependencies): AllinpayActivities {
  const { notifies, sentBy } = dependencies;
  const read = readDetails(dependencies);
  return {
    submitAllinpayWithdrawal: async (request) => {
      const answer = await submit(dependencies, request, read);
      return noticed(answer.outcome === 'sent' ? signed(answer, sentBy) : answer, notifies);
    },
    pollAllinpayWithdrawal: async (request) => noticed(await poll(dependencies, request, read), notifies),
    async untilAllinpayReady({ orderId, send, originalRunId, ...request }) {
      await untilReady(dependencies, request, async () => {
        const { client, followsEarlierRun } = dependencies;
        const silent =
          send === 'never'
            ? undefined
            : await whyServerSilent(currentRun(originalRunId), followsEarlierRun, 'allinpay');
        return (
          silent ?? failureOf(await client.withdrawResultQuery(orderId, { signal: cancellationSignal() }))
        );
      });
      return noticed({}, notifies);
    },
    queryAllinpayBalance: async (request) => noticed(await balance(dependencies, request), notifies),
  };
}

export type { AllinpayDependencies } from './dependencies.ts';
export type { NamesAsked } from './accountNames.ts';
export type { ConflictTold, DetailsSent, DetailsTold } from './orderDetails.ts';
export type { BalanceAnswer } from './balance.ts';
export type { PollAnswer, PollPurpose, PollRequest } from './pollAnswer.ts';
export type { SubmitAnswer, SubmitRequest } from './submit.ts';
export type { Contradiction } from '../../rules/allinpay/contradictions.ts';
export type { Conflict } from '../../rules/allinpay/conflict.ts';
