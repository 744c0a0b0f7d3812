import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { SentBy } from '../../contract/sentBy.ts';
import { packageFolder } from '../packageFolder.ts';

/** Which code runs in this process. */
export type RunningCode = Pick<SentBy, 'version' | 'build'>;

/** What a payout is decided and sent by; beside these run only packages, which the lockfile names. */
export const FOLDERS: readonly string[] = [
  'activities',
  'contract',
  'providers',
  'rules',
  'workers',
  'workflows',
];

const top = fileURLToPath(new URL('../..', import.meta.url));

/** @param buildId `TEMPORAL_WORKER_BUILD_ID`, by which the server knows a build; default: a digest of the code */
export async function runningCode(buildId: string | undefined): Promise<RunningCode> {
  const text = await readFile(join(packageFolder(), 'package.json'), 'utf8');
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(text));
  return { version, build: buildId ?? (await codeDigest(top)) };
}

/** 16 hex digits of the files that run, their names included. */
export async function codeDigest(folder: string): Promise<string> {
  const hash = createHash('sha256');
  for (const part of FOLDERS) {
    const files = (await readdir(join(folder, part), { recursive: true })).filter(isCode).sort();
    for (const file of files) {
      hash.update(`${part}/${file}\n`);
      hash.update(await readFile(join(folder, part, file)));
    }
  }
  return hash.digest('hex').slice(0, 16);
}

function isCode(file: string): boolean {
  return /\.[jt]s$/.test(file) && !file.endsWith('.d.ts');
}
