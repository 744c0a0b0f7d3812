import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { codeDigest, runningCode } from '../../../workers/versioning/runningCode.ts';

const project = fileURLToPath(new URL('../../../', import.meta.url));
const parent = join(project, '.payouts/test');
let copy: string;

beforeAll(async () => {
  await mkdir(parent, { recursive: true });
  copy = await mkdtemp(join(parent, 'code-'));
  for (const folder of ['activities', 'contract', 'providers', 'workers', 'workflows'])
    await cp(join(project, folder), join(copy, folder), { recursive: true });
});
afterAll(async () => {
  await rm(copy, { recursive: true, force: true });
});

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

  it('has the same digest wherever it lies, and another when any of it changes', async () => {
    expect(await codeDigest(copy)).toBe(await codeDigest(project));
    await writeFile(join(copy, 'activities/attempts/clock.ts'), '// another');
    expect(await codeDigest(copy)).not.toBe(await codeDigest(project));
  });
});
