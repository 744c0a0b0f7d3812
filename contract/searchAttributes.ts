import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

/**
 * The search attributes of every payout. Ids and counts only: the server never encrypts them. A server that lacks one
 * fails workflow tasks for ever, so a worker checks them before it starts and `payouts setup` makes them.
 */
export const searchAttributes = {
  flow: defineSearchAttributeKey('PayoutFlow', SearchAttributeType.KEYWORD),
  status: defineSearchAttributeKey('PayoutStatus', SearchAttributeType.KEYWORD),
  profile: defineSearchAttributeKey('PayoutProfile', SearchAttributeType.KEYWORD),
  batchId: defineSearchAttributeKey('PayoutBatchId', SearchAttributeType.KEYWORD),
  needsAttention: defineSearchAttributeKey('PayoutNeedsAttention', SearchAttributeType.BOOL),
  /** every reason that is raised */
  attention: defineSearchAttributeKey('PayoutAttention', SearchAttributeType.KEYWORD_LIST),
  /** when the oldest of them was raised */
  attentionSince: defineSearchAttributeKey('PayoutAttentionSince', SearchAttributeType.DATETIME),
  settleBy: defineSearchAttributeKey('PayoutSettleBy', SearchAttributeType.DATETIME),
  transTime: defineSearchAttributeKey('PayoutTransTime', SearchAttributeType.DATETIME),
  referralAccountId: defineSearchAttributeKey('ReferralAccountId', SearchAttributeType.KEYWORD),
  points: defineSearchAttributeKey('PayoutPoints', SearchAttributeType.INT),
} as const;

/** Name and type as the server's operator API and `temporal operator search-attribute create` call them. */
export const searchAttributeTypes = {
  PayoutFlow: 'Keyword',
  PayoutStatus: 'Keyword',
  PayoutProfile: 'Keyword',
  PayoutBatchId: 'Keyword',
  PayoutNeedsAttention: 'Bool',
  PayoutAttention: 'KeywordList',
  PayoutAttentionSince: 'Datetime',
  PayoutSettleBy: 'Datetime',
  PayoutTransTime: 'Datetime',
  ReferralAccountId: 'Keyword',
  PayoutPoints: 'Int',
} as const;
