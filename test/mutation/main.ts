import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { readMutants } from './mutants.ts';
import { judge, page } from './page.ts';
import { survivors } from './survivors.ts';

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Judges the last run of Stryker and writes docs/mutants.md: no survivor without a reason, no score too low. */
const report: unknown = JSON.parse(await readFile(at('coverage/mutation/mutation.json'), 'utf8'));
const mutants = readMutants(report);
const problems = judge(mutants, survivors);
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
else {
  await writeFile(
    at('docs/mutants.md'),
    await format(page(mutants, survivors), { parser: 'markdown', printWidth: 120 }),
  );
}
