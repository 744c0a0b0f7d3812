import type { DetailsSent, NamesAsked } from '../../activities/allinpay/index.ts';
import type { AllinpayDetail } from '../../contract/flows/allinpayWithdrawal.ts';
import { adoptedText } from '../../rules/allinpay/adoptedDetails.ts';
import { learntText } from '../../rules/allinpay/learntDetails.ts';
import { digestOfPart, isLargePart } from '../../rules/largeParts.ts';

/** What a call takes along of the details of an order. */
export interface HandedOver {
  readonly details: DetailsSent;
  readonly names?: NamesAsked;
}

/**
 * How the details of an order are handed to activities: few as they are, many by what the activity finds elsewhere and a
 * short piece a detail of what was learnt, so that nothing large stands in the history once for every call.
 */
export class Handover {
  #elsewhere: { readonly ofInput: string } | { readonly adopted: string } | undefined;

  /** @param asked the details as the run was started with them */
  constructor(asked: readonly AllinpayDetail[]) {
    if (isLargePart(asked)) this.#elsewhere = { ofInput: digestOfPart(asked) };
  }

  /** From now on the order is one that no input holds. */
  adopt(theirs: readonly AllinpayDetail[]): void {
    this.#elsewhere = isLargePart(theirs) ? { adopted: adoptedText(theirs) } : undefined;
  }

  of(details: readonly AllinpayDetail[], names: NamesAsked | undefined): HandedOver {
    if (this.#elsewhere === undefined) return { details, ...(names === undefined ? {} : { names }) };
    const learnt = learntText(details, names?.accounts ?? []);
    return {
      details: { ...this.#elsewhere, learnt },
      ...(names === undefined ? {} : { names: { ...names, accounts: [] } }),
    };
  }
}
