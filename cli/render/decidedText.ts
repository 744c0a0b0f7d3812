import type { Recorded } from '../../contract/index.ts';
import { printable } from './text.ts';
import type { WhatCame } from './whatCame.ts';

/** A decision that was taken, and what came of it. */
export function decidedText(
  workflowId: string,
  { recorded, at, settleBy }: Recorded & { readonly settleBy?: string },
  came?: WhatCame,
): string {
  const until = settleBy === undefined ? '' : `, to settle by ${settleBy}`;
  const taken = `${recorded} recorded for ${workflowId} at ${at}${until}`;
  return came === undefined ? taken : `${taken}\n${cameText(workflowId, came)}`;
}

function cameText(workflowId: string, came: WhatCame): string {
  switch (came.state) {
    case 'closed': {
      const why = came.failure === undefined ? '' : `: ${printable(came.failure)}`;
      return `Carried out: it is ${came.status ?? 'closed'} now (${came.execution})${why}`;
    }
    case 'carriedOut':
      return `Carried out: it is ${came.status} now and goes on by itself.`;
    case 'neededAgain': {
      const { reason, since, message } = came.attention;
      return [
        `It is ${came.status} now, and a person is needed since ${since} (${reason}): ${printable(message)}`,
        `What can be decided: payouts resolve ${workflowId}`,
      ].join('\n');
    }
    case 'underWay':
      return `It is being carried out. To see what comes of it: payouts show ${workflowId}`;
  }
}
