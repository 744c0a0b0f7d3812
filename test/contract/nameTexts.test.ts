import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { allinpayBalanceInput } from '../../contract/flows/allinpayBalance.ts';
import { allinpayWithdrawalInput } from '../../contract/flows/allinpayWithdrawal.ts';
import { lumpSumCorrectionInput } from '../../contract/flows/lumpSumCorrection.ts';
import { lumpSumQueryInput } from '../../contract/flows/lumpSumQuery.ts';
import { referralWithdrawalInput } from '../../contract/flows/referralWithdrawal.ts';
import { nameSchema, whyNoName } from '../../contract/nameText.ts';
import { isSamePerson } from '../../contract/people.ts';
import { describeProblems, parse } from '../../contract/problems.ts';
import { updateArguments } from '../../contract/updates.ts';
import { oddText } from '../harness/oddTexts.ts';

const { approve, confirmCredit, resolve } = updateArguments;

describe('a name', () => {
  it.each([
    ['S\u200b1', 'must not hold U+200B (zero width space)'],
    ['S1\ufeff', 'must not hold U+FEFF (zero width no-break space)'],
    ['S\u202e1', 'must not hold U+202E (right-to-left override)'],
    ['S\u00001', 'must not hold U+0000 (null)'],
    ['S\u00071', 'must not hold U+0007 (a control character)'],
    ['S1\n', 'must not hold U+000A (line feed)'],
    ['S\u20281', 'must not hold U+2028 (line separator)'],
    ['S\u{e0041}', 'must not hold U+E0041 (a format character)'],
    ['S\ud83d', 'must not hold U+D83D (a lone surrogate)'],
    ['S1\u3164', 'must not hold U+3164 (hangul filler)'],
    ['S1\u034f', 'must not hold U+034F (a character that nobody sees)'],
    [' S1', 'must not begin with U+0020 (space)'],
    ['\u00a0S1', 'must not begin with U+00A0 (no-break space)'],
    ['S1\u3000', 'must not end with U+3000 (ideographic space)'],
    ['S1\u2003', 'must not end with U+2003 (a blank)'],
    ['  ', 'must not begin with U+0020 (space)'],
  ])('%j %s', (text, why) => {
    expect(whyNoName(text)).toBe(why);
  });

  it.each(['S1', '门店 一号', 'José', 'Jose\u0301', 'ann@shop.example', '\u{1f600}', 'a  b'])(
    'may be %j, and is kept as it is',
    (text) => {
      expect(parse(nameSchema(200), text)).toEqual({ ok: true, value: text });
    },
  );

  it('is seen whole: none that is taken holds what a trim or an eye would lose', () => {
    fc.assert(
      fc.property(oddText, (text) => {
        if (whyNoName(text) !== undefined) return;
        expect(text.trim()).toBe(text);
        expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});

const bad = 'S1\u200b';
const records = (record: object): object => ({ correctionId: 'C', records: [{ id: 'r', ...record }] });
const credit = { by: 'bob', points: 1, cash: [] };
const asked = {
  allinpay: { orderId: 'A', details: [{ externalCode: 'S1', amount: '1' }] },
  referral: { externalOrderId: 'R', referralAccountId: '1', bonusTypes: ['point'] },
};

describe('a character that nobody sees', () => {
  it.each([
    [
      'details[0].externalCode',
      allinpayWithdrawalInput,
      { orderId: 'A', details: [{ externalCode: bad, amount: '1' }] },
    ],
    ['orderId', allinpayWithdrawalInput, { ...asked.allinpay, orderId: bad }],
    ['profile', allinpayWithdrawalInput, { ...asked.allinpay, profile: bad }],
    ['batchId', allinpayWithdrawalInput, { ...asked.allinpay, batchId: bad }],
    ['requestedBy', allinpayWithdrawalInput, { ...asked.allinpay, requestedBy: bad }],
    ['accounts[0].externalCode', allinpayBalanceInput, { accounts: [{ externalCode: bad }] }],
    ['externalOrderId', referralWithdrawalInput, { ...asked.referral, externalOrderId: bad }],
    ['referralAccountId', referralWithdrawalInput, { ...asked.referral, referralAccountId: bad }],
    ['records[0].id', lumpSumCorrectionInput, records({ id: bad })],
    ['records[0].currencyId', lumpSumCorrectionInput, records({ currencyId: bad })],
    ['records[0].operationSource', lumpSumCorrectionInput, records({ operationSource: bad })],
    ['records[0].details[0].id', lumpSumCorrectionInput, records({ details: [{ id: bad }] })],
    [
      'records[0].details[0].issuancePayGroupId',
      lumpSumCorrectionInput,
      records({ details: [{ issuancePayGroupId: bad }] }),
    ],
    ['filters.userIds[0]', lumpSumQueryInput, { filters: { userIds: [bad] } }],
    ['by', approve, { by: bad }],
    ['reference', confirmCredit, { ...credit, reference: bad }],
    ['cash[0].currency', confirmCredit, { ...credit, cash: [{ currency: bad, amount: '1' }] }],
    ['reference', resolve, { by: 'bob', decision: 'accept', note: 'looked into it', reference: bad }],
  ])('is refused in %s', (field, schema, data) => {
    const parsed = parse<unknown>(schema, data);
    const [problem, ...others] = parsed.ok ? [] : parsed.problems;
    expect(problem).toEqual({
      field,
      message: expect.stringMatching(/^(must not hold U\+200B|may hold letters|must be an ISO 4217)/),
    });
    expect(others).toEqual([]);
  });

  it('is shown as its escape where the whole text is shown', () => {
    const parsed = parse(approve, { by: bad });
    expect(parsed.ok ? '' : describeProblems(parsed.problems)).toBe(
      'by: must not hold U+200B (zero width space), got "S1\\u200b"',
    );
  });

  it('may stand in what people write freely', () => {
    const note = ' two lines\n\u200band a blank ';
    expect(parse(approve, { by: 'ann', note })).toEqual({ ok: true, value: { by: 'ann', note } });
    expect(parse(allinpayWithdrawalInput, { ...asked.allinpay, summary: note }).ok).toBe(true);
    expect(parse(lumpSumCorrectionInput, records({ remark: note })).ok).toBe(true);
  });
});

describe('one person', () => {
  it.each([
    ['ann', 'ANN'],
    ['ann', 'ａｎｎ'],
    ['José', 'Jose\u0301'],
    ['Ann  Lee', ' Ann Lee'],
    ['Ann\u3000Lee', 'Ann Lee'],
    ['ann', 'a\u200bnn'],
    ['ann', 'ann\ufe0f'],
    ['Strauß', 'STRAUSS'],
    ['νίκος', 'ΝΊΚΟΣ'],
    ['ﬁona', 'Fiona'],
  ])('is %j and %j', (a, b) => {
    expect(isSamePerson(a, b)).toBe(true);
    expect(isSamePerson(b, a)).toBe(true);
  });

  it.each([
    ['ann', 'anna'],
    ['Ann Lee', 'AnnLee'],
    ['王芳', '王方'],
    ['José', 'Jose'],
  ])('is not %j and %j', (a, b) => {
    expect(isSamePerson(a, b)).toBe(false);
  });
});
