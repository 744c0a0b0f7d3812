import { activityInfo } from '@temporalio/activity';

/**
 * Whether no earlier try of this very activity can have reached a provider. The number of the attempt does not say it:
 * `temporal activity reset` and `unpause` set it back to 1, and can drop the heartbeat details with it. When the try
 * was scheduled they cannot set back.
 */
export function isFirstTry(): boolean {
  const { attempt, heartbeatDetails, scheduledTimestampMs, currentAttemptScheduledTimestampMs } =
    activityInfo();
  return (
    attempt === 1 &&
    heartbeatDetails === undefined &&
    currentAttemptScheduledTimestampMs <= scheduledTimestampMs
  );
}
