import { describe, expect, it } from '@jest/globals';
import {
  createWalletActivities,
  type CreditWalletAnswer,
  type CreditWalletRequest,
} from '../../../activities/wallet/index.ts';
import type { WalletClient } from '../../../providers/wallet/client.ts';
import { activityEnvironment } from '../activityEnvironment.ts';
import { callFailure } from '../callFailures.ts';

type Credit = Parameters<WalletClient['credit']>[0];
type Answer = Awaited<ReturnType<WalletClient['credit']>>;

const request: CreditWalletRequest = {
  profile: 'default',
  externalOrderId: 'R-1',
  referralAccountId: '6930',
  transTime: '1683634459543',
  withdrawnAt: '2023-05-09T12:14:19.543Z',
  withdrawn: { points: 100, cash: [{ currency: 'CNY', amount: '10.50' }] },
  known: null,
};

/** A wallet with these answers, and what it was sent. */
class Wallet implements WalletClient {
  readonly sent: Credit[] = [];
  readonly #answers: Answer[];

  constructor(...answers: Answer[]) {
    this.#answers = answers;
  }

  credit(credit: Credit): Promise<Answer> {
    this.sent.push(credit);
    const answer = this.#answers.shift();
    return answer === undefined ? Promise.reject(new Error('no answer left')) : Promise.resolve(answer);
  }
}

async function credited(wallet: Wallet, asked: CreditWalletRequest = request): Promise<CreditWalletAnswer> {
  const activities = createWalletActivities({
    client: wallet,
    feishuAppId: 'cli_1',
    providerDownAfter: 1_800_000,
    clock: () => 0,
  });
  return activityEnvironment().run((it: CreditWalletRequest) => activities.creditWallet(it), asked);
}

describe('a credit', () => {
  it('is sent under the key of its app and order, in the words of the contract', async () => {
    const wallet = new Wallet({ ok: true, value: { alreadyDone: false } });

    await credited(wallet);

    const [sent] = wallet.sent;
    expect(sent?.idempotencyKey).toBe('credit/cli_1/R-1');
    expect(JSON.parse(sent?.body ?? '')).toEqual({
      type: 'referral.withdrawn',
      timestamp: '2023-05-09T12:14:19.543Z',
      data: {
        profile: 'default',
        externalOrderId: 'R-1',
        referralAccountId: '6930',
        transTime: '1683634459543',
        points: 100,
        cash: [{ currency: 'CNY', amount: '10.50' }],
      },
    });
  });

  it('is the same text on every try', async () => {
    const lost: Answer = {
      ok: false,
      failure: callFailure({ type: 'ProviderUnavailable', outcome: 'unknown' }),
    };
    const wallet = new Wallet(lost, { ok: true, value: { alreadyDone: true } });

    await expect(credited(wallet)).rejects.toMatchObject({
      type: 'ProviderUnavailable',
      nonRetryable: false,
    });
    await credited(wallet, { ...request, known: ['providerDown'] });

    expect(wallet.sent[1]).toEqual(wallet.sent[0]);
  });

  it.each<[string, Extract<Answer, { ok: true }>['value'], unknown]>([
    ['what was sent where the wallet says nothing', { alreadyDone: false }, request.withdrawn],
    ['what was sent where it was credited before', { alreadyDone: true }, request.withdrawn],
    [
      'what the wallet says it credited',
      { alreadyDone: false, points: 90, cash: [], reference: 'W-1' },
      { points: 90, cash: [], reference: 'W-1' },
    ],
    [
      'what the wallet says of the points, and what was sent of the rest',
      { alreadyDone: false, points: 0 },
      { points: 0, cash: request.withdrawn.cash },
    ],
  ])('is %s', async (_claim, value, expected) => {
    expect(await credited(new Wallet({ ok: true, value }))).toEqual({
      outcome: 'credited',
      credited: expected,
    });
  });

  it('is refused in the words of the wallet', async () => {
    const failure = callFailure({
      type: 'PayoutRejected',
      httpStatus: 422,
      message: 'wallet credit: refused',
    });

    expect(await credited(new Wallet({ ok: false, failure }))).toEqual({
      outcome: 'refused',
      refusal: { code: 'HTTP 422', message: 'wallet credit: refused' },
    });
  });
});
