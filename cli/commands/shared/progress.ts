import type { Progress } from '../../../clients/follow/runPayouts.ts';
import type { BarFigures } from '../../liveBar.ts';

/** How a run of payouts is shown on a bar. */
export function progressFigures({ total, completed, failed, needPerson }: Progress): BarFigures {
  return {
    done: completed + failed + needPerson,
    total,
    words: `done ${completed} · failed ${failed} · need a person ${needPerson}`,
  };
}
