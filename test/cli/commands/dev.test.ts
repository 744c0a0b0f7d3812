import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { freePort } from '../../../local/temporal/freePort.ts';
import { startDevServer } from '../../../local/temporal/index.ts';
import { temporalCli } from '../../harness/prepared.ts';
import { until } from '../../harness/until.ts';
import { temporaryDirectory, type, typed, type Typed } from '../workerTerminal.ts';

const whereabouts = z.object({
  temporal: z.string(),
  namespace: z.string(),
  ui: z.string().optional(),
  sandbox: z.string(),
});
type Where = z.output<typeof whereabouts>;

let folder: Awaited<ReturnType<typeof temporaryDirectory>>;
beforeAll(async () => {
  folder = await temporaryDirectory();
  // As if it had run here before: the usual ports may be somebody's.
  const ports = { temporal: await freePort(), ui: await freePort(), sandbox: await freePort() };
  await mkdir(join(folder.path, '.payouts', 'dev'), { recursive: true });
  await writeFile(join(folder.path, '.payouts', 'dev', 'ports.json'), JSON.stringify(ports));
});
afterAll(async () => {
  await folder.remove();
});

async function up(env: Record<string, string> = {}): Promise<{ dev: Typed; where: Where }> {
  const dev = type(['dev', '--json'], { directory: folder.path, env });
  await until(
    'the stack says where it is',
    () => dev.printed.stdout !== '' || dev.printed.exitCode !== undefined,
  );
  return { dev, where: whereabouts.parse(JSON.parse(dev.printed.stdout)) };
}

async function down({ dev }: { dev: Typed }): Promise<void> {
  dev.stop();
  await dev.ended;
}

describe('payouts dev', () => {
  it('is the same stack again after a restart: the addresses, the payouts, the sandbox', async () => {
    const first = await up();
    const words = ['referral', 'withdraw', '--order-id', 'D-1', '--account', '6930815272790114324'];
    const paid = await typed([...words, '--types', 'point', '--address', first.where.temporal]);
    expect(paid.stderr).toBe('');
    expect(paid.exitCode).toBe(0);
    await down(first);
    expect(first.dev.printed.exitCode).toBe(0);
    await expect(fetch(first.where.sandbox)).rejects.toThrow();

    const second = await up();
    expect(second.where).toEqual(first.where);
    const again = await typed([...words, '--types', 'point', '--json', '--address', second.where.temporal]);
    expect(JSON.parse(again.stdout)).toMatchObject({ payouts: [{ status: 'reconciled', attached: true }] });
    const ledger = await (await fetch(`${second.where.sandbox}/sandbox/ledger?orderId=D-1`)).json();
    expect(ledger).toMatchObject({ totals: { feishu: { withdrawals: 1 } } });
    await down(second);
  });

  it('uses the Temporal server that it is given, and leaves it running', async () => {
    const server = await startDevServer({
      executable: temporalCli(),
      searchAttributes: {},
      runDir: folder.path,
    });
    try {
      const { dev, where } = await up({ TEMPORAL_ADDRESS: server.address });
      expect(where.temporal).toBe(server.address);
      expect(where.ui).toBeUndefined();
      await down({ dev });
      const { exitCode } = await typed(['list', '--address', server.address]);
      expect(exitCode).toBe(0);
    } finally {
      await server.stop();
    }
  });

  it('says so where the server that it is given is not there, and leaves nothing running', async () => {
    const address = `127.0.0.1:${await freePort()}`;
    const { exitCode, stderr } = await typed(['dev', '--address', address], { directory: folder.path });
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`No Temporal server answers at ${address}`);
    expect(stderr).toContain('Leave it out, and one is started here');
  });
});
