import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from '@swc/core';
import { workflowBundleOf } from '../../scripts/workflowBundle.ts';
import { program } from './prepared.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));

/** Inside the project, where programs find their packages. */
const parent = join(project, '.payouts/test');

/** What workflow code is made of; it knows activities by their types alone. */
const bundled = /^(?:workflows|contract|rules)\//;

const folders = [
  'contract',
  'providers',
  'activities',
  'rules',
  'workflows',
  'clients',
  'cli',
  'local',
  'sandbox',
  'workers',
  'verification/growth',
  'verification/simulation',
];

// The same compiler that runs the tests themselves. In a constant: the types do not know the last member yet.
const jsc = {
  target: 'es2022',
  parser: { syntax: 'typescript' },
  rewriteRelativeImportExtensions: true,
} as const;

export interface WorkerProgram {
  /** its folder, laid out as the sources are; `workflow-bundle.js` at its top */
  readonly top: string;
  /** path of `main.js`, to be run by node */
  readonly main: string;
  remove(): Promise<void>;
}

/** A change to a source file, made in the copy only: a bug planted on purpose, or the next version of a flow. */
export interface Patch {
  /** from the project's top: `workflows/allinpayWithdrawal/submit.ts` */
  readonly file: string;
  /** stands there exactly once */
  readonly find: string;
  readonly replace: string;
}

/**
 * Compiles the sources as they are now, with their workflow bundle, for this process and its children to find: what
 * `dist/` holds may be older, and a test of an older worker proves nothing.
 */
export async function prepareProgram(): Promise<void> {
  const folder = await newFolder();
  const compileAll = async (): Promise<void> => {
    for (const source of folders) await compile(source, folder);
  };
  const [bundle] = await Promise.all([workflowBundleOf(join(project, 'workflows'), '.ts'), compileAll()]);
  await writeFile(join(folder, 'workflow-bundle.js'), bundle);
  process.env['TEST_PROGRAM'] = folder;
}

export function removeProgram(): Promise<void> {
  return rm(program(), { recursive: true, force: true });
}

/**
 * The program `payouts` as JavaScript: the prepared one, or a copy of it with patches.
 * @throws where a patch does not fit its file: a planted bug that is not there proves nothing either
 */
export async function buildWorkerProgram(patches: readonly Patch[] = []): Promise<WorkerProgram> {
  if (patches.length === 0) return programIn(program(), () => Promise.resolve());
  const texts = await patchedTexts(patches);
  const folder = await newFolder();
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    await cp(program(), folder, { recursive: true });
    for (const [file, text] of texts) await put(folder, file, text);
    if (patches.some(({ file }) => bundled.test(file))) {
      const bundle = await workflowBundleOf(join(folder, 'workflows'), '.js');
      await writeFile(join(folder, 'workflow-bundle.js'), bundle);
    }
    return programIn(folder, remove);
  } catch (error) {
    await remove();
    throw error;
  }
}

function programIn(top: string, remove: () => Promise<void>): WorkerProgram {
  return { top, main: join(top, 'cli/main.js'), remove };
}

async function newFolder(): Promise<string> {
  await mkdir(parent, { recursive: true });
  return mkdtemp(join(parent, 'program-'));
}

async function compile(source: string, folder: string): Promise<void> {
  for (const entry of await readdir(join(project, source), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const file = relative(project, path);
    if (file.endsWith('.ts')) await put(folder, file, await readFile(path, 'utf8'));
    else await cp(path, join(folder, file));
  }
}

/** Writes a module of the sources as JavaScript. */
async function put(folder: string, file: string, text: string): Promise<void> {
  const options = { filename: join(project, file), swcrc: false, jsc, module: { type: 'es6' } } as const;
  const { code } = await transform(text, options);
  const place = join(folder, file.replace(/\.ts$/, '.js'));
  await mkdir(dirname(place), { recursive: true });
  await writeFile(place, code);
}

async function patchedTexts(patches: readonly Patch[]): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const { file, find, replace } of patches) {
    const text = texts.get(file) ?? (await sourceOf(file));
    const parts = text.split(find);
    if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} times, not once: ${find}`);
    texts.set(file, parts.join(replace));
  }
  return texts;
}

async function sourceOf(file: string): Promise<string> {
  try {
    return await readFile(join(project, file), 'utf8');
  } catch (error) {
    throw new Error(`there is no ${file} to patch`, { cause: error });
  }
}
