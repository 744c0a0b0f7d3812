import { describeProblems, INPUT_DIGEST_MEMO, parse } from '../contract/index.ts';
import { InputMismatchError } from './errors.ts';
import type { CheckedInput, FlowOfMoney } from './flows.ts';
import type { KnownRun, Runs } from './runs.ts';
import { digestOf } from './startRequest.ts';

/** Everything the digest covers and a reader of a mismatch can act on. */
const MOST_DIFFERENCES = 5;

function without(these: readonly string[], those: readonly string[]): string[] {
  const left = [...those];
  return these.filter((text) => {
    const at = left.indexOf(text);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

function few(texts: readonly string[]): string {
  const more = texts.length - MOST_DIFFERENCES;
  const shown = texts.slice(0, MOST_DIFFERENCES).join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown;
}

/** @returns in words what one input pays and the other does not, both ways. */
export function differencesBetween<Checked extends CheckedInput, Result>(
  spec: FlowOfMoney<Checked, Result>,
  ours: Checked,
  theirs: Checked,
): string[] {
  const onlyOurs = without(spec.pays(ours), spec.pays(theirs));
  const onlyTheirs = without(spec.pays(theirs), spec.pays(ours));
  const differences = [
    ...(onlyTheirs.length > 0 ? [`only the run ${spec.verb} ${few(onlyTheirs)}`] : []),
    ...(onlyOurs.length > 0 ? [`only this input ${spec.verb} ${few(onlyOurs)}`] : []),
  ];
  const [ourId, theirId] = [spec.orderId(ours), spec.orderId(theirs)];
  if (ourId !== theirId) differences.push(`the run's input names order ${theirId}, this one ${ourId}`);
  if (ours.profile !== theirs.profile) differences.push(`the run's input names profile ${theirs.profile}`);
  return differences;
}

/**
 * Makes sure that a run which holds our id was asked to pay what we were asked to pay. The digest in its memo decides;
 * a run that another client started without one is compared by its first event.
 * @throws InputMismatchError
 */
export async function checkSamePayout<Checked extends CheckedInput, Result>(
  runs: Runs,
  spec: FlowOfMoney<Checked, Result>,
  workflowId: string,
  ours: Checked,
  run: KnownRun,
): Promise<void> {
  const refuse = (differences: readonly string[]): never => {
    throw new InputMismatchError(workflowId, run.runId, differences);
  };
  if (run.workflowType !== spec.flow) refuse([`the run is a ${run.workflowType}, not a ${spec.flow}`]);
  const ourDigest = digestOf(spec.identity(ours));
  if (run.memo[INPUT_DIGEST_MEMO] === ourDigest) return;

  const theirs = parse(spec.schema, await runs.firstInput(workflowId, run.runId));
  if (!theirs.ok)
    return refuse([`the run's input breaks the contract: ${describeProblems(theirs.problems)}`]);
  if (run.memo[INPUT_DIGEST_MEMO] === undefined && digestOf(spec.identity(theirs.value)) === ourDigest)
    return;
  const differences = differencesBetween(spec, ours, theirs.value);
  return refuse(differences.length > 0 ? differences : [`the digests of what each ${spec.verb} differ`]);
}
