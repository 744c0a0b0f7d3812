import type { Trouble } from '../activities/tries.ts';
import { endOf, UNSERVED_AFTER } from './calls.ts';

/**
 * Makes a call of a flow that only reads, until it is answered: such a flow has nobody to call, and its pending activity
 * says what is in the way.
 */
export async function untilRead<T>(
  call: (known: Trouble | null, patience: number) => Promise<T>,
): Promise<T> {
  let known: Trouble | null = null;
  let patience = UNSERVED_AFTER;
  for (;;) {
    const ended = await endOf(() => call(known, patience), patience);
    if (ended.kind === 'answered') return ended.answer;
    if (ended.kind === 'settings' || ended.kind === 'providerDown') known = ended.kind;
    patience *= 2;
  }
}
