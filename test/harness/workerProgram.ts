import { copyFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { transform } from '@swc/core';
import { workflowBundleOf } from '../../scripts/workflowBundle.ts';
import { workflowBundle } from './prepared.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));

/** What workflow code is made of; it knows activities by their types alone. */
const bundled = /^(?:workflows|contract)\//;

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

/** A change to a source file, made in the copy only: a bug planted on purpose, or the next version of a flow. */
export interface Patch {
  /** from the project's top: `workflows/allinpay/submit.ts` */
  readonly file: string;
  /** stands there exactly once */
  readonly find: string;
  readonly replace: string;
}

export interface ProgramOptions {
  readonly patches?: readonly Patch[];
  /** folders beside the product's: `test/simulation` */
  readonly also?: readonly string[];
}

/**
 * The program `payouts` as JavaScript, made of the sources as they are now: what `dist/` holds may be older, and a test
 * of an older worker proves nothing. It lies inside the project, where it finds its packages.
 * @throws where a patch does not fit its file: a planted bug that is not there proves nothing either
 */
export async function buildWorkerProgram({
  patches = [],
  also = [],
}: ProgramOptions = {}): Promise<WorkerProgram> {
  const parent = join(project, '.payouts/test');
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(join(parent, 'worker-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const left = new Set(patches);
    for (const source of [...folders, ...also]) await compile(join(project, source), folder, left);
    const [missed] = left;
    if (missed !== undefined) throw new Error(`there is no ${missed.file} to patch`);
    await putBundle(folder, patches);
    return { main: join(folder, 'workers/main.js'), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function putBundle(folder: string, patches: readonly Patch[]): Promise<void> {
  const path = join(folder, 'workflow-bundle.js');
  if (!patches.some(({ file }) => bundled.test(file))) {
    await copyFile(workflowBundle(), path);
    return;
  }
  await writeFile(path, await workflowBundleOf(join(folder, 'workflows'), '.js'));
}

async function compile(source: string, target: string, patches: Set<Patch>): Promise<void> {
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
    const text = patched(await readFile(file, 'utf8'), relative(project, file), patches);
    const { code } = await transform(text, options);
    await writeFile(place.replace(/\.ts$/, '.js'), code);
  }
}

function patched(text: string, file: string, patches: Set<Patch>): string {
  let result = text;
  for (const patch of patches) {
    if (patch.file !== file) continue;
    const parts = result.split(patch.find);
    if (parts.length !== 2) {
      throw new Error(`${file} has ${parts.length - 1} times, not once: ${patch.find}`);
    }
    result = parts.join(patch.replace);
    patches.delete(patch);
  }
  return result;
}
