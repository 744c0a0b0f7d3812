import { chmod, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { runningProcess } from '../../../local/temporal/runningProcess.ts';
import { until } from '../../harness/until.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The project's own cache: what one test file fetches, the next one finds. */
export const cacheDir = join(root, '.payouts');

/** A folder of the test's own, below the project so that modules in it find its packages. */
export async function temporaryFolder(): Promise<{ path: string; remove: () => Promise<void> }> {
  const parent = join(cacheDir, 'test');
  await mkdir(parent, { recursive: true });
  const path = await mkdtemp(join(parent, 'temporal-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** A script that passes for a program. */
export async function fakeExecutable(path: string, body: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `#!/bin/sh\n${body}\n`);
  await chmod(path, 0o755);
  return path;
}

/** local/temporal as plain JavaScript in `folder`, for a Node process of its own: Node 20 does not run TypeScript. */
export async function compileInto(folder: string): Promise<string> {
  const source = join(root, 'local', 'temporal');
  const compilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    rewriteRelativeImportExtensions: true,
    verbatimModuleSyntax: true,
  };
  for (const name of (await readdir(source)).filter((entry) => entry.endsWith('.ts'))) {
    const { outputText } = ts.transpileModule(await readFile(join(source, name), 'utf8'), {
      compilerOptions,
    });
    await writeFile(join(folder, name.replace(/\.ts$/, '.js')), outputText);
  }
  return join(folder, 'index.js');
}

/** Polls until `condition` holds. */
export async function eventually(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  await until(what, condition);
}

/** Whether there is such a process; one that ended and was not yet reaped by its parent does not count. */
export async function isRunning(pid: number): Promise<boolean> {
  return (await runningProcess(pid)) !== undefined;
}

/** The first line that a program prints. */
export async function firstLine(output: Readable): Promise<string> {
  for await (const line of createInterface(output)) return line;
  throw new Error('The program ended without a word.');
}
