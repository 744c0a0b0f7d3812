import type { Execution } from '../../clients/description.ts';
import type { PayoutOverview } from '../../clients/follow/overview.ts';
import type { Attention } from '../../contract/index.ts';

/** What came of a decision, as far as it could be seen in time. */
export type WhatCame =
  | {
      readonly state: 'closed';
      readonly execution: Execution;
      readonly status: string | undefined;
      readonly failure?: string;
    }
  /** it goes on by itself */
  | { readonly state: 'carriedOut'; readonly status: string }
  /** it was carried out, or could not be, and a person is needed again or still */
  | { readonly state: 'neededAgain'; readonly status: string; readonly attention: Attention }
  /** it is on record; nothing more was seen in time */
  | { readonly state: 'underWay' };

export interface Watching {
  readonly look: () => Promise<PayoutOverview>;
  /** whether what the decision answered is still being carried out */
  readonly isUnderWay: (overview: PayoutOverview) => boolean;
  readonly pause: () => Promise<void>;
  /** whether there is no time for another look */
  readonly isOver: () => boolean;
}

/** Looks until a decision has been carried out, or the time is over. A look that fails is made again. */
export async function whatCame({ look, isUnderWay, pause, isOver }: Watching): Promise<WhatCame> {
  for (;;) {
    const overview = await lookOrNot(look);
    if (overview !== undefined) {
      const seen = judged(overview, isUnderWay);
      if (seen.state !== 'underWay') return seen;
    }
    if (isOver()) return { state: 'underWay' };
    await pause();
  }
}

async function lookOrNot(look: () => Promise<PayoutOverview>): Promise<PayoutOverview | undefined> {
  try {
    return await look();
  } catch {
    return undefined;
  }
}

function judged(overview: PayoutOverview, isUnderWay: Watching['isUnderWay']): WhatCame {
  const { description, result, failure } = overview;
  if (description.execution !== 'open') {
    const { execution } = description;
    const status = result?.status ?? description.status;
    return {
      state: 'closed',
      execution,
      status,
      ...(failure === undefined ? {} : { failure: failure.message }),
    };
  }
  if (result === undefined || isUnderWay(overview)) return { state: 'underWay' };
  const { status, attention } = result;
  if (attention === null) return { state: 'carriedOut', status };
  // A reason that offers nothing stays in sight while something is tried again.
  const isOffered = [attention, ...attention.also].some(({ decisions }) => decisions.length > 0);
  return isOffered ? { state: 'neededAgain', status, attention } : { state: 'underWay' };
}
