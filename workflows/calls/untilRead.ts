import { sleep } from '@temporalio/workflow';
import { reportedWith, type ReportedOutages } from '../../rules/outage.ts';
import { callOutcome, UNSERVED_AFTER } from './proxies.ts';

const ONE_DAY = 24 * 3600_000;

/**
 * Makes a call of a flow that only reads, until it is answered: such a flow has nobody to call, and its pending activity
 * says what is in the way.
 */
export async function untilRead<T>(
  call: (known: ReportedOutages, scheduleToStart: number) => Promise<T>,
): Promise<T> {
  let known: ReportedOutages = null;
  let scheduleToStart = UNSERVED_AFTER;
  for (;;) {
    const ended = await callOutcome(() => call(known, scheduleToStart), scheduleToStart);
    if (ended.kind === 'answered') return ended.answer;
    if (ended.kind === 'settings' || ended.kind === 'providerDown') known = reportedWith(known, ended.kind);
    scheduleToStart = Math.min(scheduleToStart * 2, ONE_DAY);
    // A call that was ended by hand comes back at once, and is not to be made again at once for ever.
    if (ended.kind === 'unknown' || ended.kind === 'notSent') await sleep('1m');
  }
}
