import type { Call, MatrixFlow } from './calls.ts';
import { cells } from './cells.ts';
import type { Fault } from './faults.ts';

/**
 * What becomes of each cell: `story → status (times paid)`. A story names what the payout asked a person for and what
 * they decided; `found` is no decision, the order turned up. A cell that is not listed becomes what an undisturbed payout
 * becomes, without anybody.
 */
const undisturbed: Readonly<Record<MatrixFlow, string>> = {
  referralWithdrawal: 'reconciled (1)',
  lumpSumCorrection: 'corrected (1)',
  allinpayWithdrawal: 'settled (1)',
};

/** Nobody can know whether it was sent, the provider does not have it, and a person has it sent. */
const RESUBMITTED = 'outcomeUnknown: resubmit → settled (1)';
/** Nobody could know whether it was sent; it was, and turned up by itself. */
const TURNED_UP = 'outcomeUnknown: found → settled (1)';

/** Nobody can know whether it was sent, and the record reads as before: it is never sent again by itself. */
const LEFT_AS_IT_IS = 'conflict: accept → partiallyCorrected (0)';

/** A cancel request is heeded where nothing was sent. */
const CANCELLED = 'cancelled (0)';

/** Of several, which one it becomes is a race that neither side can decide. */
type Exceptions = Readonly<Partial<Record<Fault, string | readonly string[]>>>;

const exceptions: Readonly<Partial<Record<`${MatrixFlow}/${string}`, Exceptions>>> = {
  'referralWithdrawal/withdraw': {
    // The account is closed after the points had left it; it is opened again, and the call repeated.
    refusedAfterLoss: 'outcomeUnknown: recheck → reconciled (1)',
  },
  'referralWithdrawal/credit': {
    refusedAfterLoss: 'creditRefused: retry → reconciled (1)',
  },
  'lumpSumCorrection/token': {
    // A run that follows one that was terminated only reads, and so does a second try.
    startedAgain: LEFT_AS_IT_IS,
    optionsChanged: LEFT_AS_IT_IS,
    // What the call that was ended by hand left is not known, and a record that reads as before proves nothing.
    failedByHand: LEFT_AS_IT_IS,
    completedByHand: LEFT_AS_IT_IS,
  },
  'lumpSumCorrection/reading': {
    startedAgain: LEFT_AS_IT_IS,
    optionsChanged: LEFT_AS_IT_IS,
    failedByHand: LEFT_AS_IT_IS,
    completedByHand: LEFT_AS_IT_IS,
  },
  'lumpSumCorrection/ready': {
    cancelRequested: CANCELLED,
  },
  'lumpSumCorrection/update': {
    // The first send did not arrive, as the record shows; the second was refused.
    refusedAfterLoss: 'rejected (0)',
  },
  'allinpayWithdrawal/balance': {
    // A run that follows one that was terminated only looks.
    startedAgain: RESUBMITTED,
    cancelRequested: CANCELLED,
  },
  'allinpayWithdrawal/ready': {
    cancelRequested: CANCELLED,
  },
  'allinpayWithdrawal/lookUp': {
    // It finds no record of what it is about to send: a call that is over has none. Nobody hears that from it.
    failedByHand: RESUBMITTED,
    completedByHand: RESUBMITTED,
    // A second try never sends, and nobody asks it what the first one left.
    optionsChanged: RESUBMITTED,
    optionsChangedAgain: RESUBMITTED,
    // The terminated run's activity finds no record of what it is about to send: a run that is over has none.
    startedAgain: RESUBMITTED,
    lookUpLags: TURNED_UP,
  },
  'allinpayWithdrawal/withdraw': {
    // The send is on record, and nothing else tells whether it left.
    killedBeforeSend: RESUBMITTED,
    serverError: RESUBMITTED,
    optionsChanged: TURNED_UP,
    optionsChangedAgain: TURNED_UP,
    failedByHand: TURNED_UP,
    completedByHand: TURNED_UP,
    processedLate: TURNED_UP,
    resetAfterLoss: TURNED_UP,
    lookUpLags: TURNED_UP,
    refusedAfterLoss: 'outcomeUnknown: resubmit → outcomeUnknown: notSubmitted → cancelled (0)',
  },
};

const keyOf = ({ flow, name }: Call): `${MatrixFlow}/${string}` => `${flow}/${name}`;

export function expected(call: Call, fault: Fault): readonly string[] {
  return [exceptions[keyOf(call)]?.[fault] ?? undisturbed[call.flow]].flat();
}

/** Expectations of cells that there are not: a call was renamed, or a fault was found to mean nothing. */
export function unusedExpectations(): readonly string[] {
  const known = new Set(cells.map(({ id }) => id));
  return Object.entries(exceptions).flatMap(([call, faults]) =>
    Object.keys(faults ?? {})
      .map((fault) => `${call}/${fault}`)
      .filter((id) => !known.has(id)),
  );
}
