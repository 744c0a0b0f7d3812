import { allinpayWithdrawalInput, type AllinpayDetail } from '../../contract/flows/allinpayWithdrawal.ts';
import { readAdopted } from '../../rules/allinpay/adoptedDetails.ts';
import { askedDetails } from '../../rules/allinpay/askedDetails.ts';
import type { Conflict } from '../../rules/allinpay/conflict.ts';
import { changesBetween, type DetailChange } from '../../rules/allinpay/detailChanges.ts';
import { readLearnt, type LearntDetails } from '../../rules/allinpay/learntDetails.ts';
import { digestOfPart } from '../../rules/largeParts.ts';
import { notSent } from '../attempts/failures.ts';
import { partOfRunInput } from '../runInput.ts';
import type { NamesAsked } from './accountNames.ts';
import type { AllinpayDependencies } from './dependencies.ts';

/** The details of an order, as a call takes them along: as they are, or where they are too many by what tells them. */
export type DetailsSent = readonly AllinpayDetail[] | DetailsByReference;

export type DetailsByReference = {
  /** as `learntText` writes it */
  readonly learnt: string;
} & (
  | {
      /** as `digestOfPart` makes it of the details that the run was started with */
      readonly ofInput: string;
    }
  | {
      /** as `adoptedText` writes the provider's order that a person took over */
      readonly adopted: string;
    }
);

/** The details of an order after an answer; where they came by reference, what it changed of them. */
export type DetailsTold =
  { readonly details: readonly AllinpayDetail[] } | { readonly changes: readonly DetailChange[] };

/** A conflict, or that it is still the one that a person was shown. */
export type ConflictTold = Conflict | { readonly sameConflict: true };

interface Sent {
  readonly details: DetailsSent;
  /** where the details come by reference without `accounts`, which are among what was learnt */
  readonly names?: NamesAsked;
}

/** An order of ours, and what is known of it. */
export interface KnownDetails {
  readonly details: readonly AllinpayDetail[];
  readonly names?: NamesAsked;
}

/** @throws ApplicationFailure `NotSent` when the input of the run cannot be read */
export type ReadDetails = (sent: Sent) => Promise<KnownDetails>;

/** Makes what reads the details that a call is about. The input of a run is read once, as long as there is memory. */
export function readDetails({ readRunInput }: Pick<AllinpayDependencies, 'readRunInput'>): ReadDetails {
  const ofInput = partOfRunInput(readRunInput, detailsOfInput);
  return async ({ details: sent, names }) => {
    if (!isByReference(sent)) return { details: sent, ...(names === undefined ? {} : { names }) };
    const { details, accounts } = await detailsElsewhere(sent, ofInput);
    return { details, ...(names === undefined ? {} : { names: { ...names, accounts } }) };
  };
}

async function detailsElsewhere(
  sent: DetailsByReference,
  ofInput: (digest: string) => Promise<readonly AllinpayDetail[]>,
): Promise<LearntDetails> {
  const input = 'ofInput' in sent ? await ofInput(sent.ofInput) : undefined;
  try {
    return readLearnt('adopted' in sent ? readAdopted(sent.adopted) : (input ?? []), sent.learnt);
  } catch (error) {
    // Nothing has been asked or sent yet, and another worker may read it.
    throw notSent(`the details of the order cannot be read here: ${String(error)}`);
  }
}

function isByReference(details: DetailsSent): details is DetailsByReference {
  return !Array.isArray(details);
}

function detailsOfInput(input: unknown): readonly AllinpayDetail[] | undefined {
  const read = allinpayWithdrawalInput.safeParse(input);
  return read.success ? askedDetails(read.data.details) : undefined;
}

/** What the workflow is told of the details: what changed, where it handed them over by reference. */
export function detailsTold(
  sent: DetailsSent,
  before: readonly AllinpayDetail[],
  after: readonly AllinpayDetail[],
): DetailsTold {
  return isByReference(sent) ? { changes: changesBetween(before, after) } : { details: after };
}

/** @param shown digest of the conflict that a person was shown last */
export function conflictTold({ differences, theirs }: Conflict, shown: string | undefined): ConflictTold {
  const conflict = { differences, theirs };
  return shown !== undefined && digestOfPart(conflict) === shown ? { sameConflict: true } : conflict;
}
