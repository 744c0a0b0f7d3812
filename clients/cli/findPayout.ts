import { workflowIdOf } from '../../contract/index.ts';
import { PayoutNotFoundError, type PayoutResult } from '../errors.ts';
import { moneyFlows } from '../flows.ts';
import type { Payout } from '../payout.ts';
import type { CommandContext } from './command.ts';
import { UsageError } from './command.ts';
import type { CliClient } from './io.ts';

/**
 * @param id a whole workflow id, or an order id of the profile when only one flow knows it
 * @throws UsageError no payout of that id, or two
 */
export async function findPayout(
  client: Pick<CliClient, 'payout'>,
  id: string,
  { global }: Pick<CommandContext, 'global'>,
): Promise<Payout<PayoutResult>> {
  const profile = global.profile ?? 'default';
  const ids = id.includes('/') ? [id] : moneyFlows.map((flow) => workflowIdOf(flow, profile, id));
  const payouts = ids.map((workflowId) => client.payout(workflowId));
  const known = await Promise.all(payouts.map(exists));
  const [found, ...others] = payouts.filter((_, index) => known[index]);
  if (found === undefined) throw new UsageError(new PayoutNotFoundError(ids.join(' nor ')).message);
  if (others.length > 0)
    throw new UsageError(`${id} is the order id of two payouts; say which: ${ids.join(' or ')}`);
  return found;
}

async function exists(payout: Payout<PayoutResult>): Promise<boolean> {
  try {
    await payout.describe();
    return true;
  } catch (error) {
    if (error instanceof PayoutNotFoundError) return false;
    throw error;
  }
}
