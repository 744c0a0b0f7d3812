import { upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import type { SearchAttributeUpdatePair } from '@temporalio/common';
import { isInstant } from '../../contract/instants.ts';
import { searchAttributes } from '../../contract/searchAttributes.ts';
import { isWellFormed } from '../../contract/text.ts';

/** What the server indexes of a payout. Ids and counts only. */
export interface Indexed {
  readonly flow: string;
  readonly status: string;
  readonly profile: string;
  readonly batchId?: string | undefined;
  /** every reason that is raised */
  readonly attention: readonly string[];
  /** ISO 8601: since when the oldest of them stands */
  readonly attentionSince?: string | undefined;
  readonly settleBy?: Date | undefined;
  readonly transTime?: Date | undefined;
  readonly referralAccountId?: string | undefined;
  readonly points?: number | undefined;
}

/** Null takes a value away that the server has. */
function pairs(indexed: Indexed): SearchAttributeUpdatePair[] {
  const { batchId, attention, attentionSince, settleBy, transTime, referralAccountId, points } = indexed;
  return [
    { key: searchAttributes.flow, value: indexed.flow },
    { key: searchAttributes.status, value: indexed.status },
    { key: searchAttributes.profile, value: indexed.profile },
    ...(batchId === undefined ? [] : [{ key: searchAttributes.batchId, value: batchId }]),
    { key: searchAttributes.needsAttention, value: attention.length > 0 },
    { key: searchAttributes.attention, value: attention.length === 0 ? null : [...attention] },
    {
      key: searchAttributes.attentionSince,
      value: attentionSince === undefined ? null : new Date(attentionSince),
    },
    ...(settleBy === undefined ? [] : [{ key: searchAttributes.settleBy, value: settleBy }]),
    ...(transTime === undefined ? [] : [{ key: searchAttributes.transTime, value: transTime }]),
    ...(referralAccountId === undefined
      ? []
      : [{ key: searchAttributes.referralAccountId, value: referralAccountId }]),
    ...(points === undefined ? [] : [{ key: searchAttributes.points, value: points }]),
  ];
}

/** What the index of every server's store has room for. */
const KEYWORD_CHARACTERS_MAX = 255;

/**
 * The last net: the server fails the workflow task for a value that it cannot take, and does so for ever. A payout that
 * cannot be found by one attribute is better than one that stands still.
 */
export function isTaken({ value }: Pick<SearchAttributeUpdatePair, 'value'>): boolean {
  if (value instanceof Date) return isInstant(value.getTime());
  if (typeof value === 'string') return value.length <= KEYWORD_CHARACTERS_MAX && isWellFormed(value);
  return typeof value !== 'number' || Number.isSafeInteger(value);
}

function isKnown({ key, value }: SearchAttributeUpdatePair): boolean {
  const known: unknown = workflowInfo().typedSearchAttributes.get(key);
  if (known instanceof Date && value instanceof Date) return known.getTime() === value.getTime();
  if (Array.isArray(known) && Array.isArray(value)) return String(known) === String(value);
  return (known ?? null) === value;
}

/** Tells the server what differs from what it has; nothing where nothing does, since every upsert is an event. */
export function index(indexed: Indexed): void {
  const news = pairs(indexed).filter((pair) => isTaken(pair) && !isKnown(pair));
  if (news.length > 0) upsertSearchAttributes(news);
}
