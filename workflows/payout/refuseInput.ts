import type { z } from 'zod';
import type { MoneyFlowContract } from '../../contract/flows/defineFlow.ts';
import type { MoneyFlow } from '../../contract/flows/names.ts';
import type { Head } from '../../contract/head.ts';
import type { Problem } from '../../contract/problems.ts';
import { WebhookNotifier } from '../webhook/notifier.ts';
import { bounded, invalidInput, textMember } from './admission.ts';
import { answerQuery } from './lifecycle.ts';
import { index } from './searchAttributes.ts';

/**
 * Ends a run that was not admitted.
 * @param rest what the flow's result says beside its head where nothing is known
 * @throws `InvalidInput` with what is known of the payout
 */
export async function refuseInput(
  flow: MoneyFlowContract<MoneyFlow, z.ZodType, z.ZodType>,
  raw: unknown,
  problems: readonly Problem[],
  rest: object,
): Promise<never> {
  const known: Head & { readonly problems: readonly Problem[] } = {
    flow: flow.type,
    status: 'failed',
    profile: textMember(raw, 'profile', 'default'),
    attention: null,
    waiting: null,
    ...rest,
    problems: bounded(problems),
  };
  answerQuery(() => known);
  index({ flow: known.flow, status: known.status, profile: known.profile, attention: [] });
  const failure = invalidInput(problems, known);
  await new WebhookNotifier(flow.type, known.profile).notifyEnd(known, 'failed', [], failure);
  throw failure;
}
