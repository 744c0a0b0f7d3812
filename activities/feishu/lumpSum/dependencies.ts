import type { SentBy } from '../../../contract/sentBy.ts';
import type { FeishuClient } from '../../../providers/feishu/client.ts';
import type { Patience } from '../../attempts/attemptLog.ts';
import type { FollowsEarlierRun } from '../../attempts/earlierRuns.ts';
import type { HeartbeatRecorded } from '../../attempts/heartbeatRecorded.ts';
import type { ReadRunInput } from '../../runInput.ts';

/** What the activities of one profile's lump-sum payments work with. */
export interface LumpSumDependencies extends Patience {
  readonly client: Pick<FeishuClient, 'lumpSumQuery' | 'lumpSumUpdate'>;
  readonly followsEarlierRun: FollowsEarlierRun;
  readonly heartbeatRecorded: HeartbeatRecorded;
  readonly readRunInput: ReadRunInput;
  /** whether the owner is told of outcomes */
  readonly notifies?: boolean;
  /** what sends here */
  readonly sentBy?: SentBy;
}
