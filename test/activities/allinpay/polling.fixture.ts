import { ApplicationFailure } from '@temporalio/common';
import type { AllinpayDependencies } from '../../../activities/allinpay/dependencies.ts';
import { poll } from '../../../activities/allinpay/poll.ts';
import type { PollAnswer, PollRequest } from '../../../activities/allinpay/pollAnswer.ts';
import type { AllinpayDetail } from '../../../contract/flows/allinpayWithdrawal.ts';
import type { AllinpayClient } from '../../../providers/allinpay/client.ts';
import type { OrderLine } from '../../../providers/allinpay/wire.ts';
import { activityEnvironment } from '../activityEnvironment.ts';

const HOUR = 3600_000;
/** ms: ten in the morning of a day in Shanghai, when the order was sent */
export const SENT_AT = Date.parse('2026-03-02T10:00:00+08:00');

type LookUpResult = Awaited<ReturnType<AllinpayClient['withdrawResultQuery']>>;
type BalanceResult = Awaited<ReturnType<AllinpayClient['balanceQuery']>>;

export const known = (lines: readonly OrderLine[]): LookUpResult => ({
  ok: true,
  value: { known: true, orderId: 'o-1', lines },
});

export const notKnown: LookUpResult = { ok: true, value: { known: false, code: '3', message: 'none' } };

export const asked = (
  externalCode: string,
  amount: string,
  more: Partial<AllinpayDetail> = {},
): AllinpayDetail => ({
  externalCode,
  amount,
  status: 'pending',
  ...more,
});

export const line = (accountUserId: string, more: Partial<OrderLine> = {}): OrderLine => ({
  accountUserId,
  status: 'pending',
  ...more,
});

/** A provider that tells what it was asked, and answers as it is told. */
export class TestProvider {
  readonly calls: string[] = [];
  lookUp: LookUpResult = notKnown;
  balance: BalanceResult = { ok: true, value: [] };
  /** what the run was started with; undefined where the server does not say */
  runInput: unknown;

  get client(): AllinpayClient {
    return {
      withdraw: () => Promise.reject(new Error('a poll sends nothing')),
      withdrawResultQuery: () => {
        this.calls.push('withdrawResultQuery');
        return Promise.resolve(this.lookUp);
      },
      balanceQuery: (accounts) => {
        this.calls.push(`balanceQuery ${JSON.stringify(accounts)}`);
        return Promise.resolve(this.balance);
      },
    };
  }
}

export function dependenciesOf(provider: TestProvider, clock: () => number): AllinpayDependencies {
  return {
    client: provider.client,
    pollPlan: { first: { kind: 'after', afterMs: HOUR }, everyMs: HOUR, jitterMs: 0, quiet: null },
    followsEarlierRun: () => Promise.resolve(false),
    heartbeatRecorded: () => Promise.resolve(true),
    readRunInput: () =>
      provider.runInput === undefined
        ? Promise.reject(new Error('nobody reads the input of a run here'))
        : Promise.resolve(provider.runInput),
    providerDownAfter: 1_800_000,
    clock,
  };
}

/** The polls of one order, an hour between one and the next, as the server makes them: each try one of an activity. */
export class Polling {
  readonly provider = new TestProvider();
  #now = SENT_AT;
  #heartbeat: unknown;
  #lastPollAt: string | undefined;
  /** whether the last poll without news left it to the server to try again */
  isTriedAgain = true;
  readonly request: PollRequest;

  constructor(request: Partial<PollRequest> & Pick<PollRequest, 'details'>) {
    this.request = {
      orderId: 'o-1',
      sentAt: new Date(SENT_AT).toISOString(),
      now: false,
      purpose: 'track',
      known: null,
      ...request,
    };
  }

  /** The next planned poll. @returns its news, or what it waits for where it has none */
  async next(more: Partial<PollRequest> = {}): Promise<PollAnswer | string> {
    this.#now += HOUR;
    return this.#try(more);
  }

  /** A poll that a person asks for, between two planned ones: a new activity. */
  async now(more: Partial<PollRequest> = {}): Promise<PollAnswer | string> {
    this.#now += 60_000;
    this.#heartbeat = undefined;
    return this.#try({ now: true, ...more });
  }

  async #try(more: Partial<PollRequest>): Promise<PollAnswer | string> {
    const dependencies = dependenciesOf(this.provider, () => this.#now);
    const environment = activityEnvironment(
      this.#heartbeat === undefined ? {} : { heartbeatDetails: this.#heartbeat },
    );
    environment.on('heartbeat', (details: unknown) => {
      this.#heartbeat = details;
    });
    const lastPollAt = this.#lastPollAt === undefined ? {} : { lastPollAt: this.#lastPollAt };
    const request = { ...this.request, ...lastPollAt, ...more };
    try {
      const answer: PollAnswer = await environment.run(poll, dependencies, request);
      this.#heartbeat = undefined;
      if (answer.outcome !== 'timeIsUp') this.#lastPollAt = answer.at;
      return answer;
    } catch (error) {
      if (error instanceof ApplicationFailure) this.isTriedAgain = error.nonRetryable !== true;
      if (error instanceof ApplicationFailure) return `${error.type ?? ''}: ${error.message}`;
      throw error;
    }
  }
}
