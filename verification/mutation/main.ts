import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { readMutants } from './mutants.ts';
import { judge, page, survivorsSchema } from './page.ts';

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

async function readJson(path: string): Promise<unknown> {
  return JSON.parse(await readFile(at(path), 'utf8'));
}

// Judges the last run of Stryker and writes its page: no survivor without a reason, no score too low.
const mutants = readMutants(await readJson('coverage/mutation/mutation.json'));
const survivors = survivorsSchema.parse(await readJson('verification/mutation/survivors.json'));
const problems = judge(mutants, survivors);
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exitCode = 1;
} else {
  const filepath = at('docs/mutants.md');
  const text = page(mutants, survivors);
  await writeFile(filepath, await format(text, { ...(await resolveConfig(filepath)), filepath }));
}
