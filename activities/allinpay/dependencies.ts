import type { AllinpayClient } from '../../providers/allinpay/client.ts';
import type { PollPlan } from '../../providers/allinpay/pollPlan.ts';
import type { Clock } from '../clock.ts';
import type { FollowsEarlierRun } from '../earlierRuns.ts';

/** What the activities of one profile's Allinpay account work with. */
export interface AllinpayDependencies {
  readonly client: AllinpayClient;
  readonly pollPlan: PollPlan;
  readonly followsEarlierRun: FollowsEarlierRun;
  readonly clock: Clock;
  /** whether the owner is told of outcomes */
  readonly notifies?: boolean;
}
