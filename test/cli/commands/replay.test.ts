import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { historyFile, currentVersion } from '../../../verification/replay/corpus.ts';
import { temporaryDirectory, typed } from '../workerTerminal.ts';

const settled = historyFile(currentVersion(), 'allinpayWithdrawal', 'settled');
const rejected = historyFile(currentVersion(), 'lumpSumCorrection', 'rejected');

const eventsSchema = z.object({ events: z.array(z.record(z.string(), z.unknown())) });
type Events = z.output<typeof eventsSchema>['events'];

let folder: Awaited<ReturnType<typeof temporaryDirectory>>;

beforeAll(async () => {
  folder = await temporaryDirectory();
});

afterAll(async () => {
  await folder.remove();
});

/** A file with the history of a settled payout, changed. */
async function changed(name: string, change: (text: string, events: Events) => unknown): Promise<string> {
  const text = await readFile(settled, 'utf8');
  const made = change(text, eventsSchema.parse(JSON.parse(text)).events);
  const file = join(folder.path, `${name}.json`);
  await writeFile(file, typeof made === 'string' ? made : JSON.stringify(made));
  return file;
}

describe('payouts replay of files', () => {
  it('says of each that it replays, and exits 0', async () => {
    const { exitCode, stdout, stderr } = await typed(['replay', settled, rejected]);
    expect(stdout).toContain(`ok      ${settled} (allinpay-withdrawal/default/settled)`);
    expect(stdout).toContain(`ok      ${rejected} (lump-sum-correction/default/rejected)`);
    expect(stdout).toContain('2 replayed as they were.');
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
  });

  it('says where one broke and what does not fit, goes on with the others, and exits 1', async () => {
    const broken = await changed('broken', (text) =>
      text.replaceAll('"submitAllinpayWithdrawal"', '"submitAllinpay"'),
    );
    // A payout refuses an id that its input does not yield.
    const elsewhere = await changed('elsewhere', (text) =>
      text.replaceAll('allinpay-withdrawal/default/settled', 'allinpay-withdrawal/default/another'),
    );
    const { exitCode, stdout } = await typed(['replay', broken, elsewhere, settled]);
    expect(stdout).toContain(`BROKEN  ${broken}`);
    expect(stdout).toContain("'submitAllinpay' does not match activity type of activity command");
    expect(stdout).toMatch(/elsewhere\.json .*\n +at event 5: .*does not handle HistoryEvent/);
    expect(stdout).toContain(`ok      ${settled}`);
    expect(stdout).toContain('1 replayed as they were, 2 BROKEN.');
    expect(exitCode).toBe(1);
  });

  it('takes the bare list of events, and an open run as far as it is', async () => {
    const bare = await changed('bare', (_, events) => events);
    const open = await changed('open', (_, events) => ({ events: events.slice(0, 9) }));
    const waiting = await changed('waiting', (_, events) => ({ events: events.slice(0, 2) }));
    const { exitCode, stdout } = await typed(['replay', bare, open, waiting]);
    expect(stdout).toContain('2 replayed as they were, 1 not begun.');
    expect(exitCode).toBe(0);
  });

  it('names what is no history of ours, and crashes on none of it', async () => {
    const foreign = await changed('foreign', (text) => text.replace('"allinpayWithdrawal"', '"orderPizza"'));
    const noJson = await changed('noJson', () => 'not JSON');
    const noEvents = await changed('noEvents', () => ({ events: [] }));
    const noHistory = await changed('noHistory', () => ({ payouts: [] }));
    const nameless = await changed('nameless', (text) => text.replace(/,"workflowId":"[^"]*"/, ''));
    const gap = await changed('gap', (_, events) => ({
      events: [...events.slice(0, 5), ...events.slice(7)],
    }));
    const absent = join(folder.path, 'absent.json');
    const files = [foreign, noJson, noEvents, noHistory, nameless, gap, absent];
    const { exitCode, stdout } = await typed(['replay', ...files, settled]);
    expect(stdout).toContain('orderPizza is no workflow type of this package');
    expect(stdout).toContain('does not say the workflow id');
    expect(stdout).toContain('History is out of order');
    expect(stdout).toContain('1 replayed as they were, 1 BROKEN, 1 of an unknown type, 5 could not be read.');
    expect(exitCode).toBe(1);
  });

  it('gives one JSON document with --json', async () => {
    const { exitCode, stdout } = await typed(['replay', settled, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      counts: { ok: 1, broken: 0 },
      histories: [{ from: settled, workflowType: 'allinpayWithdrawal', outcome: 'ok' }],
    });
    expect(exitCode).toBe(0);
  });
});

describe('payouts replay', () => {
  it.each([
    ['two sources at once', ['replay', settled, '--limit', '5'], 'one of them'],
    ['a number that is none', ['replay', '--limit', 'all'], '--limit: must be a whole number'],
    ['a bundle that is not there', ['replay', settled, '--bundle', '/nowhere/b.js'], 'no workflow bundle'],
    ['an option that it does not know', ['replay', '--oldest', '5'], 'unknown option'],
  ])('refuses %s with exit code 2', async (_, words, message) => {
    const { exitCode, stderr } = await typed(words);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
  });
});
