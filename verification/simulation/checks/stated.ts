import type { Decision } from '../../../contract/attention.ts';
import { mustHold } from '../engine/broken.ts';
import type { Run } from '../server/run.ts';
import { saidOf, type Case } from '../workload/case.ts';

/** By these a person answers for money that may be under way. */
const STATEMENTS: readonly Decision[] = [
  'notSubmitted',
  'abandon',
  'adopt',
  'accept',
  'resubmit',
  'recordOutcome',
];

/**
 * Whether a person answers for how a run ended: one who had said so by then, of this run or of one before it, on an
 * offer that stood.
 *
 * @param statedBy whom the run itself names
 */
export function isStated(of: Case, { closedAt = 0 }: Run, statedBy: string | undefined): boolean {
  const said = saidOf(of, STATEMENTS).filter(({ at }) => at <= closedAt);
  mustHold(
    statedBy === undefined || said.some(({ by }) => by === statedBy),
    'stated by somebody who said so',
    () => `${of.orderId} names ${statedBy ?? ''}`,
  );
  return said.length > 0;
}

/** What somebody ended, or asked for wrongly, speaks of this run alone: it says that it sent nothing. */
export function speaksOfItself(type: string): boolean {
  return ['Cancelled', 'ApprovalRefused', 'InvalidInput'].includes(type);
}
