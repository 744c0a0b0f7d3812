import type { PayoutResult } from '../../clients/errors.ts';
import type {
  AllinpayWithdrawalResult,
  Decision,
  LumpSumCorrectionResult,
  Raised,
  ReferralWithdrawalResult,
} from '../../contract/index.ts';
import { cashText } from './cashText.ts';
import { counted } from './text.ts';

/** What a decision does and with how much money, for the person who takes it. */
export function whatItDoes(
  decision: Decision,
  { reason, decisions }: Pick<Raised, 'reason' | 'decisions'>,
  result: PayoutResult,
): string {
  const nothingSent = decisions.includes('cancel');
  if ('orderId' in result) return ofAllinpay(decision, nothingSent, result);
  if ('externalOrderId' in result) return ofReferral(decision, reason, nothingSent, result);
  return ofCorrection(decision, nothingSent, result);
}

/** @returns e.g. `100.10 CNY`: what is sent when the whole order is */
export function moneyOf({ asked, adopted }: Pick<AllinpayWithdrawalResult, 'asked' | 'adopted'>): string {
  return `${adopted ?? asked} CNY`;
}

function ofAllinpay(decision: Decision, nothingSent: boolean, result: AllinpayWithdrawalResult): string {
  const all = moneyOf(result);
  const open = `${result.pending} CNY`;
  switch (decision) {
    case 'resubmit':
      return `sends ${all} again; if Allinpay has the first, it is paid twice`;
    case 'notSubmitted':
      return `closes it as cancelled: you say that ${all} never reached Allinpay and never will; Allinpay is asked once more first`;
    case 'recordOutcome':
      return `sends nothing: you say how the details end whose ${open} are open; Allinpay is asked once more first`;
    case 'adopt':
      return `sends nothing: follows the order that Allinpay has, in place of the ${result.asked} CNY that were asked for`;
    case 'abandon':
      return `sends nothing: closes it as failed, ${result.asked} CNY not paid by this payout; what Allinpay has under its id is left alone`;
    case 'accept':
      return `sends nothing: leaves ${result.settled} CNY settled and ${result.failed} CNY failed, as it was first told`;
    case 'extend':
      return `sends nothing: gives ${open} more time; Allinpay is asked on in any case`;
    case 'retry':
      return nothingSent
        ? `tries now to send ${all}, of which nothing was sent yet`
        : `asks Allinpay again now; sends nothing`;
    case 'recheck':
      return 'asks Allinpay again; sends nothing';
    case 'cancel':
      return `closes it as cancelled: ${all} are not paid, nothing was sent`;
  }
}

function ofReferral(
  decision: Decision,
  reason: Raised['reason'],
  nothingSent: boolean,
  result: ReferralWithdrawalResult,
): string {
  const { referralAccountId: account, reconciliation: sides } = result;
  const withdrawn = result.withdrawn ?? { points: 0, cash: [] };
  const bonuses = `${counted(withdrawn.points, 'point')} and cash ${cashText(withdrawn.cash)}`;
  const isCredit = reason === 'creditRefused' || reason === 'creditOverdue';
  switch (decision) {
    case 'accept':
      return isCredit
        ? `has nothing credited: you say what was credited of ${bonuses}`
        : `closes it with the difference as it is: ours ${sides?.ours.points ?? '-'} points, Feishu's ${sides?.provider?.points ?? '-'}`;
    case 'retry':
      if (isCredit) return `asks the wallet again to credit ${bonuses}; by the same key, so not twice`;
      return `asks again now${nothingSent ? ` to withdraw all bonuses of account ${account}` : ''}; by the same key, so not twice`;
    case 'recheck':
      return reason === 'reconcileBreak'
        ? 'compares both sides again; moves nothing'
        : `asks Feishu again with the same order id, which withdraws nothing twice`;
    case 'notSubmitted':
      return `closes it as cancelled: you say that nothing was withdrawn from account ${account}`;
    case 'cancel':
      return `closes it as cancelled: nothing is withdrawn from account ${account}`;
    case 'abandon':
      return 'closes it as failed; moves nothing';
    case 'resubmit':
      return `asks Feishu to withdraw all bonuses of account ${account} again`;
    case 'adopt':
    case 'recordOutcome':
    case 'extend':
      return 'moves nothing';
  }
}

function ofCorrection(
  decision: Decision,
  nothingSent: boolean,
  { records }: LumpSumCorrectionResult,
): string {
  const doubtful = records.filter(({ outcome }) => outcome === 'conflict' || outcome === 'unverified');
  const those = counted(doubtful.length, 'record');
  switch (decision) {
    case 'recheck':
      return `reads ${those} again; changes nothing`;
    case 'accept':
      return `closes it with ${those} as they are now; changes nothing`;
    case 'retry':
      return nothingSent
        ? 'tries now to send the correction, of which nothing was sent yet'
        : 'asks again now';
    case 'cancel':
      return 'closes it as cancelled: nothing is corrected';
    case 'adopt':
    case 'abandon':
    case 'resubmit':
    case 'notSubmitted':
    case 'recordOutcome':
    case 'extend':
      return 'changes nothing';
  }
}
