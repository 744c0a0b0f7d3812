import { activityInfo } from '@temporalio/activity';

/**
 * Whether no earlier try of this very activity can have reached a provider. The number of the attempt does not say it:
 * `temporal activity reset` and `unpause` set it back to 1, and can drop the heartbeat details with it. When the try
 * was scheduled they cannot set back.
 */
export function isFirstTry(): boolean {
  const info = activityInfo();
  const left: unknown = info.heartbeatDetails;
  return (
    info.attempt === 1 &&
    left === undefined &&
    info.currentAttemptScheduledTimestampMs <= info.scheduledTimestampMs
  );
}
