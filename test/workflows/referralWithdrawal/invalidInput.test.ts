import { describe, expect, it } from '@jest/globals';
import type { ReferralWithdrawalResult } from '../../../contract/flows/referralWithdrawal.ts';
import type { Ended } from '../../harness/testRun.ts';
import { referralTests } from './referralTests.ts';

const tests = referralTests();
const right = { externalOrderId: 'I-1', referralAccountId: '6930', bonusTypes: ['point'] };
const ID = 'referral-withdrawal/default/I-1';

/** How a start with this input and these options is refused; no provider may have been called. */
async function refusal(
  input: unknown,
  options: object = {},
  workflowId = ID,
): Promise<Ended<ReferralWithdrawalResult>> {
  const calls = tests.world.sandbox.ledger().calls.length;
  const ended = await tests.refused(input, workflowId, options);
  expect(ended.type).toBe('InvalidInput');
  expect(tests.world.sandbox.ledger().calls).toHaveLength(calls);
  expect(ended.details).toMatchObject({ status: 'failed', attention: null, credited: null });
  return ended;
}

function fieldsOf({ details }: Ended<ReferralWithdrawalResult>): (string | undefined)[] {
  return (details.problems ?? []).map(({ field }) => field);
}

describe('an input that cannot be right', () => {
  it('is refused with every problem at once, and no call made', async () => {
    const ended = await refusal({
      externalOrderId: 12,
      referralAccountId: 'a b',
      bonusTypes: ['point', 'stamps'],
      credit: 'cheque',
      reconcile: 'never',
      approval: 'required',
      send: 'never',
      batchId: '',
      surprise: true,
    });

    expect(fieldsOf(ended)).toEqual(
      expect.arrayContaining([
        'externalOrderId',
        'referralAccountId',
        'bonusTypes[1]',
        'credit',
        'reconcile',
        'requestedBy',
        'send',
        'batchId',
        'surprise',
      ]),
    );
    for (const { field, message } of ended.details.problems ?? []) {
      expect(ended.message).toContain(`${field ?? ''}: ${message}`);
    }
  });

  it.each([
    ['nothing at all', undefined],
    ['null', null],
    ['a text', 'I-1'],
    ['a list', [right]],
  ])('is %s', async (_what, input) => {
    await refusal(input);
  });

  it.each([
    ['an order id of 129 characters', { externalOrderId: 'x'.repeat(129) }, 'externalOrderId'],
    ['an order id with odd characters', { externalOrderId: 'I/1' }, 'externalOrderId'],
    ['an empty order id', { externalOrderId: '' }, 'externalOrderId'],
    ['an account as a number', { referralAccountId: 6930 }, 'referralAccountId'],
    ['no bonus types', { bonusTypes: [] }, 'bonusTypes'],
    ['a bonus type twice', { bonusTypes: ['point', 'point'] }, 'bonusTypes'],
    ['send: "never", for there is no look-up', { send: 'never' }, 'send'],
    ['a profile with odd characters', { profile: 'a b' }, 'profile'],
    ['an approval without a maker', { approval: 'required' }, 'requestedBy'],
    ['a maker without a name', { requestedBy: '  ' }, 'requestedBy'],
    ['a member of another flow', { orderId: 'I-1' }, 'orderId'],
  ])('has %s', async (_what, wrong, field) => {
    expect(fieldsOf(await refusal({ ...right, ...wrong }))).toContain(field);
  });

  it('has another order under the id of this one', async () => {
    const ended = await refusal({ ...right, externalOrderId: 'I-2' });

    expect(fieldsOf(ended)).toEqual(['workflow id']);
    expect(ended.message).toContain('must be referral-withdrawal/default/I-2');
  });

  it('has another profile than its id', async () => {
    expect(fieldsOf(await refusal({ ...right, profile: 'other' }))).toEqual(['workflow id']);
  });

  it.each([
    ['a retry policy', { retry: { maximumAttempts: 3 } }, 'retry policy'],
    ['a short execution timeout', { workflowExecutionTimeout: '364 days' }, 'execution timeout'],
    ['a short run timeout', { workflowRunTimeout: '1h' }, 'run timeout'],
  ])('is started with %s', async (_what, options, field) => {
    expect(fieldsOf(await refusal(right, options))).toContain(field);
  });

  it('answers the query with what it was refused for', async () => {
    const ended = await refusal({ ...right, bonusTypes: [] });

    expect(await tests.shownOf(ID)).toEqual(ended.details);
  });
});

describe('an order id of the longest kind', () => {
  it('is the lock as it is, never cut', async () => {
    const externalOrderId = `${'x'.repeat(121)}.Y_z:-1`;
    const referral = await tests.start({ points: 1 }, { externalOrderId });

    expect(await referral.result()).toMatchObject({ status: 'reconciled', externalOrderId });
  });
});
