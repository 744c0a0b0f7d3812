import type { FeishuClient } from '../../providers/feishu/client.ts';
import type { Clock } from '../clock.ts';
import type { FollowsEarlierRun } from '../earlierRuns.ts';
import type { HeartbeatRecorded } from '../heartbeatRecorded.ts';

/** What the activities of one profile's lump-sum payments work with. */
export interface LumpSumDependencies {
  readonly client: Pick<FeishuClient, 'lumpSumQuery' | 'lumpSumUpdate'>;
  readonly followsEarlierRun: FollowsEarlierRun;
  readonly heartbeatRecorded: HeartbeatRecorded;
  readonly clock: Clock;
  /** whether the owner is told of outcomes */
  readonly notifies?: boolean;
}
