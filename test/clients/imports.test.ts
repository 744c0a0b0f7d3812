import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';

const index = fileURLToPath(new URL('../../clients/index.ts', import.meta.url));

/** @returns every package that a module reaches through modules of ours; imports of types alone are not loaded. */
async function packagesOf(path: string, seen = new Set<string>()): Promise<Set<string>> {
  const packages = new Set<string>();
  if (seen.has(path)) return packages;
  seen.add(path);
  const source = await readFile(path, 'utf8');
  for (const [, name = ''] of source.matchAll(/^(?:import|export|\})(?! type)[^;]*? from '([^']+)';/gm)) {
    if (!name.startsWith('.')) packages.add(name);
    else for (const found of await packagesOf(resolve(dirname(path), name), seen)) packages.add(found);
  }
  return packages;
}

it('a service that imports the client loads neither the worker nor its native part', async () => {
  const packages = [...(await packagesOf(index))].filter((name) => !name.startsWith('node:'));
  expect(packages).toContain('@temporalio/client');
  const script = `
    for (const name of ${JSON.stringify(packages)}) require(name);
    const loaded = Object.keys(require.cache).join('\\n');
    console.log(/@temporalio.(worker|core-bridge|testing)/.test(loaded));
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', script], { cwd: dirname(index) });
  expect(stdout.trim()).toBe('false');
});
