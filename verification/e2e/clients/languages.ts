import { createHash } from 'node:crypto';
import { execFile, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rename, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const examples = fileURLToPath(new URL('../../../examples/clients/', import.meta.url));
const cache = fileURLToPath(new URL('../../../.payouts/clients/', import.meta.url));

/** What one does to run a program: the words of the command, and what its environment needs beside PATH. */
export interface Command {
  readonly words: readonly [string, ...string[]];
  readonly environment: Readonly<Record<string, string>>;
}

export interface Language {
  readonly name: 'python' | 'go' | 'java' | 'http';
  /** why its programs cannot be run on this machine; undefined where they can */
  readonly missing: string | undefined;
  /** Installs and compiles what is not there yet. @returns how to run its `lines` program */
  readonly prepare: () => Promise<Command>;
}

/** @returns why a program is of no use here: it is not there, or older than the example needs */
function unfit(program: string, versionArgument: string, pattern: RegExp, least: number): string | undefined {
  const { error, stdout, stderr } = spawnSync(program, [versionArgument], { encoding: 'utf8' });
  if (error !== undefined) return `there is no ${program}`;
  const version = pattern.exec(`${stdout}${stderr}`)?.[1];
  if (version === undefined) return `${program} does not tell its version`;
  return Number(version) < least ? `${program} is of ${version}, and ${least} is needed` : undefined;
}

/**
 * What was made of a language's files, kept under the digest of what it was made from: two test runs that make it at once
 * both find it whole.
 */
async function madeOnce(
  name: string,
  sources: string,
  make: (target: string) => Promise<void>,
): Promise<string> {
  const hash = createHash('sha256');
  const entries = await readdir(sources, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const file of files.sort()) hash.update(file).update(await readFile(file));
  const target = join(cache, `${name}-${hash.digest('hex').slice(0, 16)}`);
  if (existsSync(target)) return target;
  await mkdir(cache, { recursive: true });
  const draft = await mkdtemp(join(cache, 'draft-'));
  try {
    await make(draft);
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
  return target;
}

const python: Language = {
  name: 'python',
  // The servers of these tests come by Python too: where it is missing, nothing runs.
  missing: undefined,
  async prepare() {
    const sources = join(examples, 'python');
    const requirements = join(sources, 'requirements.txt');
    const packages = await madeOnce('python', sources, async (target) => {
      const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps'];
      await run('python3', [...install, '--target', target, '-r', requirements]);
    });
    const environment = { PYTHONPATH: packages, PYTHONDONTWRITEBYTECODE: '1' };
    return { words: ['python3', join(sources, 'lines.py')], environment };
  },
};

const go: Language = {
  name: 'go',
  missing: unfit('go', 'version', /go1\.(\d+)/, 26),
  async prepare() {
    const sources = join(examples, 'go');
    const folder = await madeOnce('go', sources, async (target) => {
      const environment = { ...process.env, GOTOOLCHAIN: 'local', GOFLAGS: '-mod=readonly' };
      await run('go', ['build', '-o', join(target, 'lines'), '.'], { cwd: sources, env: environment });
    });
    return { words: [join(folder, 'lines')], environment: {} };
  },
};

const java: Language = {
  name: 'java',
  missing: unfit('javac', '-version', /javac (\d+)/, 17) ?? unfit('mvn', '-version', /Maven (\d+)/, 3),
  async prepare() {
    const sources = join(examples, 'java');
    const folder = await madeOnce('java', sources, async (target) => {
      const goals = ['compile', 'dependency:copy-dependencies', '-DincludeScope=runtime'];
      await run('mvn', ['--quiet', '--batch-mode', `-Dout=${target}`, ...goals], { cwd: sources });
    });
    const path = `${join(folder, 'classes')}:${join(folder, 'dependency/*')}`;
    return { words: ['java', '-cp', path, 'payouts.Lines'], environment: {} };
  },
};

const http: Language = {
  name: 'http',
  missing: unfit('curl', '--version', /curl (\d+)/, 7) ?? unfit('jq', '--version', /jq-1\.(\d+)/, 6),
  prepare() {
    const lines = fileURLToPath(new URL('scriptLines.mjs', import.meta.url));
    const script = join(examples, 'http/payouts.sh');
    return Promise.resolve({ words: [process.execPath, lines, script], environment: {} });
  },
};

/** What examples/clients has a client for that knows every flow, beside TypeScript. */
export const languages: readonly Language[] = [python, go, java, http];
