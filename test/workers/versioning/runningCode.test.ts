import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { codeDigest, FOLDERS, runningCode } from '../../../workers/versioning/runningCode.ts';

const project = fileURLToPath(new URL('../../../', import.meta.url));
const parent = join(project, '.payouts/test');
let copy: string;

beforeAll(async () => {
  await mkdir(parent, { recursive: true });
  copy = await mkdtemp(join(parent, 'code-'));
  for (const folder of FOLDERS) await cp(join(project, folder), join(copy, folder), { recursive: true });
});
afterAll(async () => {
  await rm(copy, { recursive: true, force: true });
});

/** Adds the file, and all that it imports of ours. */
async function reach(file: string, files: Set<string>): Promise<void> {
  if (files.has(file)) return;
  files.add(file);
  for (const [, path = ''] of (await readFile(file, 'utf8')).matchAll(/ from '(\.[^']+)';/g))
    await reach(join(dirname(file), path), files);
}

describe('the code that runs', () => {
  it('is named by the version of the package and a digest of its files', async () => {
    const code = await runningCode(undefined);
    expect(code.version).toMatch(/^\d+\.\d+\.\d+/);
    expect(code.build).toBe(await codeDigest(project));
    expect(code.build).toMatch(/^[0-9a-f]{16}$/);
  });

  it('is named by the build id where one is given', async () => {
    expect((await runningCode('2026-12-01.7')).build).toBe('2026-12-01.7');
  });

  it('is every folder that workers and flows import from', async () => {
    const files = new Set<string>();
    for (const start of ['workers/startWorkers.ts', 'workflows/index.ts', 'workflows/preload.ts'])
      await reach(join(project, start), files);
    const reached = [...files].map((file) => relative(project, file).split(sep)[0]);
    expect([...new Set(reached)].sort()).toEqual(FOLDERS);
  });

  it('has the same digest wherever it lies, and another when any of it changes', async () => {
    expect(await codeDigest(copy)).toBe(await codeDigest(project));
    await writeFile(join(copy, 'activities/attempts/clock.ts'), '// another');
    expect(await codeDigest(copy)).not.toBe(await codeDigest(project));
  });
});
