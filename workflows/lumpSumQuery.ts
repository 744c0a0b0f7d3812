import { lumpSumQueryInput, type LumpSumQueryResult } from '../contract/flows/lumpSumQuery.ts';
import { parse } from '../contract/problems.ts';
import { activitiesFor } from './calls/proxies.ts';
import { untilRead } from './calls/untilRead.ts';
import { endedAs, invalidInput } from './payout/admission.ts';
import { answerQuery } from './payout/lifecycle.ts';

/** Reads one page of lump-sum records. It changes nothing, so any id and any time-out will do. */
export async function lumpSumQuery(raw: unknown): Promise<LumpSumQueryResult> {
  let page: LumpSumQueryResult = { records: [], hasMore: false, notShown: [] };
  answerQuery(() => page);
  const parsed = parse(lumpSumQueryInput, raw);
  if (!parsed.ok) throw invalidInput(parsed.problems, page);
  const { profile, filters, pageSize, pageToken, userIdType } = parsed.value;
  const summary = `lump-sum records, at most ${pageSize}`;
  const query = { filters, pageSize, userIdType, ...(pageToken === undefined ? {} : { pageToken }) };
  const answer = await untilRead((known, scheduleToStart) =>
    activitiesFor({
      profile,
      queue: 'feishu-lump-sum-query',
      summary,
      tries: 'many',
      scheduleToStart,
    }).queryLumpSum({ query, known }),
  );
  if (answer.outcome === 'refused') {
    const { code, message } = answer.refusal;
    throw endedAs('PayoutRejected', `Feishu refused: ${code} ${message}`, {
      ...page,
      problems: [answer.refusal],
    });
  }
  page = answer.page;
  return page;
}
