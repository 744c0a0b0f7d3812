import type { z } from 'zod';
import { PayoutNotFoundError, type PayoutResult } from '../../../clients/errors.ts';
import type { PayoutHandle } from '../../../clients/handle.ts';
import { moneyFlows, parse, workflowIdOf, type Problem } from '../../../contract/index.ts';
import { profileSchema } from '../../../contract/input.ts';
import { UsageError, type CommandContext } from '../../command.ts';
import type { CliClient } from '../../io.ts';

/**
 * @returns the workflow ids that a person may mean: a whole one, or those that an order id of the profile yields
 * @throws UsageError
 */
export function idsMeant(id: string, { global }: Pick<CommandContext, 'global'>): string[] {
  const problems = [
    ...(global.profile === undefined ? [] : problemsOf('--profile', profileSchema, global.profile)),
    ...(id === '' ? [{ field: 'id', message: 'must not be empty' }] : []),
  ];
  if (problems.length > 0) throw new UsageError('Nothing was asked:', problems);
  const profile = global.profile ?? 'default';
  return id.includes('/') ? [id] : moneyFlows.map((flow) => workflowIdOf(flow, profile, id));
}

/**
 * @param id a whole workflow id, or an order id of the profile when only one flow knows it
 * @throws UsageError no payout of that id, or two
 */
export async function findPayout(
  client: Pick<CliClient, 'payout'>,
  id: string,
  context: Pick<CommandContext, 'global'>,
): Promise<PayoutHandle<PayoutResult>> {
  const found = await findIfKnown(client, id, context);
  if (found === undefined)
    throw new UsageError(new PayoutNotFoundError(idsMeant(id, context).join(' nor ')).message);
  return found;
}

/** @returns undefined where the server knows none. @throws UsageError it knows two */
export async function findIfKnown(
  client: Pick<CliClient, 'payout'>,
  id: string,
  context: Pick<CommandContext, 'global'>,
): Promise<PayoutHandle<PayoutResult> | undefined> {
  const ids = idsMeant(id, context);
  const payouts = ids.map((workflowId) => client.payout(workflowId));
  const known = await Promise.all(payouts.map(exists));
  const [found, ...others] = payouts.filter((_, index) => known[index]);
  // A question may run under any id.
  if (found === undefined && !id.includes('/')) {
    const whole = client.payout(id);
    return (await exists(whole)) ? whole : undefined;
  }
  if (others.length > 0)
    throw new UsageError(`${id} is the order id of two payouts; say which: ${ids.join(' or ')}`);
  return found;
}

async function exists(payout: PayoutHandle<PayoutResult>): Promise<boolean> {
  try {
    await payout.describe();
    return true;
  } catch (error) {
    if (error instanceof PayoutNotFoundError) return false;
    throw error;
  }
}

function problemsOf(field: string, schema: z.ZodType, value: string): Problem[] {
  const parsed = parse(schema, value);
  return parsed.ok ? [] : parsed.problems.map(({ message }) => ({ field, message }));
}
