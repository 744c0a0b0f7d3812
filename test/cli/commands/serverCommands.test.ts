import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '../../../local/temporal/freePort.ts';
import { startDevServer, type DevServer } from '../../../local/temporal/index.ts';
import type { Sandbox } from '../../../sandbox/index.ts';
import { temporalCli } from '../../harness/prepared.ts';
import { startTestSandbox } from '../../harness/testSandbox.ts';
import { until } from '../../harness/until.ts';
import { temporaryDirectory, type, typed } from '../workerTerminal.ts';

let folder: Awaited<ReturnType<typeof temporaryDirectory>>;
let server: DevServer;
let sandbox: Sandbox;
let env: Record<string, string>;

beforeAll(async () => {
  folder = await temporaryDirectory();
  server = await startDevServer({ executable: temporalCli(), searchAttributes: {}, runDir: folder.path });
  sandbox = await startTestSandbox();
  env = { ...sandbox.env, TEMPORAL_ADDRESS: server.address };
});

afterAll(async () => {
  await sandbox.close();
  await server.stop();
  await folder.remove();
});

// In this order: `setup` makes what the commands before it miss.
describe('before payouts setup', () => {
  it('payouts worker refuses to start and names what is missing and the command that helps', async () => {
    const { exitCode, stderr } = await typed(['worker'], { env });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('PayoutFlow (Keyword) is missing');
    expect(stderr).toContain('PayoutTransTime (Datetime) is missing');
    expect(stderr).toContain('payouts setup');
  });

  it('payouts doctor names everything that is wrong at once, and exits 1', async () => {
    const { exitCode, stdout } = await typed(['doctor'], {
      env: { FEISHU_APP_ID: 'x', ALLINPAY_APP_ID: 'y', TEMPORAL_ADDRESS: server.address },
    });
    expect(exitCode).toBe(1);
    for (const name of ['FEISHU_APP_SECRET', 'ALLINPAY_CIPHER', 'PayoutStatus (Keyword) is missing']) {
      expect(stdout).toContain(name);
    }
    expect(stdout).toContain(`ok    Temporal: answers at ${server.address}`);
  });

  it('payouts setup makes them, and changes nothing when typed again', async () => {
    const first = await typed(['setup', '--json'], { env });
    expect(JSON.parse(first.stdout)).toMatchObject({ there: [] });
    const second = await typed(['setup'], { env });
    expect([first.exitCode, second.exitCode]).toEqual([0, 0]);
    expect(second.stdout).toContain('has every search attribute already');
  });
});

describe('after payouts setup', () => {
  it('payouts doctor finds all well, the credentials too when asked to go online', async () => {
    const told = { ...env, OUTCOME_WEBHOOK_URL: 'https://owner.example/outcomes' };
    const { exitCode, stdout } = await typed(['doctor', '--online'], { env: told });
    expect(stdout).not.toContain('WRONG');
    expect(stdout).toContain('profile default serves Feishu, Allinpay, the wallet, outcome webhooks');
    expect(stdout).toContain('Feishu, profile default: takes app cli_sandbox');
    expect(exitCode).toBe(0);
  });

  it('payouts doctor --online says what Feishu makes of wrong credentials, and never what they are', async () => {
    const secret = 'not-the-one';
    const { exitCode, stdout } = await typed(['doctor', '--online', '--json'], {
      env: { ...env, FEISHU_APP_SECRET: secret },
    });
    expect(exitCode).toBe(1);
    expect(stdout).toContain('AuthenticationFailed (code 10003)');
    expect(stdout).not.toContain(secret);
  });

  it('payouts worker serves until it is told to end, and then exits 0', async () => {
    const worker = type(['worker'], { env });
    await until('it serves', () => worker.printed.stderr.includes('Serving default in namespace default'));
    worker.stop();
    await worker.ended;
    expect(worker.printed.exitCode).toBe(0);
  });
});

