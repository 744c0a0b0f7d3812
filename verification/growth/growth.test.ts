import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { program, workflowBundle } from '../../test/harness/prepared.ts';
import type { Growth } from './tell.ts';

/** Tells stories as `npm run verify -- growth` does, for some days: a year of each takes minutes. */
async function grown(days: number, ...names: readonly string[]): Promise<Growth[]> {
  const main = join(program(), 'verification/growth/main.js');
  const args = [main, '--json', '--bundle', workflowBundle(), '--days', String(days), ...names];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  await new Promise((resolve) => child.once('close', resolve));
  return JSON.parse(output) as Growth[];
}

describe('a history', () => {
  it('does not grow while a provider is away, or away and refusing us by turns', async () => {
    const stories = [
      'away before the send',
      'away after the send',
      'by turns before the send',
      'by turns after the send',
    ];
    const [short, long] = [await grown(4, ...stories), await grown(8, ...stories)];
    expect(short.map(({ name }) => name)).toEqual(stories);
    for (const [at, { events, bytes, calls }] of short.entries()) {
      expect(events).toBeLessThan(60);
      expect(bytes).toBeLessThan(400_000);
      expect(long[at]?.calls).toBeGreaterThan(1.5 * calls);
      expect(long[at]).toMatchObject({ events, bytes });
    }
  });

  it('of a thousand details grows by six events and 24 KB at most with each change', async () => {
    const stories = ['one by one', 'one by one, by account id', 'adopted'];
    const told = await grown(2, ...stories);
    expect(told.map(({ updates }) => updates)).toEqual([0, 0, 1]);
    for (const { name, events, bytes, calls } of told) {
      console.log(`${name}: ${calls} calls, ${events} events, ${bytes} bytes`);
      expect(calls).toBeGreaterThan(20);
      expect(events).toBeLessThan(60 + 6 * calls);
      expect(bytes).toBeLessThan(500_000 + 24_000 * calls);
    }
  });

  it('of a thousand details grows by eleven events and 24 KB at most with each `pollNow`', async () => {
    const [robot] = await grown(0.1, 'a robot');
    const { events = 0, bytes = 0, updates = 0 } = robot ?? {};
    expect(updates).toBeGreaterThan(59);
    expect(events).toBeLessThan(60 + 11 * updates);
    expect(bytes).toBeLessThan(500_000 + 24_000 * updates);
  });
});
