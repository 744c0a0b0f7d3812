import { cancellationSignal } from '@temporalio/activity';
import type { AllinpayDetail } from '../../contract/flows/allinpayWithdrawal.ts';
import type { CallFailure } from '../../providers/http/outcome.ts';
import type { Conflict } from '../../rules/allinpay/conflict.ts';
import type { Contradiction } from '../../rules/allinpay/contradictions.ts';
import { matchDetails } from '../../rules/allinpay/matchDetails.ts';
import { unnamedOrder } from '../../rules/allinpay/unnamedOrder.ts';
import { askForNames, NAMES_NOT_ASKED, type NamesAsked } from './accountNames.ts';
import type { AllinpayDependencies } from './dependencies.ts';
import type { KnownDetails } from './orderDetails.ts';

/** What a look-up says of our order. */
export type LookUp =
  | {
      readonly kind: 'found';
      readonly details: readonly AllinpayDetail[];
      /** how many details this answer leaves pending because it does not tell them from others */
      readonly untold: number;
      /** what this answer says otherwise than one before, which stays */
      readonly contradictions: readonly Contradiction[];
      /** left out where nothing new was learnt of them */
      readonly names?: NamesAsked;
    }
  | ({ readonly kind: 'conflict'; readonly names?: NamesAsked } & Conflict)
  | { readonly kind: 'notKnown'; readonly code: string; readonly message: string }
  /** code 0 without any line: it says neither that the provider has the order nor that it has not */
  | { readonly kind: 'noLines' }
  /** no answer, or one that says nothing of the order */
  | { readonly kind: 'nothing'; readonly failure: CallFailure };

interface Question extends KnownDetails {
  readonly orderId: string;
  /** our run has sent nothing: an order of which a line names no account of ours is another's */
  readonly mustBeNamed?: boolean;
}

/** Asks the provider for an order and holds its answer against our details. Changes nothing. */
export async function lookUp(
  dependencies: AllinpayDependencies,
  { orderId, details, names: before = NAMES_NOT_ASKED, mustBeNamed = false }: Question,
): Promise<LookUp> {
  const { client } = dependencies;
  const result = await client.withdrawResultQuery(orderId, { signal: cancellationSignal() });
  if (!result.ok) return { kind: 'nothing', failure: result.failure };
  if (!result.value.known)
    return { kind: 'notKnown', code: result.value.code, message: result.value.message };
  const { lines } = result.value;
  if (lines.length === 0) return { kind: 'noLines' };
  const names = await askForNames(dependencies, details, lines, before);
  const learnt = names === before ? {} : { names };
  const another = mustBeNamed ? unnamedOrder(details, lines, names.accounts) : undefined;
  if (another !== undefined) return { kind: 'conflict', ...another, ...learnt };
  const match = matchDetails(details, lines, names.accounts);
  return match.kind === 'ours' ? { ...match, kind: 'found', ...learnt } : { ...match, ...learnt };
}

/** The names that a look-up learnt, as a member of an answer. */
export function learnt(look: LookUp): { readonly names?: NamesAsked } {
  return 'names' in look ? { names: look.names } : {};
}
