import type { SentBy } from '../../contract/sentBy.ts';
import type { AllinpayClient } from '../../providers/allinpay/client.ts';
import type { PollPlan } from '../../providers/allinpay/pollPlan.ts';
import type { Patience } from '../attempts/attemptLog.ts';
import type { FollowsEarlierRun } from '../attempts/earlierRuns.ts';
import type { HeartbeatRecorded } from '../attempts/heartbeatRecorded.ts';
import type { ReadRunInput } from '../runInput.ts';

/** What the activities of one profile's Allinpay account work with. */
export interface AllinpayDependencies extends Patience {
  readonly client: AllinpayClient;
  readonly pollPlan: PollPlan;
  readonly followsEarlierRun: FollowsEarlierRun;
  readonly heartbeatRecorded: HeartbeatRecorded;
  readonly readRunInput: ReadRunInput;
  /** whether the owner is told of outcomes */
  readonly notifies?: boolean;
  /** what sends here */
  readonly sentBy?: SentBy;
}
