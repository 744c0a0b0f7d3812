import { moneyFlows, statuses, type Flow, type Status } from '../contract/index.ts';

/** Which payouts to list; members that are left out do not narrow. */
export interface PayoutFilter {
  readonly flow?: Flow | undefined;
  readonly status?: Status | undefined;
  /** true: those that need a person, false: those that do not */
  readonly needsAttention?: boolean | undefined;
  readonly batchId?: string | undefined;
  readonly profile?: string | undefined;
  /** ISO 8601: only runs that closed at that time or later */
  readonly closedFrom?: string | undefined;
  /** ISO 8601: only runs that closed before that time */
  readonly closedTo?: string | undefined;
  /** more, in Temporal's list filter language */
  readonly query?: string | undefined;
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/**
 * @returns a list filter. Flows are told by workflow type, not by `PayoutFlow`: a run that was started from a shell
 * without search attributes is listed too.
 */
export function listQuery(filter: PayoutFilter): string {
  const types: readonly Flow[] = filter.flow === undefined ? moneyFlows : [filter.flow];
  const terms = [`WorkflowType IN (${types.map(quoted).join(', ')})`];
  if (filter.status !== undefined) terms.push(`PayoutStatus = ${quoted(filter.status)}`);
  if (filter.needsAttention !== undefined)
    terms.push(`PayoutNeedsAttention = ${String(filter.needsAttention)}`);
  if (filter.batchId !== undefined) terms.push(`PayoutBatchId = ${quoted(filter.batchId)}`);
  if (filter.profile !== undefined) terms.push(`PayoutProfile = ${quoted(filter.profile)}`);
  if (filter.closedFrom !== undefined) terms.push(`CloseTime >= ${quoted(filter.closedFrom)}`);
  if (filter.closedTo !== undefined) terms.push(`CloseTime < ${quoted(filter.closedTo)}`);
  if (filter.query !== undefined) terms.push(`(${filter.query})`);
  return terms.join(' AND ');
}

export function isStatus(text: string): text is Status {
  return statuses.some((status) => status === text);
}
