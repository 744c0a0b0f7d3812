import type { ReferralWithdrawalResult } from '../../../contract/flows/referralWithdrawal.ts';
import { checkReferralCredits, checkReferralEnd } from '../checks/referral.ts';
import type { World } from '../engine/world.ts';
import { FeishuReferrals } from '../providers/feishuReferrals.ts';
import { ReferralBook } from '../providers/referralBook.ts';
import { Wallet } from '../providers/wallet.ts';
import { referralCase } from '../workload/referralOrders.ts';
import type { SimulatedFlow } from './flow.ts';

export function referralFlow(world: World): SimulatedFlow {
  const book = new ReferralBook(world);
  const wallet = new Wallet(world, world.random.pick([0, 0, 100]));
  return {
    flow: 'referralWithdrawal',
    providers: [new FeishuReferrals(world, book), wallet],
    creditKnown: (orderId) => {
      const { points = 0, cash = [] } = book.of(orderId) ?? {};
      return {
        points,
        cash: cash.map(({ currency, fen }) => ({ currency, amount: (fen / 100).toFixed(2) })),
      };
    },
    newCase: (number) => referralCase(world, book, number),
    checkOrder: (of) => {
      checkReferralCredits(of, book, wallet);
    },
    checkEnd: (of, run, snapshot) => {
      checkReferralEnd(of, run, snapshot as ReferralWithdrawalResult, book, wallet);
    },
  };
}
