import { describe, expect, test } from '@jest/globals';
import { readLumpSumItems, readLumpSumPage } from '../../../providers/feishu/lumpSumAnswers.ts';
import { readJson } from '../../../providers/http/wireJson.ts';
import { record, wireRecord } from './lumpSum.fixture.ts';

const json = (text: string): unknown => readJson(text)?.json;
const page = (text: string, askedToken?: string) => readLumpSumPage(json(text), askedToken);
const records = (list: string) => page(`{"records":[${list}]}`);
const items = (list: string, conceal = (text: string): string => text) =>
  readLumpSumItems(json(`{"operate_results":[${list}]}`), conceal);

describe('a page', () => {
  test('is read with every documented member', () => {
    const more = { has_more: true, page_token: 'next', records: [wireRecord] };
    expect(page(JSON.stringify(more), 'asked')).toStrictEqual({
      ok: true,
      value: { records: [record], hasMore: true, pageToken: 'next' },
    });
  });

  test('leaves out what is null, as it leaves out what is absent', () => {
    const nulls = Object.fromEntries(Object.keys(wireRecord).map((name) => [name, null]));
    const detail = Object.fromEntries(Object.keys(wireRecord.details[0]!).map((name) => [name, null]));
    const full = { ...nulls, id: '1', details: [{ ...detail, id: '2' }] };
    expect(records(`${JSON.stringify(full)},{"id":"3"},{"id":"4","details":null}`)).toStrictEqual({
      ok: true,
      value: {
        hasMore: false,
        records: [
          { id: '1', details: [{ id: '2' }] },
          { id: '3', details: [] },
          { id: '4', details: [] },
        ],
      },
    });
    expect(records('{"id":"1","issuance_detail_text":{"zh_cn":null,"en_us":"Once"}}')).toMatchObject({
      value: { records: [{ issuanceDetailText: { enUs: 'Once' } }] },
    });
  });

  test('keeps ids of any length and amounts to the digit, as text or as numbers', () => {
    const detail = '{"id":18446744073709551615,"issuance_amount":90071992547409.93}';
    expect(
      records(
        `{"id":7397033607132351532,"total_amount":2000.10,"binding_period":"3","return_amount_after_tax":"2,000","details":[${detail}]}`,
      ),
    ).toMatchObject({
      value: {
        records: [
          {
            id: '7397033607132351532',
            totalAmount: '2000.10',
            bindingPeriod: 3,
            returnAmountAfterTax: '2,000',
            details: [{ id: '18446744073709551615', issuanceAmount: '90071992547409.93' }],
          },
        ],
      },
    });
  });

  test.each(['{}', '{"records":null}', '{"has_more":false,"page_token":"same"}', '{"has_more":null}'])(
    'is the last one: %s',
    (text) => {
      expect(page(text, 'same')).toStrictEqual({ ok: true, value: { records: [], hasMore: false } });
    },
  );

  test.each([
    ['null', 'page cannot be understood'],
    ['[]', 'page cannot be understood'],
    ['{"records":[{"remark":"x"}]}', 'page cannot be understood'],
    ['{"records":[{"id":""}]}', 'page cannot be understood'],
    [`{"records":[{"id":"${'x'.repeat(256)}"}]}`, 'page cannot be understood'],
    [`{"records":[{"id":"1","user_id":"${'x'.repeat(256)}"}]}`, 'page cannot be understood'],
    ['{"records":[{"id":"1","details":[{}]}]}', 'page cannot be understood'],
    ['{"records":[{"id":"1","details":[5]}]}', 'page cannot be understood'],
    ['{"records":[{"id":"1","issuance_detail_text":5}]}', 'page cannot be understood'],
    ['{"records":[{"id":"1","issuance_detail_text":{"zh_cn":5}}]}', 'page cannot be understood'],
    ['{"records":[{"id":"1","issuance_detail_text":{"en_us":5}}]}', 'page cannot be understood'],
    ['{"records":[{"id":"1","issuance_frequency":0.5}]}', 'page cannot be understood'],
    ['{"records":[{"id":"1","total_amount":1e999}]}', 'page cannot be understood'],
    ['{"records":[],"has_more":"true"}', 'page cannot be understood'],
    ['{"records":[{"id":"1"},{"id":1}]}', 'a record twice on one page'],
    ['{"records":[{"id":"3"},{"id":"1","details":[{"id":"2"},{"id":2}]}]}', 'a detail twice in one record'],
    ['{"records":[{"id":"1"}],"has_more":true}', 'more pages and no page_token'],
    ['{"has_more":true,"page_token":""}', 'more pages and no page_token'],
    ['{"has_more":true,"page_token":"same"}', 'the page_token that was asked with again'],
  ])('is not believed: %s', (text, problem) => {
    expect(page(text, 'same')).toStrictEqual({ ok: false, problem });
  });
});

describe('what became of the records', () => {
  test('is read for each, by the code alone', () => {
    expect(
      items(
        '{"id":1,"unique_id":"u","code":0,"message":"success"},{"id":"2","code":"21270220","message":null},{"id":"","unique_id":"","code":1,"message":5}',
      ),
    ).toStrictEqual({
      ok: true,
      value: [
        { id: '1', uniqueId: 'u', code: '0', message: 'success' },
        { id: '2', code: '21270220' },
        { code: '1' },
      ],
    });
  });

  test('is told in one line of 200 characters, with nothing in it that must not be shown', () => {
    const said = `"a\\nsecret ${'长'.repeat(300)}"`;
    const read = items(`{"id":"1","code":1,"message":${said}}`, (text) => text.replace('secret', '[hidden]'));
    const message = read.ok ? read.value[0]?.message : undefined;
    expect(message).toMatch(/^a \[hidden\] 长+$/);
    expect(message).toHaveLength(200);
  });

  test.each([
    '5',
    '"ok"',
    '{}',
    '{"id":"1"}',
    '{"id":"1","code":0.5}',
    `{"id":"${'x'.repeat(256)}","code":0}`,
  ])('is not understood with an item %s', (item) => {
    const problem = 'operate_results cannot be understood';
    expect(items(item)).toStrictEqual({ ok: false, problem });
  });

  test.each(['null', '{}', '{"operate_results":null}', '{"operate_results":{}}'])(
    'is not understood in %s',
    (text) => {
      expect(readLumpSumItems(json(text), String).ok).toBe(false);
    },
  );
});
