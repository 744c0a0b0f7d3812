import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { exportLines } from '../../../cli/exportLines.ts';
import { readSettings } from '../../../workers/settings/readSettings.ts';
import { until } from '../../harness/until.ts';
import { temporaryDirectory, type, typed, type Typed } from '../workerTerminal.ts';

const shown = z.object({ url: z.string(), env: z.record(z.string(), z.string()) });
let folder: Awaited<ReturnType<typeof temporaryDirectory>>;
const running: Typed[] = [];

beforeEach(async () => {
  folder = await temporaryDirectory();
});
afterEach(async () => {
  for (const one of running.splice(0)) {
    one.stop();
    await one.ended;
  }
  await folder.remove();
});

async function started(...words: string[]): Promise<Typed> {
  const command = type(['sandbox', '--port', '0', ...words]);
  running.push(command);
  await until('the sandbox says where it is', () => command.printed.stdout !== '');
  return command;
}

describe('payouts sandbox', () => {
  it('prints as JSON what a worker needs to talk to it, and those settings are whole', async () => {
    const { printed } = await started('--json');
    const { url, env } = shown.parse(JSON.parse(printed.stdout));
    expect((await fetch(`${url}/sandbox/ledger`)).status).toBe(200);
    expect(readSettings(env).ok).toBe(true);
  });

  it('signs by SM2 when it is told so, and its lines fit', async () => {
    const { printed } = await started('--json', '--sign-type', 'SM2');
    const { env } = shown.parse(JSON.parse(printed.stdout));
    expect(env).toMatchObject({ ALLINPAY_SIGN_TYPE: 'SM2', ALLINPAY_SM2_SIGNATURE: 'der' });
    expect(readSettings(env).ok).toBe(true);
  });

  it('prints lines that a shell takes, keys with their line breaks included', async () => {
    const { printed } = await started();
    const script = `${printed.stdout}\nprintf '%s' "$ALLINPAY_PRIVATE_KEY"`;
    const { stdout } = spawnSync('sh', ['-c', script], { encoding: 'utf8' });
    expect(stdout).toMatch(/^-----BEGIN PRIVATE KEY-----\n[\s\S]+-----END PRIVATE KEY-----\n?$/);
  });

  it('stays up until it is told to end, then frees its port and exits 0', async () => {
    const command = await started('--json');
    const { url } = shown.parse(JSON.parse(command.printed.stdout));
    expect(command.printed.exitCode).toBeUndefined();
    command.stop();
    await command.ended;
    expect(command.printed.exitCode).toBe(0);
    await expect(fetch(url)).rejects.toThrow();
  });

  it('has the same keys again from a state file', async () => {
    const state = join(folder.path, 'sandbox.json');
    const keys: unknown[] = [];
    for (let start = 1; start <= 2; start += 1) {
      const command = await started('--json', '--state', state);
      keys.push(shown.parse(JSON.parse(command.printed.stdout)).env['ALLINPAY_PRIVATE_KEY']);
      command.stop();
      await command.ended;
    }
    expect(keys[0]).toEqual(keys[1]);
  });

  it.each([
    [['sandbox'], '--port'],
    [['sandbox', '--port', 'x'], 'port: must be a port: 0 to 65535'],
    [['sandbox', '--port', '70000'], 'port: must be a port: 0 to 65535'],
    [['sandbox', '--port', '0', '--stat', 'f'], '--stat'],
    [['sandbox', '--port', '0', '--sign-type', 'MD5'], 'must be RSA2 or SM2'],
  ])('refuses %j as bad usage', async (words, message) => {
    const { exitCode, stderr, stdout } = await typed(words);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
    expect(stdout).toBe('');
  });

  it('says so when its port is taken', async () => {
    const { printed } = await started('--json');
    const { url } = shown.parse(JSON.parse(printed.stdout));
    const { exitCode, stderr } = await typed(['sandbox', '--port', new URL(url).port]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('EADDRINUSE');
  });
});

describe('export lines', () => {
  it('quote whatever a shell would read', () => {
    const value = `a'b "c" $HOME \`id\` \\ \n d`;
    const { stdout } = spawnSync('sh', ['-c', `${exportLines({ X: value }).join('\n')}\nprintf '%s' "$X"`], {
      encoding: 'utf8',
    });
    expect(stdout).toBe(value);
  });
});
