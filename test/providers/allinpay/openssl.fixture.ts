import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether OpenSSL's command line is on this machine: an implementation that none of this code was written against. */
export const opensslIsThere = spawnSync('openssl', ['version']).status === 0;
if (!opensslIsThere) console.warn('openssl is not on this machine: what is proved by it is skipped');

/**
 * Runs OpenSSL and gives what it wrote.
 * @throws with its own words when it fails
 */
export function openssl(...words: string[]): Buffer {
  const { status, stdout, stderr } = spawnSync('openssl', words);
  if (status !== 0) throw new Error(`openssl ${words[0] ?? ''}: ${stderr.toString()}`);
  return stdout;
}

/** Whether OpenSSL ends well: how it says that a signature holds. */
export function opensslAgrees(...words: string[]): boolean {
  return spawnSync('openssl', words).status === 0;
}

/** A file that goes with its scope. */
export function temporaryFile(content: string | Uint8Array): Disposable & {
  readonly path: string;
  text(): string;
} {
  const folder = mkdtempSync(join(tmpdir(), 'allinpay-'));
  const path = join(folder, 'file');
  writeFileSync(path, content);
  return {
    path,
    text: () => readFileSync(path, 'utf8'),
    [Symbol.dispose]: () => {
      rmSync(folder, { recursive: true });
    },
  };
}
