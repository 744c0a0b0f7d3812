import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Runs of each; taken in turns, so that all have the same machine. */
const RUNS = 9;

const main = fileURLToPath(new URL('../../cli/main.js', import.meta.url));
const id = process.argv[2];

const commands = [
  ['-e', '0'],
  [main, '--version'],
  [main, '--help'],
  ...(id === undefined ? [] : [[main, 'show', id]]),
].map((words) => ({ words, taken: [] as number[] }));

for (let run = 0; run < RUNS; run += 1) {
  for (const { words, taken } of commands) taken.push(msOf(words));
}
for (const { words, taken } of commands) {
  const median = taken.sort((a, b) => a - b)[(RUNS - 1) / 2] ?? NaN;
  process.stdout.write(
    `${['node', ...words].join(' ').replace(main, 'payouts').padEnd(40)} ${median.toFixed(0)} ms\n`,
  );
}

function msOf(words: readonly string[]): number {
  const begun = performance.now();
  const { error } = spawnSync(process.execPath, words, { stdio: 'ignore' });
  if (error !== undefined) throw error;
  return performance.now() - begun;
}
