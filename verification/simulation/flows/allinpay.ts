import type { AllinpayWithdrawalResult } from '../../../contract/flows/allinpayWithdrawal.ts';
import { checkBookings, checkEnd, checkSnapshot, FinalStatuses } from '../checks/allinpay.ts';
import type { World } from '../engine/world.ts';
import { AllinpayBook } from '../providers/allinpayBook.ts';
import { AllinpayGateway } from '../providers/allinpayGateway.ts';
import { lineHabits } from '../providers/allinpayLines.ts';
import { allinpayCase } from '../workload/allinpayOrders.ts';
import type { SimulatedFlow } from './flow.ts';

export function allinpayFlow(world: World, unit: 'yuan' | 'fen'): SimulatedFlow {
  const { random } = world;
  const feeOf = random.pick([500, 1000]);
  const book = new AllinpayBook(world, {
    feeFen: random.pick([0, 50]),
    feeOf,
    feeInside: random.chance(500),
  });
  const habits = lineHabits(random);
  const statuses = new FinalStatuses(book);
  return {
    flow: 'allinpayWithdrawal',
    providers: [new AllinpayGateway(world, book, habits, unit)],
    newCase: (number) => allinpayCase(world, book, number),
    checkSnapshot: (now) => {
      checkSnapshot(now as AllinpayWithdrawalResult);
    },
    checkAnswer: (run, answer) => {
      statuses.check(run, answer);
    },
    checkOrder: (of) => {
      checkBookings(of, book);
    },
    checkEnd: (of, run, snapshot) => {
      checkEnd(of, run, snapshot as AllinpayWithdrawalResult, book);
    },
  };
}
