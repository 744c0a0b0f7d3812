import type { Coverage } from './coverage.ts';
import type { Random } from './random.ts';
import type { Timeline } from './timeline.ts';
import type { Trace } from './trace.ts';

/** What everything in one seed shares. */
export interface World {
  readonly timeline: Timeline;
  readonly random: Random;
  readonly trace: Trace;
  readonly coverage: Coverage;
  /** Whether faults may still happen; later everything works, so that every payout can end. */
  stormy: boolean;
}
