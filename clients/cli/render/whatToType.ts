import type { Attention, Decision } from '../../../contract/index.ts';
import type { PayoutResult } from '../../errors.ts';

/** Ids hold nothing that a shell reads (contract: order ids), so a command can be copied as it stands. */
function commandFor(decision: Decision, workflowId: string, attention: Attention): string {
  switch (decision) {
    case 'cancel':
      return `payouts cancel ${workflowId} --by NAME`;
    case 'extend':
      return `payouts resolve ${workflowId} extend --settle-by INSTANT --by NAME`;
    case 'accept': {
      const credited = attention.reason === 'creditRefused' || attention.reason === 'creditOverdue';
      const figures = credited ? ' --points N --cash CNY:0.00 --reference TEXT' : '';
      return `payouts resolve ${workflowId} accept${figures} --by NAME`;
    }
    case 'recordOutcome':
      return `payouts resolve ${workflowId} recordOutcome --detail externalCode=CODE:settled --by NAME --note WHY`;
    case 'adopt':
    case 'abandon':
    case 'resubmit':
    case 'notSubmitted':
    case 'recheck':
    case 'retry':
      return `payouts resolve ${workflowId} ${decision} --by NAME`;
  }
}

/** @returns what a person can type now to help the payout on, one command a line; empty when nobody is needed. */
export function whatToType(workflowId: string, status: string, result: PayoutResult | undefined): string[] {
  const attention = result?.attention ?? null;
  if (attention !== null) {
    return attention.decisions.map((decision) => commandFor(decision, workflowId, attention));
  }
  switch (status) {
    case 'awaitingApproval':
      return [`payouts approve ${workflowId} --by NAME`, `payouts reject ${workflowId} --by NAME`];
    case 'crediting':
      return [`payouts confirm-credit ${workflowId} --points N --cash CNY:0.00 --reference TEXT --by NAME`];
    default:
      return [];
  }
}
