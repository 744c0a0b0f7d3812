import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Batch } from './command/batch.ts';
import { runSimulation } from './run.ts';

let batch: Batch;

beforeAll(async () => {
  batch = await runSimulation(['--first', '1', '--seeds', '5000']);
});

it('5,000 seeds tell of no payout that was made twice, lost or told wrongly', () => {
  expect(batch.broken).toBeUndefined();
  expect(batch.seeds).toBe(5000);
});

describe('in these seeds', () => {
  it.each([
    [
      'two people spoke at once, by the offer they saw and without, and the first of them was heard',
      [
        'people/second/by offer/accepted',
        'people/second/by offer/refused',
        'people/second/no offer named/accepted',
        'people/second/no offer named/refused',
        'people/second of two who decide/by offer/accepted',
        'people/second of two who decide/by offer/refused',
        'people/second of two who decide/no offer named/refused',
      ],
    ],
    [
      'accounts were called by every name, with fees and without amounts, and the names told or not',
      [
        'allinpay/lines/as asked, and by id',
        'allinpay/lines/by id alone',
        'allinpay/lines/by the other name alone',
        'allinpay/an account under both its names',
        'allinpay/fees/inside',
        'allinpay/fees/beside',
        'allinpay/balances/pairs',
        'allinpay/balances/one id for all',
        'allinpay/balances/refused',
        'fault/allinpay.balanceQuery/an account left out',
        'fault/allinpay.balanceQuery/answer lost',
        'fault/allinpay.withdrawResultQuery/named as asked',
        'fault/allinpay.withdrawResultQuery/no amounts',
      ],
    ],
    [
      'others took an id, while its run was open and after',
      ['started', 'attached', 'refused'].map((how) => `disturbance/started again for others: ${how}`),
    ],
    [
      'calls were ended by hand in every way',
      ['failed', 'cancelled', 'completed without an answer'].map(
        (how) => `disturbance/a call ${how} by hand`,
      ),
    ],
    [
      'odd texts stood wherever people and providers write',
      ['note', 'by', 'name', 'input', 'provider'].map((place) => `odd text/${place}`),
    ],
  ])('%s', (_, weather) => {
    expect(weather.filter((name) => !(name in batch.coverage))).toEqual([]);
  });
});
