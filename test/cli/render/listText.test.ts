import { expect, it } from '@jest/globals';
import { ageText, listText, wideListText } from '../../../cli/render/listText.ts';
import { described } from '../../clients/fixtures.ts';

const NOW = Date.parse('2026-01-31T03:05:00.000Z');
const call = {
  name: 'pollAllinpayOrder',
  attempt: 7,
  lastFailure: { type: 'AuthenticationFailed', message: 'password wrong' },
  nextTryAt: '2026-01-31T03:30:00.000Z',
};

it('a wide list has the age, every reason with its own age, and what is waited for', () => {
  const payout = described({
    needsAttention: true,
    attention: ['overdue', 'settings'],
    attentionSince: '2026-01-31T02:55:00.000Z',
  });
  const waits = { for: 'poll', since: '2026-01-31T01:00:00Z', call } as const;
  const text = wideListText([{ ...payout, waits }], 50, NOW).replaceAll(/[\s│]+/g, ' ');
  expect(text).toContain('waits for');
  expect(text).toContain('2 h 5 min');
  expect(text).toContain('overdue, settings (10 min)');
  expect(text).toContain('try 7, next at');
  expect(text).toContain('AuthenticationFailed: password wrong');
});

it('a wide list has neither age nor wait of a closed payout, and says where no worker answered', () => {
  const closed = { ...described({ execution: 'completed' }), waits: undefined };
  expect(wideListText([closed], 50, NOW)).not.toMatch(/\d (?:min|h)/);
  const unanswered = { ...described(), waits: { for: undefined, since: undefined, call: undefined } };
  expect(wideListText([unanswered], 50, NOW)).toContain('no worker answered');
});

it.each([
  ['the amount of an Allinpay withdrawal', {}, '300.50 CNY li'],
  [
    'the bonuses of a referral withdrawal',
    {
      workflowType: 'referralWithdrawal',
      asked: undefined,
      currency: undefined,
      bonusTypes: ['point', 'cash'] as const,
    },
    'point and cash li',
  ],
  [
    'the records of a correction',
    { workflowType: 'lumpSumCorrection', asked: undefined, currency: undefined, size: 500 },
    '500 records li',
  ],
  [
    'a dash where nothing is told yet',
    { asked: undefined, currency: undefined, size: undefined, requestedBy: undefined },
    '- -',
  ],
])('a list shows %s, and who asked', (_what, changes, shown) => {
  const payout = described(changes);
  const wide = wideListText([{ ...payout, waits: undefined }], 50, NOW);
  for (const text of [listText([payout], 50), wide]) {
    const row = text.replaceAll(/[^\S\n]+|│/g, ' ').replaceAll(/ +/g, ' ');
    expect(row).toContain(' payout asked asked by status ');
    expect(row).toContain(` allinpay-withdrawal/default/A-1 ${shown} processing `);
  }
});

it('a list that is as long as it may be says that there may be more', () => {
  expect(listText([described()], 1)).toMatch(/1 payout, there may be more: --limit$/);
  expect(listText([described()], 2)).toMatch(/1 payout$/);
});

it.each([
  ['2026-01-31T03:04:30.000Z', '0 min'],
  ['2026-01-31T01:00:00.000Z', '2 h 5 min'],
  ['2026-01-27T23:05:00.000Z', '3 d 4 h'],
  ['2026-01-31T03:06:00.000Z', '0 min'],
])('%s is %s ago', (since, words) => {
  expect(ageText(since, NOW)).toBe(words);
});
