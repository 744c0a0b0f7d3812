import { stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { makeConsumer, type Consumer } from './consumer.ts';

const worker = createRequire(import.meta.url).resolve('@temporalio/worker');

let consumer: Consumer;

beforeAll(async () => {
  consumer = await makeConsumer();
});

afterAll(async () => {
  await consumer.remove();
});

const sight = z.object({
  names: z.array(z.string()),
  native: z.array(z.string()),
  modules: z.array(z.string()),
});

/** What a program that takes the module has loaded, and which native modules among it. */
async function seen(kind: 'import' | 'require', module: string): Promise<z.output<typeof sight>> {
  const take =
    kind === 'import' ? `await import(${JSON.stringify(module)})` : `require(${JSON.stringify(module)})`;
  const file = kind === 'import' ? 'look.mjs' : 'look.cjs';
  await consumer.write(
    file,
    `${kind === 'import' ? "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" : ''}
    const native = [];
    const open = process.dlopen;
    process.dlopen = (...words) => { native.push(words[1]); return open.apply(process, words); };
    const names = Object.keys(${take});
    const modules = Object.keys(require.cache);
    console.log(JSON.stringify({ names, native, modules }));`,
  );
  return sight.parse(JSON.parse(await consumer.node(file)));
}

describe('the program, as it is built in a clone,', () => {
  it('may be run by name, as npx payouts does', async () => {
    const main = new URL('../../dist/cli/main.js', import.meta.url);
    expect((await stat(main)).mode & 0o111).toBe(0o111);
  });
});

describe('the package, as it is packed,', () => {
  it('holds what its users need, and none of its tests', () => {
    expect(consumer.files).toEqual(
      expect.arrayContaining([
        'contract/schema/allinpayWithdrawal.input.json',
        'dist/clients/index.d.ts',
        'dist/contract/index.js',
        'dist/workflow-bundle.js',
        'docs/contract.md',
        'examples/clients/go/payouts/payouts.go',
        'examples/clients/python/payouts.py',
      ]),
    );
    expect(consumer.files.filter((file) => /(^|\/)test\/|\.test\.|released\//.test(file))).toEqual([]);
  });

  it.each(['import', 'require'] as const)('gives the client and the contract by %s', async (kind) => {
    const main = await seen(kind, 'durable-payouts');
    expect(main.names).toEqual(
      expect.arrayContaining([
        'PayoutsClient',
        'PayoutFailedError',
        'workflowIdOf',
        'allinpayWithdrawalInput',
      ]),
    );
    expect(main.native).toEqual([]);
    expect(main.modules.filter((path) => /@temporalio.(worker|core-bridge|testing)|@swc/.test(path))).toEqual(
      [],
    );
    expect(main.modules.some((path) => path.includes('@temporalio/client'))).toBe(true);

    const contract = await seen(kind, 'durable-payouts/contract');
    expect(contract.names).toContain('workflowIdOf');
    expect(contract.modules.filter((path) => /@temporalio.(client|worker)|grpc/.test(path))).toEqual([]);
  });

  it('would be seen to load a native module', async () => {
    const { native, modules } = await seen('import', worker);
    expect(native).not.toEqual([]);
    expect(modules.some((path) => /core-bridge/.test(path))).toBe(true);
  });

  it('has its types, for both kinds of modules', async () => {
    const use = `
      const input: AllinpayWithdrawalInput = { orderId: 'A', details: [{ externalCode: 'S', amount: '1.00' }] };
      // @ts-expect-error an amount is no number
      const wrong: AllinpayWithdrawalInput = { orderId: 'A', details: [{ externalCode: 'S', amount: 1 }] };
      export async function pay(payouts: PayoutsClient): Promise<string> {
        const { status } = await (await payouts.startAllinpayWithdrawal(input)).result();
        // @ts-expect-error no such status
        if (status === 'paid') throw wrong;
        return workflowIdOf('allinpayWithdrawal', 'default', status);
      }`;
    const imports = `
      import { PayoutsClient, type AllinpayWithdrawalInput } from 'durable-payouts';
      import { workflowIdOf } from 'durable-payouts/contract';`;
    await consumer.write('types.mts', imports + use);
    await consumer.write('types.cts', imports + use);
    const options = ['--module', 'nodenext', '--target', 'es2022', '--strict', '--noEmit'];
    const checked = consumer.tsc(...options, '--skipLibCheck', 'types.mts', 'types.cts');
    await expect(
      checked.catch((error: unknown) => z.object({ stdout: z.string() }).parse(error).stdout),
    ).resolves.toBe('');
  });
});
