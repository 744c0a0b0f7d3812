import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';

const run = promisify(execFile);
const project = fileURLToPath(new URL('../../', import.meta.url));

/** What only the workers need: a consumer of the client does not have it. */
const WORKERS_OWN = ['@temporalio/worker', '@temporalio/testing', '@temporalio/activity'];

/** An empty project that has the package as `npm pack` makes it, and nothing else of ours. */
export interface Consumer {
  readonly folder: string;
  /** every file of the package */
  readonly files: readonly string[];
  write(file: string, text: string): Promise<void>;
  node(...words: readonly string[]): Promise<string>;
  tsc(...words: readonly string[]): Promise<string>;
  remove(): Promise<void>;
}

export async function makeConsumer(): Promise<Consumer> {
  await assertBuilt();
  const folder = await mkdtemp(join(tmpdir(), 'payouts-consumer-'));
  const modules = join(folder, 'node_modules');
  const installed = join(modules, 'durable-payouts');
  await mkdir(installed, { recursive: true });
  const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
  const { stdout } = await run('npm', pack, { cwd: project, maxBuffer: 1 << 26 });
  const packed = z.array(z.object({ filename: z.string(), files: z.array(z.object({ path: z.string() })) }));
  const [tarball] = packed.parse(JSON.parse(stdout));
  if (tarball === undefined) throw new Error('npm packed nothing');
  await run('tar', ['-xzf', join(folder, tarball.filename), '-C', installed, '--strip-components=1']);
  await linkDependencies(modules);
  const inFolder = async (program: string, words: readonly string[]): Promise<string> =>
    (await run(program, words, { cwd: folder })).stdout;
  return {
    folder,
    files: tarball.files.map(({ path }) => path),
    write: (file, text) => writeFile(join(folder, file), text),
    node: (...words) => inFolder(process.execPath, words),
    tsc: (...words) =>
      inFolder(process.execPath, [join(project, 'node_modules/typescript/bin/tsc'), ...words]),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

const sourceMap = z.object({ sourcesContent: z.array(z.string()) });

/** What is packed was built earlier: of other sources it would say nothing. The build keeps the text it was made of. */
async function assertBuilt(): Promise<void> {
  for (const folder of ['clients', 'contract']) {
    const files = await readdir(join(project, folder), { recursive: true });
    for (const file of files.filter((name) => name.endsWith('.ts'))) {
      const map = join(project, 'dist', folder, file.replace(/\.ts$/, '.js.map'));
      const built = await readFile(map, 'utf8').then(
        (text) => sourceMap.parse(JSON.parse(text)),
        () => undefined,
      );
      const source = await readFile(join(project, folder, file), 'utf8');
      if (built?.sourcesContent[0] !== source) {
        throw new Error(`dist/ was built of another ${folder}/${file}: npm run build`);
      }
    }
  }
}

async function linkDependencies(modules: string): Promise<void> {
  const schema = z.object({ dependencies: z.record(z.string(), z.string()) });
  const text = await readFile(join(project, 'package.json'), 'utf8');
  const { dependencies } = schema.parse(JSON.parse(text));
  for (const name of Object.keys(dependencies)) {
    if (WORKERS_OWN.includes(name)) continue;
    await mkdir(dirname(join(modules, name)), { recursive: true });
    await symlink(join(project, 'node_modules', name), join(modules, name));
  }
}
