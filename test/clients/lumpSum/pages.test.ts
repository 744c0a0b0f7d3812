import { describe, expect, it } from '@jest/globals';
import type { LumpSumQueryInput, LumpSumQueryResult } from '../../../contract/index.ts';
import { pagesOf, recordsOf } from '../../../clients/lumpSum/pages.ts';
import { pageOf, recordOf } from './records.fixture.ts';

const five = ['1', '2', '3', '4', '5'].map((id) => recordOf(id));

async function idsOf(
  ask: (input: LumpSumQueryInput) => Promise<LumpSumQueryResult>,
  input: LumpSumQueryInput = {},
): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of recordsOf(pagesOf(ask, input))) ids.push(id);
  return ids;
}

function scripted(pages: readonly Partial<LumpSumQueryResult>[]): {
  readonly asked: LumpSumQueryInput[];
  readonly ask: (input: LumpSumQueryInput) => Promise<LumpSumQueryResult>;
} {
  const asked: LumpSumQueryInput[] = [];
  return {
    asked,
    ask: (input) => {
      asked.push(input);
      return Promise.resolve({ records: [], hasMore: false, notShown: [], ...pages[asked.length - 1] });
    },
  };
}

describe('the records of a query', () => {
  it('are read page by page until one says that there is no more', async () => {
    expect(await idsOf((input) => Promise.resolve(pageOf(five, input)))).toEqual(['1', '2', '3', '4', '5']);
  });

  it('go on over a page that holds none', async () => {
    const { ask, asked } = scripted([{ hasMore: true, pageToken: 'a' }, { records: [recordOf('9')] }]);
    expect(await idsOf(ask, { pageSize: 3 })).toEqual(['9']);
    expect(asked).toEqual([{ pageSize: 3 }, { pageSize: 3, pageToken: 'a' }]);
  });

  it('are given once though they are on two pages', async () => {
    const { ask } = scripted([
      { records: [recordOf('1'), recordOf('2')], hasMore: true, pageToken: 'a' },
      { records: [recordOf('2'), recordOf('3')] },
    ]);
    expect(await idsOf(ask)).toEqual(['1', '2', '3']);
  });

  it('are not said to be all when a page fails', async () => {
    const ask = (input: LumpSumQueryInput): Promise<LumpSumQueryResult> =>
      input.pageToken === undefined
        ? Promise.resolve(pageOf(five, input))
        : Promise.reject(new Error('the worker is gone'));
    await expect(idsOf(ask)).rejects.toThrow('the worker is gone');
  });

  it.each([
    ['says that there is more and not where', [{ hasMore: true }], /Page 1 .* gives no page token/],
    [
      'leads back to where it was',
      [
        { hasMore: true, pageToken: 'a' },
        { hasMore: true, pageToken: 'b' },
        { hasMore: true, pageToken: 'a' },
      ],
      /Page 3 .* was given before/,
    ],
  ])('are refused when a page %s', async (_, pages, message) => {
    await expect(idsOf(scripted(pages).ask)).rejects.toThrow(message);
  });

  it('are refused when the first page leads back to the token it was asked with', async () => {
    const { ask } = scripted([{ hasMore: true, pageToken: 'a' }]);
    await expect(idsOf(ask, { pageToken: 'a' })).rejects.toThrow(/was given before/);
  });
});
