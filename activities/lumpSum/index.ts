import { noticed, type Notice } from '../notice.ts';
import { correct, type CorrectAnswer, type CorrectRequest } from './correct.ts';
import type { LumpSumDependencies } from './dependencies.ts';
import { queryPage, type QueryPageAnswer, type QueryPageRequest } from './queryPage.ts';
import { readBack, type ReadBackRecord, type ReadBackRequest } from './readBack.ts';

export interface LumpSumActivities {
  /** Reads records, judges their corrections, and sends those that are to change; one try. @see correct */
  readonly correctLumpSum: (request: CorrectRequest) => Promise<CorrectAnswer & Notice>;
  /** Tells where records stand that may have been sent. @see readBack */
  readonly readBackLumpSum: (request: ReadBackRequest) => Promise<readonly ReadBackRecord[]>;
  /** Reads one page of records. @see queryPage */
  readonly queryLumpSum: (request: QueryPageRequest) => Promise<QueryPageAnswer>;
}

/** The activities of Feishu's lump-sum payments, for one profile. */
export function createLumpSumActivities(dependencies: LumpSumDependencies): LumpSumActivities {
  return {
    correctLumpSum: async (request) => noticed(await correct(dependencies, request), dependencies.notifies),
    readBackLumpSum: (request) => readBack(dependencies, request),
    queryLumpSum: (request) => queryPage(dependencies, request),
  };
}

export type { LumpSumDependencies } from './dependencies.ts';
export type { CorrectAnswer, CorrectRequest, SentRecord } from './correct.ts';
export type { ReadBackRecord } from './readBack.ts';
export type { QueryPageAnswer } from './queryPage.ts';
export type { Verdict } from './verdicts.ts';