describe('payouts worker refuses to start', () => {
  it('with a proxy that cannot be used, naming the variable and not the password', async () => {
    const HTTPS_PROXY = 'http://shop:open/sesame@proxy.example';
    const { exitCode, stderr } = await typed(['worker'], { env: { ...env, HTTPS_PROXY } });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('HTTPS_PROXY: must be the address of an http or https proxy');
    expect(stderr).not.toContain('sesame');
  });

  it('naming every problem of its settings, before it connects to anything', async () => {
    const { exitCode, stderr } = await typed(['worker'], { env: { ALLINPAY_APP_ID: 'x' } });
    expect(exitCode).toBe(2);
    for (const name of ['ALLINPAY_GATEWAY_URL', 'ALLINPAY_PRIVATE_KEY', 'ALLINPAY_AMOUNT_UNIT']) {
      expect(stderr).toContain(name);
    }
  });

  it('where there is no Temporal', async () => {
    const address = `127.0.0.1:${await freePort()}`;
    const { exitCode, stderr } = await typed(['worker', '--address', address], { env });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`No Temporal server answers at ${address}`);
  });

  it('for a profile that has no settings', async () => {
    const { exitCode, stderr } = await typed(['worker', '--profile', 'acme'], { env });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('No settings for profile acme; there are some for: default');
  });
});

describe('payouts doctor', () => {
  it('says which way each call goes, and never the password of a proxy', async () => {
    const { exitCode, stdout } = await typed(['doctor'], {
      env: {
        ...env,
        FEISHU_BASE_URL: 'https://open.feishu.cn',
        OUTCOME_WEBHOOK_URL: 'https://owner.example/outcomes',
        HTTPS_PROXY: 'http://shop:open-sesame@proxy.example:3128\n',
        HTTP_PROXY: 'http://proxy.example:3128',
        NO_PROXY: 'owner.example',
      },
    });
    expect(stdout).toContain(
      'profile default: Feishu, open.feishu.cn, through http://proxy.example:3128 (HTTPS_PROXY, with a user)',
    );
    expect(stdout).toMatch(/profile default: Allinpay, 127\.0\.0\.1:\d+, directly: it is this machine/);
    expect(stdout).toContain('outcome webhooks, owner.example, directly: NO_PROXY has it');
    expect(stdout).not.toMatch(/sesame|shop:/);
    expect(exitCode).toBe(0);
  });

  it('and every command find the server by an address with a line end, and refuse one in quotes', async () => {
    const padded = { ...env, TEMPORAL_ADDRESS: ` ${server.address}\r\n`, TEMPORAL_NAMESPACE: '\n' };
    for (const words of [['doctor'], ['list'], ['setup']]) {
      expect(await typed(words, { env: padded })).toMatchObject({ exitCode: 0 });
    }
    const quoted = { ...env, TEMPORAL_ADDRESS: `"${server.address}"` };
    const doctor = await typed(['doctor'], { env: quoted });
    expect(doctor.stdout).toContain('WRONG Temporal: TEMPORAL_ADDRESS stands in quotes: take them off');
    for (const words of [['worker'], ['list'], ['setup']]) {
      const { exitCode, stderr } = await typed(words, { env: quoted });
      expect(stderr).toContain('TEMPORAL_ADDRESS stands in quotes: take them off');
      expect(exitCode).toBe(2);
    }
  });

  it('still looks at the settings where there is no Temporal', async () => {
    const address = `127.0.0.1:${await freePort()}`;
    const { exitCode, stdout } = await typed(['doctor'], { env: { ...env, TEMPORAL_ADDRESS: address } });
    expect(exitCode).toBe(1);
    expect(stdout).toContain('ok    settings');
    expect(stdout).toContain(`WRONG Temporal: No Temporal server answers at ${address}`);
  });

  it('names a namespace that is not there and how to make it', async () => {
    const { exitCode, stdout } = await typed(['doctor'], { env: { ...env, TEMPORAL_NAMESPACE: 'nowhere' } });
    expect(exitCode).toBe(1);
    expect(stdout).toContain('temporal operator namespace create -n nowhere');
  });
});
