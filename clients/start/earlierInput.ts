import { describeProblems, INPUT_DIGEST_MEMO, orderIdIn, parse } from '../../contract/index.ts';
import { InputMismatchError } from '../errors.ts';
import type { CheckedInput, FlowOfMoney } from '../flows.ts';
import type { KnownRun, Runs } from './runs.ts';
import { digestOf } from './startRequest.ts';

const DIFFERENCES_MAX = 5;
/** Long enough to see two inputs differ in an amount; remarks are long, and people's own words. */
const SHOWN_OF_ONE = 160;
/** What an input that breaks the contract holds is of any length. */
const SHOWN_OF_ALL = 1000;

/** Whole characters: an error with half a surrogate pair cannot be handed on by a worker. */
function shortened(text: string, characters: number): string {
  const wellFormed = Array.from(text.slice(0, 2 * characters + 2).replace(/\p{Cs}/gu, '\uFFFD'));
  return wellFormed.length <= characters
    ? wellFormed.join('')
    : `${wellFormed.slice(0, characters).join('')}…`;
}

function without(these: readonly string[], those: readonly string[]): string[] {
  const left = [...those];
  return these.filter((text) => {
    const at = left.indexOf(text);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

function few(texts: readonly string[]): string {
  const more = texts.length - DIFFERENCES_MAX;
  const shown = texts
    .slice(0, DIFFERENCES_MAX)
    .map((text) => shortened(text, SHOWN_OF_ONE))
    .join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown;
}

/** Terms are few and short: both values are named. */
function differentTerms(ours: CheckedInput, theirs: CheckedInput): string[] {
  return (['approval', 'credit'] as const)
    .filter((name) => ours[name] !== theirs[name])
    .map(
      (name) => `${name} is "${String(theirs[name])}" in the run and "${String(ours[name])}" in this input`,
    );
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
  const [ourId, theirId] = [orderIdIn(spec, ours), orderIdIn(spec, theirs)];
  if (ourId !== theirId) differences.push(`the run's input names order ${theirId}, this one ${ourId}`);
  differences.push(...differentTerms(ours, theirs));
  if (ours.profile !== theirs.profile) differences.push(`the run's input names profile ${theirs.profile}`);
  return differences;
}

/**
 * Makes sure that a run which holds our id was asked to pay what we were asked to pay, by the same terms. An equal digest
 * in its memo says so at once; any other says nothing, since an older client made it of less: the run's first event
 * decides.
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
    const bounded = differences.map((text) => shortened(text, SHOWN_OF_ALL));
    throw new InputMismatchError(workflowId, run.runId, bounded);
  };
  if (run.workflowType !== spec.type) refuse([`the run is a ${run.workflowType}, not a ${spec.type}`]);
  const ourIdentity = spec.identity(ours);
  if (run.memo[INPUT_DIGEST_MEMO] === digestOf(ourIdentity)) return;

  const theirs = parse(spec.input, await runs.firstInput(workflowId, run.runId));
  if (!theirs.ok)
    return refuse([`the run's input breaks the contract: ${describeProblems(theirs.problems)}`]);
  if (spec.identity(theirs.value) === ourIdentity) return;
  const differences = differencesBetween(spec, ours, theirs.value);
  return refuse(differences.length > 0 ? differences : [`what each ${spec.verb} differs`]);
}
