import { currentRun } from '../../attempts/earlierRuns.ts';
import { failureOf, untilReady, whyServerSilent, type ReadyRequest } from '../../attempts/ready.ts';
import { signed, type Signed } from '../../sentBy.ts';
import { noticed, type Notice } from '../../webhook/notice.ts';
import { correct, type CorrectAnswer, type CorrectRequest } from './correct.ts';
import type { LumpSumDependencies } from './dependencies.ts';
import { queryPage, type QueryPageAnswer, type QueryPageRequest } from './queryPage.ts';
import { readBack, type ReadBackRequest } from './readBack.ts';
import type { PackedReadBack, ReadBackRecord } from './readBackHandover.ts';
import { readRecords } from './readRecords.ts';
import { inputUnread, recordsOfInput } from './recordsOfInput.ts';

export interface LumpSumReadyRequest extends ReadyRequest {
  /** one of the records, which the correction reads before it sends */
  readonly id: string;
  /** digest of the records of a large correction, which it reads from the input of the run */
  readonly ofInput?: string;
  readonly send: 'once' | 'never';
  readonly originalRunId: string;
}

export interface LumpSumActivities {
  /** Reads records, judges their corrections, and sends those that are to change; one try. @see correct */
  readonly correctLumpSum: (request: CorrectRequest) => Promise<CorrectAnswer & Notice & Signed>;
  /** Tells where records stand that may have been sent. @see readBack */
  readonly readBackLumpSum: (request: ReadBackRequest) => Promise<readonly ReadBackRecord[] | PackedReadBack>;
  /** Comes back when a correction that did not leave is worth trying again. @see untilReady */
  readonly untilLumpSumReady: (request: LumpSumReadyRequest) => Promise<Notice>;
  /** Reads one page of records. @see queryPage */
  readonly queryLumpSum: (request: QueryPageRequest) => Promise<QueryPageAnswer>;
}

/** The activities of Feishu's lump-sum payments, for one profile. */
export function createLumpSumActivities(dependencies: LumpSumDependencies): LumpSumActivities {
  const { notifies, sentBy, readRunInput } = dependencies;
  const readInput = recordsOfInput(readRunInput);
  return {
    correctLumpSum: async (request) => {
      const answer = await correct(dependencies, request, readInput);
      const didSend = answer.outcome === 'judged' && ('again' in answer.sent || answer.sent.length > 0);
      return noticed(didSend ? signed(answer, sentBy) : answer, notifies);
    },
    readBackLumpSum: (request) => readBack(dependencies, request, readInput),
    queryLumpSum: (request) => queryPage(dependencies, request),
    async untilLumpSumReady({ id, ofInput, send, originalRunId, ...request }) {
      await untilReady(dependencies, request, async () => {
        const { followsEarlierRun } = dependencies;
        const silent =
          send === 'never'
            ? undefined
            : await whyServerSilent(currentRun(originalRunId), followsEarlierRun, 'feishu');
        const unread =
          ofInput === undefined ? undefined : await readInput(ofInput).then(() => undefined, inputUnread);
        return silent ?? unread ?? failureOf(await readRecords(dependencies, [id]));
      });
      return noticed({}, dependencies.notifies);
    },
  };
}

export type { LumpSumDependencies } from './dependencies.ts';
export type { CorrectAnswer, CorrectRequest } from './correct.ts';
export type { HandedOver, PackedSent, SentRecord } from './handover.ts';
export type { ReadBackRequest } from './readBack.ts';
export type { PackedReadBack, ReadBackHandedOver, ReadBackRecord } from './readBackHandover.ts';
export type { QueryPageAnswer } from './queryPage.ts';
