import { calls, type Call } from './calls.ts';
import { faultNames, type Fault } from './faults.ts';

export interface Cell {
  readonly call: Call;
  readonly fault: Fault;
  /** e.g. `allinpayWithdrawal/withdraw/answerLost` */
  readonly id: string;
}

/** What an operator does to the call itself. */
const byHand: readonly Fault[] = ['failedByHand', 'completedByHand', 'cancelRequested'];

/** Why a fault means nothing for a call, or undefined where it means something. */
export function meaningless(call: Call, fault: Fault): string | undefined {
  const { api, effect, recordedBy, tries, onlyUnsent } = call;
  if (onlyUnsent && !byHand.includes(fault))
    return 'it asks what the send asks first, and stands in for no other call';
  const reads = effect === 'reads';
  switch (fault) {
    case 'killedAfterRecord':
      return recordedBy === 'nothing'
        ? 'its activity goes on to the next call: nothing is recorded of it alone'
        : undefined;
    case 'reset':
      return recordedBy === 'nothing'
        ? 'its activity makes the next call too: the same as before that one'
        : undefined;
    case 'resetAfterLoss':
      return reads ? 'it changes nothing: the same as a reset' : undefined;
    case 'serverErrorAfter':
    case 'processedLate':
      return reads ? 'it changes nothing: the same whether it was processed' : undefined;
    case 'refusedAfterLoss':
      return reads ? 'it changes nothing: a refusal after a lost answer is a refusal' : undefined;
    case 'refusedThoughDone':
      return api === 'allinpay.withdraw' ? undefined : 'only Allinpay has a code that means anything';
    case 'lookUpLags':
      return api.startsWith('allinpay.withdraw') ? undefined : 'nothing is looked up by order id here';
    case 'killedBeforeMark':
      return reads || tries === 'many' ? 'it may be made again, so nothing is marked before it' : undefined;
    case 'killedBeforeSend':
    case 'killedAfterSend':
    case 'killedAfterAnswer':
    case 'answerLost':
    case 'answerGarbled':
    case 'rateLimited':
    case 'serverError':
    case 'timeOut':
    case 'connectionRefused':
    case 'startedAgain':
    case 'optionsChanged':
    case 'optionsChangedAgain':
    case 'failedByHand':
    case 'completedByHand':
    case 'cancelRequested':
      return undefined;
  }
}

/** Every cell that means something, in the order of the table. */
export const cells: readonly Cell[] = calls.flatMap((call) =>
  faultNames
    .filter((fault) => meaningless(call, fault) === undefined)
    .map((fault) => ({ call, fault, id: `${call.flow}/${call.name}/${fault}` })),
);
