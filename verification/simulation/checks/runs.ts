import { workflowFailureTypes } from '../../../contract/failures.ts';
import { mustHold } from '../engine/broken.ts';
import { decode } from '../server/proto.ts';
import type { Run } from '../server/run.ts';
import type { Case, Shown } from '../workload/case.ts';

/** An open payout has a next step, or a person to call. */
export function checkOpen(run: Run, { status, attention }: Shown): void {
  const waitsForPeople = attention !== null || status === 'awaitingApproval';
  mustHold(
    waitsForPeople || run.waitsForSomething,
    'open with a next step',
    () => `${run.identity.runId} is ${status} and waits for nothing`,
  );
}

/** What holds for every closed run, whatever its flow. */
export function checkClosed(of: Case, run: Run, snapshot: unknown): void {
  const { runId } = run.identity;
  mustHold(!run.isOpen, 'everything ends', () => `${runId} is still open: ${JSON.stringify(snapshot)}`);
  if (run.status === 'TERMINATED') return;
  const failure = run.failure?.applicationFailureInfo;
  mustHold(
    run.status !== 'FAILED' || workflowFailureTypes.some((type) => type === failure?.type),
    'a run fails by the word of its flow',
    () => `${runId} failed by ${failure?.type ?? ''}: ${run.failure?.message ?? ''}`,
  );
  mustHold(
    (of.invalid && run.input === of.input) === (failure?.type === 'InvalidInput'),
    'what is wrong is refused, what is right is not',
    () => `${runId} ended as ${failure?.type ?? run.status}: ${run.failure?.message ?? ''}`,
  );
  if (run.status === 'CANCELED') return;
  const told = run.status === 'COMPLETED' ? run.result : decode(failure?.details?.payloads?.[0]);
  mustHold(
    JSON.stringify(told) === JSON.stringify(snapshot),
    'the query says what the end said',
    () => `${runId}: ${JSON.stringify(told)} is not ${JSON.stringify(snapshot)}`,
  );
}
