import { balance, type BalanceAnswer, type BalanceRequest } from './balance.ts';
import type { AllinpayDependencies } from './dependencies.ts';
import { poll, type PollAnswer, type PollRequest } from './poll.ts';
import { submit, type SubmitAnswer, type SubmitRequest } from './submit.ts';

export interface AllinpayActivities {
  /** Looks an order up and sends it where the provider does not know it; one try. @see submit */
  submitAllinpayWithdrawal(request: SubmitRequest): Promise<SubmitAnswer>;
  /** Asks by the poll plan what became of an order; its retries are the polls. @see poll */
  pollAllinpayWithdrawal(request: PollRequest): Promise<PollAnswer>;
  /** Reads balances. @see balance */
  queryAllinpayBalance(request: BalanceRequest): Promise<BalanceAnswer>;
}

/** The activities of Allinpay's fund service, for one profile. */
export function createAllinpayActivities(dependencies: AllinpayDependencies): AllinpayActivities {
  return {
    submitAllinpayWithdrawal: (request) => submit(dependencies, request),
    pollAllinpayWithdrawal: (request) => poll(dependencies, request),
    queryAllinpayBalance: (request) => balance(dependencies, request),
  };
}

export type { AllinpayDependencies } from './dependencies.ts';
export type { BalanceAnswer } from './balance.ts';
export type { PollAnswer, PollPurpose, PollRequest } from './poll.ts';
export type { SubmitAnswer, SubmitRequest } from './submit.ts';
export type { Conflict } from './matchDetails.ts';
