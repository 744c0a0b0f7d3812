import { workflowInfo } from '@temporalio/workflow';
import type { Head } from '../contract/head.ts';
import type { Problem } from '../contract/problems.ts';
import { invalidInput, textMember } from './payout/admission.ts';
import { answerQuery } from './payout/lifecycle.ts';

/** What is known of a run of no flow: the head of a payout but for its flow. */
interface KnownOfNothing extends Omit<Head, 'flow'> {
  readonly problems: readonly Problem[];
}

const NAME_CHARACTERS_MAX = 100;

/**
 * Ends a run whose type is none of ours. Left alone its workflow task would fail for ever, in no list of ours, and its id
 * would lock the order. It is indexed as nothing: it is no payout.
 * @throws ApplicationFailure `InvalidInput`
 */
export function refuseUnknownType(types: readonly string[], raw: unknown): never {
  const problems = [{ field: 'workflow type', message: describe(workflowInfo().workflowType, types) }];
  const known: KnownOfNothing = {
    status: 'failed',
    profile: textMember(raw, 'profile', 'default'),
    attention: null,
    waiting: null,
    problems,
  };
  answerQuery(() => known);
  throw invalidInput(problems, known);
}

/** A name may be of any length and of any characters: it is cut between characters, and JSON shows those nobody sees. */
function describe(type: string, types: readonly string[]): string {
  const characters = Array.from(type);
  const cut = characters.length > NAME_CHARACTERS_MAX;
  const name = JSON.stringify(characters.slice(0, NAME_CHARACTERS_MAX).join(''));
  return `must be one of ${types.join(', ')}, is ${name}${cut ? ' and more' : ''}`;
}
