import { mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { z } from 'zod';
import { cachedExecutable, keepExecutable } from './executableCache.ts';
import type { Program } from './programs.ts';
import { lastWords, runProgram } from './runProgram.ts';
import { found, notFound } from './search.ts';
import type { Search, Way } from './search.ts';

const require = createRequire(import.meta.url);
const { version: sdkVersion } = z
  .object({ version: z.string() })
  .parse(require('@temporalio/testing/package.json'));

/** A download that brings nothing for this long is given up: behind a closed network it would hang for minutes. */
const silenceMs = 20_000;
const longestMs = 10 * 60_000;
/** For this long a failed download is not tried again: every test file asks, and each would wait in vain. */
const rememberedMs = 10 * 60_000;

/**
 * The SDK downloads its servers only as part of starting one, inside its native runtime, where it cannot be stopped and
 * where it would use up the one Runtime.install() a process has. So it does that in a process of its own.
 */
const downloadScript = `
  const [testing, method, downloadDir] = process.argv.slice(1);
  require(testing).TestWorkflowEnvironment[method]({ server: { executable: { type: 'cached-download', downloadDir } } })
    .then((env) => env.teardown())
    .catch((error) => { console.error(error.message); process.exitCode = 1; });
`;

/** What an earlier run downloaded through the SDK. */
export const cachedSdkDownload: Way = {
  title: "an earlier download of the SDK's",
  look: async ({ program, binDir }) => {
    const path = await cachedExecutable(folderOf(program, binDir), program.fileName);
    return path === undefined ? notFound(`nothing usable in ${folderOf(program, binDir)}`) : found(path);
  },
};

/** The SDK's own download, of the version that goes with the SDK. */
export const sdkDownload: Way = {
  title: "the SDK's download",
  look: async (search) => {
    const { program, binDir, env, say } = search;
    if (env['PAYOUTS_SKIP_SDK_DOWNLOAD'] === '1') return notFound('PAYOUTS_SKIP_SDK_DOWNLOAD is 1');
    const marker = join(binDir, `${program.fileName}-sdk-download-failed.json`);
    const failed = await recentFailure(marker);
    if (failed !== undefined)
      return notFound(`it failed a short while ago (${failed}); remove ${marker} to try again`);
    say(`Downloading ${program.title} through the Temporal SDK ${sdkVersion} …`);
    try {
      const download = (folder: string): Promise<string> => downloadInto(folder, search);
      return found(await keepExecutable(folderOf(program, binDir), program.fileName, download));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      await mkdir(binDir, { recursive: true });
      await writeFile(marker, JSON.stringify({ at: Date.now(), why }));
      return notFound(why);
    }
  },
};

async function downloadInto(folder: string, { program, env }: Search): Promise<string> {
  const testing = require.resolve('@temporalio/testing');
  let seen = { bytes: 0, atMs: 0 };
  const run = await runProgram(process.execPath, ['-e', downloadScript, testing, program.sdkMethod, folder], {
    env,
    giveUp: async (elapsedMs) => {
      const bytes = await bytesIn(folder);
      if (bytes !== seen.bytes) seen = { bytes, atMs: elapsedMs };
      if (elapsedMs - seen.atMs > silenceMs) return `nothing arrived for ${silenceMs / 1000} s`;
      return elapsedMs > longestMs ? `not finished after ${longestMs / 60_000} min` : undefined;
    },
  });
  if (run.kind === 'failed') throw new Error(run.why);
  if (run.code !== 0) throw new Error(lastWords(run.stderr));
  const name = (await readdir(folder)).find((entry) => entry.startsWith(program.fileName));
  if (name === undefined) throw new Error('the SDK started the server but left no file behind');
  return join(folder, name);
}

async function bytesIn(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  const sizes = names.map((name) =>
    stat(join(folder, name)).then(
      (file) => file.size,
      () => 0,
    ),
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

async function recentFailure(marker: string): Promise<string | undefined> {
  try {
    const { at, why } = z
      .object({ at: z.number(), why: z.string() })
      .parse(JSON.parse(await readFile(marker, 'utf8')));
    return Math.abs(Date.now() - at) < rememberedMs ? why : undefined;
  } catch {
    return undefined;
  }
}

function folderOf(program: Program, binDir: string): string {
  return join(binDir, `${program.fileName}-sdk-${sdkVersion}`);
}
