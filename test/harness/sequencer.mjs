import Sequencer from '@jest/test-sequencer';

/** Suites of minutes. One that begins last keeps one core busy while the others have nothing left to do. */
const LONG = ['e2e', 'crash', 'load', 'simulation', 'workflows'].map((folder) => `/${folder}/`);

/** Begins with what takes long, which jest learns from earlier runs alone: a clean clone has none. */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    const isLong = ({ path }) => LONG.some((folder) => path.includes(folder));
    const sorted = super.sort(tests);
    return [...sorted.filter(isLong), ...sorted.filter((test) => !isLong(test))];
  }
}
