import type { AllinpayWithdrawalResult } from '../../../contract/allinpayWithdrawal.ts';
import { checkBookings, checkEnd, checkSnapshot, FinalStatuses } from '../checks/allinpay.ts';
import type { World } from '../engine/world.ts';
import { AllinpayBook } from '../providers/allinpayBook.ts';
import { AllinpayGateway } from '../providers/allinpayGateway.ts';
import { allinpayCase } from '../workload/allinpayOrders.ts';
import type { SimulatedFlow } from './flow.ts';

export function allinpayFlow(world: World, unit: 'yuan' | 'fen'): SimulatedFlow {
  const { random } = world;
  const book = new AllinpayBook(world, { feeFen: random.pick([0, 50]), feeInside: random.chance(500) });
  const statuses = new FinalStatuses();
  return {
    flow: 'allinpayWithdrawal',
    providers: [new AllinpayGateway(world, book, unit)],
    newCase: (number) => allinpayCase(world, book, number),
    checkSnapshot: (now) => {
      checkSnapshot(now as AllinpayWithdrawalResult);
    },
    checkAnswer: ({ runId }, answer) => {
      statuses.check(runId, answer);
    },
    checkOrder: (of) => {
      checkBookings(of, book);
    },
    checkEnd: (of, run, snapshot) => {
      checkEnd(of, run, snapshot as AllinpayWithdrawalResult, book);
    },
  };
}
