import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Read } from './readProgram.ts';

const program = fileURLToPath(new URL('readProgram.ts', import.meta.url));

/**
 * Reads a file of corrections in a process of its own: what a process holds at most is kept by the system, and says
 * nothing of one file in a process that has run other suites before.
 */
export async function readInProcess(path: string): Promise<Read> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', program, path]);
  return JSON.parse(stdout) as Read;
}
