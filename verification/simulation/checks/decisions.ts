import { mustHold } from '../engine/broken.ts';
import { raisedIn, type Accepted, type Case, type Shown } from '../workload/case.ts';

/** What was taken, before it is known which offer it answers. */
export type Taken = Omit<Accepted, 'offer'>;

/** What a run showed right before it took something; undefined before its first task. */
export type Before = Pick<Shown, 'attention' | 'waiting'> | undefined;

/** Everybody who asks for payouts here, in whichever letters. */
const MAKER = /^(?:alice|ａｌｉｃｅ)$/iu;

/**
 * Holds what a run has just taken against what it showed right before, and against what it took earlier: nothing counts
 * that was not offered, and nothing is decided twice.
 *
 * @param named the offer that was named, if any
 * @returns the offer that it answers, as the run showed it
 */
export function checkTaken(
  of: Case,
  taken: Taken,
  named: number | undefined,
  before: Before,
): number | undefined {
  const { name, decision, by, runId } = taken;
  const isJudged = name === 'approve' || name === 'reject';
  if (!isJudged && name !== 'resolve') return undefined;
  const offer = isJudged ? approvalIn(before, named) : offerOf(decision, named, before);
  mustHold(
    offer !== undefined && (named === undefined || named === offer),
    'only what is offered is taken',
    () => `${runId} took ${name} ${decision ?? ''} on ${named ?? 'no'} offer: ${JSON.stringify(before)}`,
  );
  const earlier = of.accepted.find(
    (it) => it.runId === runId && it.offer !== undefined && (isJudged ? isJudging(it) : it.offer === offer),
  );
  mustHold(
    earlier === undefined,
    'a decision is taken once',
    () =>
      `${runId} took ${decision ?? name} on offer ${offer} after ${earlier?.decision ?? earlier?.name ?? ''}`,
  );
  mustHold(!isJudged || !MAKER.test(by), 'another person approves', () => `${runId} was judged by ${by}`);
  return offer;
}

function isJudging({ name }: Accepted): boolean {
  return name === 'approve' || name === 'reject';
}

/** Before its first task nobody can have seen which offer it is. */
function approvalIn(before: Before, named: number | undefined): number | undefined {
  return before === undefined ? (named ?? 0) : before.waiting?.offer;
}

/** The gravest offer that has the decision. */
function offerOf(
  decision: string | undefined,
  named: number | undefined,
  before: Before,
): number | undefined {
  return raisedIn(before ?? { attention: null }).find(
    ({ offer, decisions }) =>
      decisions.some((it) => it === decision) && (named === undefined || named === offer),
  )?.offer;
}
