import { cells } from './cells.ts';
import { runMatrix } from './matrix.ts';
import { plantedBugs } from './plantedBugs.ts';

/** What became of one bug that was planted on purpose. */
export interface Control {
  readonly bug: string;
  /** cells that noticed it, each with what it said */
  readonly caught: readonly string[];
}

/** Plants each bug in a worker of its own and runs the cells that must notice it. */
export async function runControls(
  names: readonly string[],
  say: (line: string) => void,
): Promise<readonly Control[]> {
  const controls: Control[] = [];
  for (const bug of names) {
    const planted = plantedBugs[bug];
    if (planted === undefined)
      throw new Error(`no bug is called ${bug}: ${Object.keys(plantedBugs).join(', ')}`);
    const { patches, caughtBy, words } = planted;
    const chosen = cells.filter(({ id }) => caughtBy.test(id));
    const reports = await runMatrix({ cells: chosen, lanes: 1, patches, say, longestMs: 20_000 });
    const caught = reports.flatMap(({ id, violations }) =>
      violations.filter((violation) => words.test(violation)).map((violation) => `${id}: ${violation}`),
    );
    say(`${bug}: ${caught.length === 0 ? 'NOT CAUGHT' : 'caught'}`);
    controls.push({ bug, caught });
  }
  return controls;
}
