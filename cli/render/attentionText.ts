import type { PayoutOverview } from '../../clients/follow/overview.ts';
import { printable } from './text.ts';
import { offeredIn, type Choice } from './whatToType.ts';

/** Every reason for which a person is needed, each with what can be decided and what comes of it. */
export function attentionLines(
  { description, result }: Pick<PayoutOverview, 'description' | 'result'>,
  others: readonly Choice[],
): string[] {
  if (result !== undefined && result.attention !== null) {
    return offeredIn(description.workflowId, result).flatMap(({ raised, choices }) => [
      '',
      `Needs a person since ${raised.since} (${raised.reason}): ${printable(raised.message)}`,
      ...(choices.length === 0 ? ['    nothing can be decided now'] : choices.flatMap(choiceLines)),
    ]);
  }
  if (description.execution !== 'open') return [];
  if (!description.needsAttention && others.length === 0) return [];
  return ['', 'Needs a person.', ...others.flatMap(choiceLines)];
}

function choiceLines({ decision, command, does }: Choice): string[] {
  return [`    ${decision}: ${printable(does)}`, `        ${command}`];
}
