import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { startTestSandbox } from '../test/harness/testSandbox.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

/** What `npm run verify -- live` does, with these variables and no others. */
function runLive(variables: Readonly<Record<string, string>>): Promise<{ failed: boolean; output: string }> {
  const args = ['run', 'verify', '--', 'live', '--runInBand'];
  return new Promise((resolve) => {
    const options = { cwd: root, env: { PATH: process.env['PATH'], ...variables } };
    execFile('npm', args, options, (error, stdout, stderr) => {
      resolve({ failed: error !== null, output: stdout + stderr });
    });
  });
}

test('the live tests pass against the stand-ins, and call nothing that pays', async () => {
  const sandbox = await startTestSandbox({ port: 0 });
  try {
    const account = { LIVE_ALLINPAY_ACCOUNT: 'isPlatform' };
    const { failed, output } = await runLive({ ...sandbox.env, ...account });
    expect({ failed, output }).toMatchObject({ failed: false });
    expect(output).toMatch(/Tests: +4 passed, 4 total/);
    const { effects, calls } = sandbox.ledger();
    expect(effects).toEqual([]);
    expect([...new Set(calls.map(({ api }) => api))].sort()).toEqual([
      'allinpay.balanceQuery',
      'allinpay.withdrawResultQuery',
      'feishu.lumpSumQuery',
      'feishu.reconciliation',
      'feishu.token',
    ]);
  } finally {
    await sandbox.close();
  }
});

test('the live tests skip a family whose settings are not there, and say which', async () => {
  const { failed, output } = await runLive({ FEISHU_APP_ID: 'cli_test' });
  expect(failed).toBe(false);
  expect(output).toContain('Feishu, not set: FEISHU_APP_SECRET');
  expect(output).toContain('Allinpay, not set: ALLINPAY_GATEWAY_URL, ALLINPAY_APP_ID');
  expect(output).toMatch(/Tests: +2 skipped, 2 total/);
});
