import { upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import type { SearchAttributeUpdatePair } from '@temporalio/common';
import { searchAttributes } from '../contract/searchAttributes.ts';

/** What the server indexes of a payout. Ids and counts only. */
export interface Indexed {
  readonly flow: string;
  readonly status: string;
  readonly profile: string;
  readonly batchId?: string | undefined;
  readonly needsAttention: boolean;
  readonly settleBy?: Date | undefined;
  readonly transTime?: Date | undefined;
  readonly referralAccountId?: string | undefined;
  readonly points?: number | undefined;
}

function pairs(indexed: Indexed): SearchAttributeUpdatePair[] {
  const all: (SearchAttributeUpdatePair | undefined)[] = [
    { key: searchAttributes.flow, value: indexed.flow },
    { key: searchAttributes.status, value: indexed.status },
    { key: searchAttributes.profile, value: indexed.profile },
    indexed.batchId === undefined ? undefined : { key: searchAttributes.batchId, value: indexed.batchId },
    { key: searchAttributes.needsAttention, value: indexed.needsAttention },
    indexed.settleBy === undefined ? undefined : { key: searchAttributes.settleBy, value: indexed.settleBy },
    indexed.transTime === undefined
      ? undefined
      : { key: searchAttributes.transTime, value: indexed.transTime },
    indexed.referralAccountId === undefined
      ? undefined
      : { key: searchAttributes.referralAccountId, value: indexed.referralAccountId },
    indexed.points === undefined ? undefined : { key: searchAttributes.points, value: indexed.points },
  ];
  return all.filter((pair) => pair !== undefined);
}

function isKnown({ key, value }: SearchAttributeUpdatePair): boolean {
  const known: unknown = workflowInfo().typedSearchAttributes.get(key);
  if (known instanceof Date && value instanceof Date) return known.getTime() === value.getTime();
  return known === value;
}

/** Tells the server what differs from what it has; nothing where nothing does, since every upsert is an event. */
export function index(indexed: Indexed): void {
  const news = pairs(indexed).filter((pair) => !isKnown(pair));
  if (news.length > 0) upsertSearchAttributes(news);
}
