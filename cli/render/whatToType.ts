import type { PayoutResult } from '../../clients/errors.ts';
import type { Attention, Decision, Raised } from '../../contract/index.ts';
import { whatItDoes } from './whatItDoes.ts';

/** One thing that a person can decide now. */
export interface Choice {
  readonly decision: Decision | 'approve' | 'reject' | 'confirmCredit';
  /** to be copied as it stands, but for what is in capitals */
  readonly command: string;
  /** what comes of it, and with how much money */
  readonly does: string;
}

/** What a reason lets a person decide: the one that lets money leave again stands last. */
export interface Offered {
  readonly raised: Raised;
  readonly choices: readonly Choice[];
}

/** Every reason that a person is needed for, the gravest first. */
export function raisedIn(attention: Attention | null): readonly Raised[] {
  return attention === null ? [] : [attention, ...attention.also];
}

export function offeredIn(workflowId: string, result: PayoutResult): Offered[] {
  return raisedIn(result.attention).map((raised) => ({
    raised,
    choices: safeFirst(raised.decisions).map((decision) => ({
      decision,
      command: commandFor(decision, workflowId, raised),
      does: whatItDoes(decision, raised, result),
    })),
  }));
}

/** The same as `--json` prints it. */
export function offersOf(
  workflowId: string,
  result: PayoutResult | undefined,
): readonly (Pick<Raised, 'reason' | 'since' | 'offer' | 'message'> & Pick<Offered, 'choices'>)[] {
  if (result === undefined) return [];
  return offeredIn(workflowId, result).map(({ raised: { reason, since, offer, message }, choices }) => ({
    reason,
    since,
    offer,
    message,
    choices,
  }));
}

function safeFirst(decisions: readonly Decision[]): Decision[] {
  return decisions.toSorted((a, b) => Number(a === 'resubmit') - Number(b === 'resubmit'));
}

/** Ids hold nothing that a shell reads (contract: order ids), so a command can be copied as it stands. */
function commandFor(decision: Decision, workflowId: string, { reason, offer }: Raised): string {
  const resolve = `payouts resolve ${workflowId} ${decision} --offer ${offer}`;
  switch (decision) {
    case 'cancel':
      return `payouts cancel ${workflowId} --by NAME`;
    case 'extend':
      return `${resolve} --settle-by INSTANT --by NAME`;
    case 'accept': {
      const credited = reason === 'creditRefused' || reason === 'creditOverdue';
      const figures = credited ? ' --points N --cash CNY:0.00 --reference TEXT' : '';
      return `${resolve}${figures} --by NAME --note WHY`;
    }
    case 'recordOutcome':
      return `${resolve} --detail externalCode=CODE:settled --by NAME --note WHY`;
    case 'adopt':
    case 'abandon':
    case 'resubmit':
    case 'notSubmitted':
      return `${resolve} --by NAME --note WHY`;
    case 'recheck':
    case 'retry':
      return `${resolve} --by NAME`;
  }
}

/** What a person can do where nothing is raised, and all the same it is them who are waited for. */
export function otherChoices(
  workflowId: string,
  status: string,
  result: PayoutResult | undefined,
): readonly Choice[] {
  switch (status) {
    case 'awaitingApproval': {
      const offer = result?.waiting?.offer;
      const rest = `${workflowId}${offer === undefined ? '' : ` --offer ${offer}`} --by NAME`;
      const money = result !== undefined && 'orderId' in result ? ` of ${result.asked} CNY` : '';
      return [
        { decision: 'approve', command: `payouts approve ${rest}`, does: `lets the payout${money} go on` },
        {
          decision: 'reject',
          command: `payouts reject ${rest}`,
          does: 'closes it as refused; sends nothing',
        },
      ];
    }
    case 'crediting':
      return [
        {
          decision: 'confirmCredit',
          command: `payouts confirm-credit ${workflowId} --points N --cash CNY:0.00 --reference TEXT --by NAME`,
          does: 'takes down what was credited; that is what is compared',
        },
      ];
    default:
      return [];
  }
}

/** @returns what a person can do now to help the payout on; empty when nobody is needed. */
export function choicesOf(
  workflowId: string,
  status: string,
  result: PayoutResult | undefined,
): readonly Choice[] {
  return result !== undefined && result.attention !== null
    ? offeredIn(workflowId, result).flatMap(({ choices }) => choices)
    : otherChoices(workflowId, status, result);
}

/** The same as commands alone, one a line. */
export function whatToType(workflowId: string, status: string, result: PayoutResult | undefined): string[] {
  return choicesOf(workflowId, status, result).map(({ command }) => command);
}
