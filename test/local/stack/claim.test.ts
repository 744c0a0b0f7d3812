import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { claimFolder } from '../../../local/stack/claim.ts';
import { temporaryDirectory } from '../../cli/workerTerminal.ts';
import { program } from '../../harness/prepared.ts';

let folder: Awaited<ReturnType<typeof temporaryDirectory>>;
const children: ChildProcess[] = [];

beforeEach(async () => {
  folder = await temporaryDirectory();
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await folder.remove();
});

/** A process that claims the folder and stays. @returns what it says: `mine`, or why not */
async function claimant(): Promise<{ child: ChildProcess; said: string }> {
  const script = `
    const { claimFolder } = await import(${JSON.stringify(join(program(), 'local/stack/claim.js'))});
    await claimFolder(${JSON.stringify(folder.path)}).then(
      () => console.log('mine'), (error) => console.log(error.name));
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const said: unknown[] = await once(createInterface(child.stdout), 'line');
  return { child, said: String(said[0]) };
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

describe('the claim of a folder', () => {
  it('is given to one of many that ask at once, also where a killed process had it', async () => {
    const first = await claimant();
    expect(first.said).toBe('mine');
    await kill(first.child);
    const said = (await Promise.all(Array.from({ length: 6 }, claimant))).map((one) => one.said);
    expect(said.toSorted()).toEqual([...Array.from({ length: 5 }, () => 'AlreadyUp'), 'mine']);
  });

  it('is refused while it is held, by process and addresses, and free when it is released', async () => {
    const claim = await claimFolder(folder.path);
    const starting = `Process ${process.pid} is starting this stack already.`;
    await expect(claimFolder(folder.path)).rejects.toThrow(starting);
    await claim.tell({ temporal: '127.0.0.1:1', ui: 'http://127.0.0.1:2', sandbox: 'http://127.0.0.1:3' });
    await expect(claimFolder(folder.path)).rejects.toThrow(
      /Already up, by process \d+:\n.*127\.0\.0\.1:1\n.*http:\/\/127\.0\.0\.1:2\n.*http:\/\/127\.0\.0\.1:3\n/,
    );
    await claim.release();
    await (await claimFolder(folder.path)).release();
  });

  it('does not grow: one file is left, however often it was had', async () => {
    for (let time = 1; time <= 3; time += 1) await (await claimFolder(folder.path)).release();
    expect(await readdir(folder.path)).toEqual(['claim-3.json']);
  });
});
