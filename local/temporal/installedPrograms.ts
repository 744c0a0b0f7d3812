import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { lastWords, runProgram } from './runProgram.ts';
import { found, notFound } from './search.ts';
import type { Finding, Search, Way } from './search.ts';

/** The executable that the environment names. One that is named and cannot run is an error: to go on would run another. */
export const namedByEnvironment: Way = {
  title: 'an executable named in the environment',
  look: async ({ program, env }) => {
    const path = env[program.pathVariable];
    if (path === undefined || path === '') return notFound(`${program.pathVariable} is not set`);
    if (await isExecutable(path)) return found(path);
    throw new Error(`${program.pathVariable} names ${path}, which is not an executable file.`);
  },
};

/** A `temporal` that is installed already, if it runs and is recent enough for the SDK in use. */
export const onPath: Way = {
  title: 'temporal on PATH',
  look: async (search) => {
    const { program, env } = search;
    if (program.oldestOnPath === undefined) return notFound('not looked for: it cannot tell its version');
    for (const folder of (env['PATH'] ?? '').split(delimiter).filter((entry) => entry !== '')) {
      const path = join(folder, program.fileName);
      if (await isExecutable(path)) return await recentEnough(path, program.oldestOnPath, search);
    }
    return notFound(`no ${program.fileName} in any folder of PATH`);
  },
};

async function recentEnough(
  path: string,
  oldest: readonly [major: number, minor: number],
  { env }: Search,
): Promise<Finding> {
  const run = await runProgram(path, ['--version'], {
    env,
    giveUp: (elapsedMs) => (elapsedMs > 10_000 ? 'it did not tell its version within 10 s' : undefined),
  });
  if (run.kind === 'failed') return notFound(`${path}: ${run.why}`);
  if (run.code !== 0) return notFound(`${path} --version failed: ${lastWords(run.stderr)}`);
  const version = /\bversion v?(\d+)\.(\d+)/.exec(run.stdout);
  if (version === null) return notFound(`${path} does not tell a version: ${lastWords(run.stdout)}`);
  const [major, minor] = [Number(version[1]), Number(version[2])];
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return found(path);
  return notFound(`${path} is ${major}.${minor}, older than ${oldest[0]}.${oldest[1]}`);
}

async function isExecutable(path: string): Promise<boolean> {
  return await access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
