import type { WorkflowIdReusePolicy } from '@temporalio/common';
import { PreviousRunLostError, StartContendedError, type LostAs } from '../errors.ts';
import type { CheckedInput, FlowOfMoney } from '../flows.ts';
import { checkSamePayout } from './earlierInput.ts';
import type { KnownRun, Runs } from './runs.ts';
import { START_TOKEN_MEMO, startRequestOf, type StartRequest } from './startRequest.ts';

/** The run that now carries a payout. */
export interface StartedRun {
  readonly workflowId: string;
  readonly runId: string;
  /** true: the run was there before this call, open or completed, with the same input */
  readonly attached: boolean;
}

/** A round is lost only to another client that starts or ends a run of the same id between two calls of ours. */
const ROUNDS_MAX = 5;

type Found =
  | { readonly kind: 'attach'; readonly run: KnownRun }
  | { readonly kind: 'startOver' }
  | { readonly kind: 'lost'; readonly runId: string; readonly as: LostAs }
  | { readonly kind: 'lookAgain' };

function lost(run: KnownRun, as: LostAs, send: CheckedInput['send']): Found {
  return send === 'never' ? { kind: 'startOver' } : { kind: 'lost', runId: run.runId, as };
}

/** What the run that holds the id means for a start of it. */
export function judgeRun(run: KnownRun | undefined, send: CheckedInput['send']): Found {
  if (run === undefined) return { kind: 'lookAgain' };
  switch (run.execution) {
    case 'RUNNING':
    case 'PAUSED':
    case 'COMPLETED':
      return { kind: 'attach', run };
    case 'FAILED':
      // A workflow of ours fails only when no money moved or a person said so: nothing to compare.
      return { kind: 'startOver' };
    case 'TERMINATED':
      return lost(run, 'terminated', send);
    case 'TIMED_OUT':
      return lost(run, 'timed out', send);
    case 'CANCELLED':
      return lost(run, 'canceled', send);
    case 'CONTINUED_AS_NEW':
    case 'UNSPECIFIED':
    case 'UNKNOWN':
      return { kind: 'lookAgain' };
  }
}

/**
 * Starts the payout of a checked input, or attaches to the run that carries it already: one order runs once however
 * often, and by however many clients at once, it is started (contract: Starting).
 * @throws InputMismatchError the id's run was asked to pay something else
 * @throws PreviousRunLostError the id's last run was ended from outside and `send` is not "never"
 * @throws StartContendedError the id's runs kept changing meanwhile
 */
export async function startOrAttach<Checked extends CheckedInput, Result>(
  runs: Runs,
  spec: FlowOfMoney<Checked, Result>,
  input: Checked,
): Promise<StartedRun> {
  const request = startRequestOf(spec, input);
  const { workflowId } = request;
  let reuse: WorkflowIdReusePolicy = 'REJECT_DUPLICATE';
  let cause: unknown;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const answer = await runs.start(request, reuse);
    const run = await runs.describe(workflowId, answer.kind === 'running' ? answer.runId : undefined);
    if (run !== undefined && isOurs(run, request)) return { workflowId, runId: run.runId, attached: false };

    const found = answer.kind === 'running' ? foundOpen(run) : judgeRun(run, input.send);
    switch (found.kind) {
      case 'attach':
        await checkSamePayout(runs, spec, workflowId, input, found.run);
        return { workflowId, runId: found.run.runId, attached: true };
      case 'lost':
        throw new PreviousRunLostError(workflowId, found.runId, found.as, spec.afterLostRun);
      case 'startOver':
        // Also lets the start through where yet another run was lost in this moment: its workflow asks the server
        // for earlier runs before it sends, so this policy is not what keeps money safe.
        reuse = 'ALLOW_DUPLICATE_FAILED_ONLY';
        break;
      case 'lookAgain':
        break;
    }
    if (answer.kind === 'taken') cause = answer.cause;
  }
  throw new StartContendedError(workflowId, ROUNDS_MAX, cause);
}

function isOurs(run: KnownRun, request: StartRequest): boolean {
  return run.memo[START_TOKEN_MEMO] === request.memo[START_TOKEN_MEMO];
}

/** The server handed us this very run as open; it may have closed since, which the caller learns from its result. */
function foundOpen(run: KnownRun | undefined): Found {
  return run === undefined ? { kind: 'lookAgain' } : { kind: 'attach', run };
}
