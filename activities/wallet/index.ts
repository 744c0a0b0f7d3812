import { cancellationSignal } from '@temporalio/activity';
import type { Credited, Withdrawn } from '../../contract/flows/referralWithdrawal.ts';
import type { WalletClient } from '../../providers/wallet/client.ts';
import type { ReportedOutages } from '../../rules/outage.ts';
import type { Refusal } from '../../rules/refusal.ts';
import { AttemptLog, type Patience } from '../attempts/attemptLog.ts';
import { refusalOf } from '../attempts/refusal.ts';

export interface CreditWalletRequest {
  readonly profile: string;
  readonly externalOrderId: string;
  readonly referralAccountId: string;
  readonly transTime: string;
  readonly withdrawnAt: string;
  readonly withdrawn: Withdrawn;
  readonly known: ReportedOutages;
}

export type CreditWalletAnswer =
  | { readonly outcome: 'credited'; readonly credited: Credited }
  | { readonly outcome: 'refused'; readonly refusal: Refusal };

export interface WalletActivities {
  /** Tells the owner's wallet what was withdrawn. Idempotent by its webhook id, so tried without limit. */
  creditWallet(request: CreditWalletRequest): Promise<CreditWalletAnswer>;
}

export interface WalletDependencies extends Patience {
  readonly client: WalletClient;
  /** the app the points came out of: part of the idempotency key, so that two apps may use one order id */
  readonly feishuAppId: string;
}

/** The activities of the owner's wallet, for one profile. */
export function createWalletActivities({
  client,
  feishuAppId,
  ...patience
}: WalletDependencies): WalletActivities {
  return {
    async creditWallet(request) {
      const tries = await AttemptLog.begin(patience, request.known);
      const idempotencyKey = `credit/${feishuAppId}/${request.externalOrderId}`;
      const options = { signal: cancellationSignal() };
      const result = await client.credit({ idempotencyKey, body: creditBody(request) }, options);
      if (result.ok) return { outcome: 'credited', credited: creditedBy(result.value, request.withdrawn) };
      if (result.failure.type !== 'PayoutRejected') throw tries.failureFor(result.failure);
      return { outcome: 'refused', refusal: refusalOf(result.failure) };
    },
  };
}

/** The same text on every try: the wallet tells a repeat by its id and its body. */
function creditBody({
  withdrawnAt,
  profile,
  externalOrderId,
  referralAccountId,
  transTime,
  withdrawn,
}: CreditWalletRequest): string {
  const { points, cash } = withdrawn;
  const data = { profile, externalOrderId, referralAccountId, transTime, points, cash };
  return JSON.stringify({ type: 'referral.withdrawn', timestamp: withdrawnAt, data });
}

type Answered = Extract<Awaited<ReturnType<WalletClient['credit']>>, { ok: true }>['value'];

/** What the wallet says it credited; where it says nothing, what was sent. */
function creditedBy({ points, cash, reference }: Answered, sent: Withdrawn): Credited {
  return {
    points: points ?? sent.points,
    cash: cash ?? sent.cash,
    ...(reference === undefined ? {} : { reference }),
  };
}
