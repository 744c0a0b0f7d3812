import type { Head } from '../../contract/head.ts';
import type { MoneyFlow } from '../../contract/names.ts';
import type { Problem } from '../../contract/problems.ts';
import { Outcomes } from '../webhook/outcomes.ts';
import { invalidInput } from './admission.ts';
import { answerQuery } from './lifecycle.ts';
import { index } from './searchAttributes.ts';

/** Ends a run that was not admitted. @throws `InvalidInput` with what is known of the payout */
export async function refuseInput(
  flow: MoneyFlow,
  known: Head,
  problems: readonly Problem[],
): Promise<never> {
  answerQuery(() => known);
  index({ flow: known.flow, status: known.status, profile: known.profile, attention: [] });
  const failure = invalidInput(problems, known);
  await new Outcomes(flow, known.profile).tellEnd(known, 'failed', [], failure);
  throw failure;
}
