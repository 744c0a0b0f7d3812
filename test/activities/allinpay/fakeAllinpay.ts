import type { AllinpayDependencies } from '../../../activities/allinpay/index.ts';
import type { HeartbeatRecorded } from '../../../activities/attempts/heartbeatRecorded.ts';
import type { AllinpayClient, AllinpayLookUp } from '../../../providers/allinpay/client.ts';
import { DEFAULT_POLL_PLAN, pollPlanSchema } from '../../../providers/allinpay/pollPlan.ts';
import { failed, succeeded, type CallResult } from '../../../providers/http/outcome.ts';
import { NOT_SENT } from '../../../providers/http/verdict.ts';

/** What the fake's clock always tells. */
export const NOW = Date.parse('2026-12-01T02:00:00.000Z');

type Withdrawn = Awaited<ReturnType<AllinpayClient['withdraw']>>;

/** An Allinpay that gives the answers it was given, and keeps what happened. */
export interface FakeAllinpay {
  readonly dependencies: AllinpayDependencies;
  /** what happened, in order */
  readonly events: string[];
}

interface Answers {
  readonly recorded?: HeartbeatRecorded;
  /** default: the order is taken, with a line that waits for its transfer */
  readonly withdrawn?: Withdrawn;
  /** whether the look-up knows the order already */
  readonly known?: boolean;
  readonly looked?: () => void;
}

export function fakeAllinpay({ recorded, withdrawn, known = false, looked }: Answers = {}): FakeAllinpay {
  const events: string[] = [];
  const order = {
    orderId: 'W-1',
    lines: [{ externalCode: 'S17', arrived: '100.10', status: 'pending' as const }],
  };
  const lookedUp: CallResult<AllinpayLookUp> = succeeded(
    known ? { known, ...order } : { known, code: '3', message: 'no such order' },
  );
  return {
    events,
    dependencies: {
      client: {
        withdrawResultQuery: () => {
          events.push('look-up');
          looked?.();
          return Promise.resolve(lookedUp);
        },
        withdraw: () => {
          events.push('withdraw');
          return Promise.resolve(withdrawn ?? succeeded(order));
        },
        balanceQuery: () => Promise.reject(new Error('nobody asks for balances here')),
      },
      pollPlan: pollPlanSchema.parse(DEFAULT_POLL_PLAN),
      followsEarlierRun: () => Promise.resolve(false),
      heartbeatRecorded: (activity) => {
        events.push('is it on record?');
        return recorded?.(activity) ?? Promise.resolve(true);
      },
      readRunInput: () => Promise.reject(new Error('nobody reads the input of a run here')),
      providerDownAfter: 1_800_000,
      clock: () => NOW,
    },
  };
}

/** The connection was refused: nothing arrived. */
export const refusedConnection = failed('allinpay', 'withdraw', NOT_SENT, { what: 'not sent, ECONNREFUSED' });
