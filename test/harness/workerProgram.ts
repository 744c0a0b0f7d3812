import { copyFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { transform } from '@swc/core';
import { workflowBundle } from './prepared.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));

const folders = ['contract', 'providers', 'activities', 'workflows', 'clients', 'sandbox', 'workers'];

// The same compiler that runs the tests themselves. In a constant: the types do not know the last member yet.
const jsc = {
  target: 'es2022',
  parser: { syntax: 'typescript' },
  rewriteRelativeImportExtensions: true,
} as const;

export interface WorkerProgram {
  /** path of `main.js`, to be run by node */
  readonly main: string;
  remove(): Promise<void>;
}

/**
 * The program `payouts` as JavaScript, made of the sources as they are now: what `dist/` holds may be older, and a test
 * of an older worker proves nothing. It lies inside the project, where it finds its packages.
 */
export async function buildWorkerProgram(): Promise<WorkerProgram> {
  const parent = join(project, '.payouts/test');
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(join(parent, 'worker-'));
  for (const source of folders) await compile(join(project, source), folder);
  await copyFile(workflowBundle(), join(folder, 'workflow-bundle.js'));
  return {
    main: join(folder, 'workers/main.js'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function compile(source: string, target: string): Promise<void> {
  for (const entry of await readdir(source, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (!entry.isFile()) continue;
    const place = join(target, relative(project, file));
    await mkdir(dirname(place), { recursive: true });
    if (!file.endsWith('.ts')) {
      await cp(file, place);
      continue;
    }
    const options = { filename: file, swcrc: false, jsc, module: { type: 'es6' } } as const;
    const { code } = await transform(await readFile(file, 'utf8'), options);
    await writeFile(place.replace(/\.ts$/, '.js'), code);
  }
}
