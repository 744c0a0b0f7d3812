import { beforeAll, describe, expect, it } from '@jest/globals';
import { decisions } from '../../contract/attention.ts';
import { statuses } from '../../contract/head.ts';
import { updateNames } from '../../contract/updates.ts';
import type { Batch } from './command/batch.ts';
import { runSimulation } from './run.ts';

let batch: Batch;

beforeAll(async () => {
  batch = await runSimulation(['--first', '5001', '--seeds', '5000']);
});

it('5,000 more seeds tell of no payout that was made twice, lost or told wrongly', () => {
  expect(batch.broken).toBeUndefined();
  expect(batch.seeds).toBe(5000);
});

describe('in these seeds', () => {
  const seen = (part: string): boolean => Object.keys(batch.coverage).some((name) => name.includes(part));

  it.each([
    [
      'allinpayWithdrawal',
      [
        'COMPLETED/settled',
        'COMPLETED/partiallySettled',
        'FAILED/rejected',
        'FAILED/cancelled',
        'FAILED/refused',
        'FAILED/failed',
        'CANCELED/cancelled',
      ],
    ],
    [
      'referralWithdrawal',
      [
        'COMPLETED/reconciled',
        'COMPLETED/withdrawn',
        'COMPLETED/breakAccepted',
        'COMPLETED/nothingToWithdraw',
        'FAILED/rejected',
        'FAILED/cancelled',
        'FAILED/refused',
        'FAILED/failed',
        'CANCELED/cancelled',
      ],
    ],
    [
      'lumpSumCorrection',
      [
        'COMPLETED/corrected',
        'COMPLETED/partiallyCorrected',
        'COMPLETED/unchanged',
        'FAILED/rejected',
        'FAILED/cancelled',
        'FAILED/refused',
        'FAILED/failed',
        'CANCELED/cancelled',
      ],
    ],
  ])('%s came to every end', (flow, ends) => {
    expect(ends.filter((end) => !seen(`end/${flow}/${end}`))).toEqual([]);
  });

  it('payouts were seen in every status', () => {
    expect(statuses.filter((status) => !seen(`status/${status}`))).toEqual([]);
  });

  it('people said everything that can be said, and it was taken', () => {
    const said = updateNames.filter((name) => name !== 'resolve').map((name) => `update/${name}/accepted`);
    const decided = decisions.filter((it) => it !== 'cancel').map((it) => `update/resolve/${it}/accepted`);
    expect([...said, ...decided].filter((name) => !seen(name))).toEqual([]);
  });

  it('workers died before, during and after calls, and before what they did was on record', () => {
    const moments = [
      'before the call',
      'while under way',
      'after the answer',
      'before the record',
      'in a workflow task',
    ];
    expect(moments.filter((moment) => !seen(`killed/${moment}`))).toEqual([]);
  });

  it('every kind of fault met every call that changes something', () => {
    const faults = [
      'connection refused',
      'lost on the way there',
      'answer lost',
      'answered too late',
      'answer cut',
      '504 after',
      '502 before',
      'redirect after',
    ];
    const calls = ['allinpay.withdraw', 'feishu.withdraw', 'feishu.lumpSumUpdate', 'wallet.credit'];
    const expected = calls.flatMap((call) => faults.map((fault) => `fault/${call}/${fault}`));
    expect(expected.filter((name) => !seen(name))).toEqual([]);
  });
});
