import { proxyActivities } from '@temporalio/workflow';
import { callOutcome, type CallOutcome } from '../../../workflows/calls/proxies.ts';
import type { StubActivities } from './activities.ts';

/** ms in the queue; longer than the first try and the pause before the second take */
const PATIENCE = 4000;

/** A call made once, as the one that sends is, with time-outs that a test can wait for. */
export function oneCall(leaveWord: boolean, patience = PATIENCE): Promise<CallOutcome<string>> {
  const { hang } = proxyActivities<StubActivities>({
    startToCloseTimeout: '1s',
    heartbeatTimeout: '1s',
    scheduleToStartTimeout: patience,
    // Long enough for the options to be changed before the second try.
    retry: { maximumAttempts: 1, initialInterval: '1s' },
  });
  return callOutcome(() => hang(leaveWord), patience);
}

/** What the first try left for the second. */
export function wordsLeft(): Promise<unknown> {
  const { leaveWords } = proxyActivities<StubActivities>({
    startToCloseTimeout: '60s',
    heartbeatTimeout: '60s',
    retry: { initialInterval: '10ms' },
  });
  return leaveWords();
}
