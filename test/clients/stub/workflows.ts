import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  defineQuery,
  defineUpdate,
  setHandler,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type {
  AllinpayBalanceQuery,
  AllinpayBalanceResult,
  AllinpayWithdrawal,
  AllinpayWithdrawalResult,
  Recorded,
  UpdateArgument,
} from '../../../contract/index.ts';

const payout = defineQuery<AllinpayWithdrawalResult>('payout');
const resolve = defineUpdate<Recorded, [UpdateArgument<'resolve'>]>('resolve');

function resultOf(
  input: AllinpayWithdrawal,
  changes: Partial<AllinpayWithdrawalResult>,
): AllinpayWithdrawalResult {
  return {
    flow: 'allinpayWithdrawal',
    status: 'settled',
    profile: input.profile,
    attention: null,
    waiting: null,
    orderId: input.orderId,
    asked: '5.00',
    settled: '5.00',
    failed: '0.00',
    pending: '0.00',
    fee: '0.00',
    details: [{ isPlatform: true, amount: '5.00', status: 'settled' }],
    ...changes,
  };
}

/** Does what the summary says: `fail`, `wait` for a person, else settle. No provider is called. */
export async function allinpayWithdrawal(input: AllinpayWithdrawal): Promise<AllinpayWithdrawalResult> {
  const failed = resultOf(input, { status: 'rejected', settled: '0.00', failed: '5.00' });
  if (input.summary === 'fail') {
    throw ApplicationFailure.nonRetryable('account closed', 'PayoutRejected', failed);
  }
  if (input.summary !== 'wait') return resultOf(input, {});

  let decided = false;
  const attention = {
    reason: 'outcomeUnknown',
    since: '2026-01-31T01:00:00Z',
    offer: 7,
    also: [],
    decisions: ['notSubmitted', 'resubmit'],
    message: 'sent, answer lost',
  } as const;
  const waiting = { status: 'outcomeUnknown', settled: '0.00', pending: '5.00', attention } as const;
  setHandler(payout, () => resultOf(input, decided ? {} : waiting));
  setHandler(
    resolve,
    (): Recorded => {
      decided = true;
      return { recorded: 'resolve', at: '2026-01-31T01:00:00Z' };
    },
    {
      validator: ({ decision, offer }: UpdateArgument<'resolve'>) => {
        const refused = (why: string): Error => ApplicationFailure.nonRetryable(why, 'UpdateRefused');
        if (offer !== undefined && offer !== attention.offer) throw refused(`offer ${offer} does not stand`);
        if (!attention.decisions.some((offered) => offered === decision)) {
          throw refused(`${decision} is not among the decisions`);
        }
      },
    },
  );
  upsertSearchAttributes({ PayoutNeedsAttention: [true], PayoutStatus: ['outcomeUnknown'] });
  await condition(() => decided && allHandlersFinished());
  return resultOf(input, {});
}

export function allinpayBalance(input: AllinpayBalanceQuery): Promise<AllinpayBalanceResult> {
  const money = {
    balance: '10.00',
    frozenBalance: '0.00',
    availableBalance: '10.00',
    withdrawBalance: '10.00',
  };
  return Promise.resolve({
    accounts: input.accounts.map(({ accountUserId }) => ({
      accountUserId: String(accountUserId),
      accountSetNo: '100001',
      referenceType: '1',
      ...money,
    })),
  });
}
