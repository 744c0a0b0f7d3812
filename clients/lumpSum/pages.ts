import type { LumpSumQueryInput, LumpSumQueryResult, LumpSumRecord } from '../../contract/index.ts';
import { IncompleteQueryError } from '../errors.ts';

export type AskForPage = (input: LumpSumQueryInput) => Promise<LumpSumQueryResult>;

/**
 * Every page of a query, asked for one by one. It ends only when a page says that there is no more: what fails is
 * thrown, so that half of the records is never taken for all of them (iterators of providers' own clients end alike in
 * both cases).
 * @param input of the first page
 * @throws IncompleteQueryError a page says there is more and does not say where, or leads back to where it was before
 */
export async function* pagesOf(
  askForPage: AskForPage,
  input: LumpSumQueryInput,
): AsyncGenerator<LumpSumQueryResult, void, undefined> {
  const seen = new Set<string>(input.pageToken === undefined ? [] : [input.pageToken]);
  let asked = input;
  for (let number = 1; ; number += 1) {
    const page = await askForPage(asked);
    const { hasMore, pageToken } = page;
    if (hasMore && pageToken === undefined) {
      throw new IncompleteQueryError(number, 'says that there is more and gives no page token');
    }
    if (hasMore && pageToken !== undefined && seen.has(pageToken)) {
      throw new IncompleteQueryError(number, 'gives a page token that was given before');
    }
    yield page;
    if (!hasMore || pageToken === undefined) return;
    seen.add(pageToken);
    asked = { ...input, pageToken };
  }
}

/** The records of pages, each once: a record that moves while it is paged may be listed twice. */
export async function* recordsOf(
  pages: AsyncIterable<LumpSumQueryResult>,
): AsyncGenerator<LumpSumRecord, void, undefined> {
  const seen = new Set<string>();
  for await (const { records } of pages) {
    for (const record of records) {
      if (seen.has(record.id)) continue;
      seen.add(record.id);
      yield record;
    }
  }
}
