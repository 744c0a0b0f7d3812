import { describe, expect, it } from '@jest/globals';
import {
  createLumpSumActivities,
  type QueryPageAnswer,
} from '../../../../activities/feishu/lumpSum/index.ts';
import type { QueryPageRequest } from '../../../../activities/feishu/lumpSum/queryPage.ts';
import { jsonBytes } from '../../../../contract/jsonBytes.ts';
import { activityEnvironment } from '../../activityEnvironment.ts';
import {
  callFailed,
  fakeFeishu,
  page,
  shownRecord,
  tooMany,
  type FakeFeishu,
  type Page,
} from './fakeFeishu.ts';

const queryPage = (
  feishu: FakeFeishu,
  more: Partial<QueryPageRequest['query']> = {},
): Promise<QueryPageAnswer> =>
  activityEnvironment().run(() =>
    createLumpSumActivities(feishu.dependencies).queryLumpSum({
      query: { filters: { userIds: ['ou_1'] }, pageSize: 100, userIdType: 'open_id', ...more },
      known: null,
    }),
  );

const large = (kilobytes: number): Page =>
  page([shownRecord('R1', { remark: 'x'.repeat(kilobytes * 1000) })], 'P2');

describe('one page of records', () => {
  it('is asked for as it was asked, and says what this app may not see', async () => {
    const feishu = fakeFeishu({ pages: [page([shownRecord('R1')], 'P2')] });
    expect(await queryPage(feishu, { pageToken: 'P1' })).toEqual({
      outcome: 'answered',
      page: {
        records: [shownRecord('R1')],
        hasMore: true,
        pageToken: 'P2',
        notShown: [
          expect.objectContaining({ field: 'returnAmountBeforeTax' }),
          expect.objectContaining({ field: 'returnAmountAfterTax' }),
          expect.objectContaining({ field: 'bindingPeriodOffboardingType' }),
          expect.objectContaining({ field: 'userId' }),
        ],
      },
    });
    expect(feishu.queries).toEqual([
      { filters: { userIds: ['ou_1'] }, pageSize: 100, userIdType: 'open_id', pageToken: 'P1' },
    ]);
  });

  it('is the first one where no token is given', async () => {
    const feishu = fakeFeishu({ pages: [page([])] });
    expect(await queryPage(feishu)).toMatchObject({ page: { records: [], hasMore: false, notShown: [] } });
    expect(Object.keys(feishu.queries[0]!)).not.toContain('pageToken');
  });

  it('is asked for again, half as large, from the same place, until it fits into a result', async () => {
    const feishu = fakeFeishu({ pages: [large(3000), large(1600), large(1400)] });
    const answer = await queryPage(feishu, { pageSize: 5, pageToken: 'P1' });
    expect(feishu.queries.map(({ pageSize, pageToken }) => [pageSize, pageToken])).toEqual([
      [5, 'P1'],
      [2, 'P1'],
      [1, 'P1'],
    ]);
    if (answer.outcome !== 'answered') throw new Error(answer.outcome);
    expect(jsonBytes(answer.page)).toBeLessThanOrEqual(1_500_000);
    expect(answer.page.pageToken).toBe('P2');
  });

  it('is refused where a single record is larger than a result may be', async () => {
    const feishu = fakeFeishu({ pages: [large(1600), large(1600)] });
    expect(await queryPage(feishu, { pageSize: 2 })).toMatchObject({
      outcome: 'refused',
      refusal: { code: 'tooLarge' },
    });
  });

  it('is refused where Feishu refuses', async () => {
    const refused = callFailed({
      type: 'PayoutRejected',
      code: '2290001',
      providerMessage: 'param is invalid',
    });
    expect(await queryPage(fakeFeishu({ pages: [refused] }))).toEqual({
      outcome: 'refused',
      refusal: { code: '2290001', message: 'param is invalid' },
    });
  });

  it('is asked for again, by the server, where the answer is of no use', async () => {
    await expect(queryPage(fakeFeishu({ pages: [tooMany] }))).rejects.toMatchObject({
      type: 'RateLimited',
      nonRetryable: false,
      nextRetryDelay: 7000,
    });
  });
});
