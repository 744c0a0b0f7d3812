import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { readMutants } from './mutants.ts';
import { judge, page } from './page.ts';
import { survivors } from './survivors.ts';

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

// Judges the last run of Stryker and writes its page: no survivor without a reason, no score too low.
const report: unknown = JSON.parse(await readFile(at('coverage/mutation/mutation.json'), 'utf8'));
const mutants = readMutants(report);
const problems = judge(mutants, survivors);
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exitCode = 1;
} else {
  const filepath = at('docs/mutants.md');
  const text = page(mutants, survivors);
  await writeFile(filepath, await format(text, { ...(await resolveConfig(filepath)), filepath }));
}
