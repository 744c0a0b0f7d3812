import type { Command } from 'commander';
import { z } from 'zod';
import { startSandbox, type Sandbox, type SettingsInput } from '../../../sandbox/index.ts';
import { UsageError, type CommandContext } from '../../command.ts';
import { exportLines } from '../../exportLines.ts';
import type { ExitCode } from '../../io.ts';
import { optionsBy } from '../../typed.ts';
import { aborted, type WorkerIo } from '../../workerIo.ts';

const options = z.object({
  port: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a port: 0 to 65535')
    .transform(Number)
    .refine((port) => port <= 65_535, 'must be a port: 0 to 65535'),
  state: z.string().optional(),
  anyAccount: z.boolean().default(false),
  signType: z.enum(['RSA2', 'SM2'], 'must be RSA2 or SM2').default('RSA2'),
});
type Options = z.output<typeof options>;

/** `payouts sandbox` */
export async function sandbox(io: WorkerIo, context: CommandContext, command: Command): Promise<ExitCode> {
  await runSandbox(io.askedToStop(), context, optionsBy(options, command));
  return 0;
}

async function runSandbox(
  stop: AbortSignal,
  context: CommandContext,
  { port, state, signType, anyAccount }: Options,
): Promise<void> {
  const settings = { allinpay: { signType, accounts: anyAccount ? 'any' : 'known' } } as const;
  const sandbox = await start(port, state, settings);
  try {
    const { url, env } = sandbox;
    context.print({ url, env }, () => asText(sandbox));
    await aborted(stop);
  } finally {
    await sandbox.close();
  }
}

async function start(port: number, stateFile: string | undefined, settings: SettingsInput): Promise<Sandbox> {
  try {
    return await startSandbox({ port, settings, ...(stateFile === undefined ? {} : { stateFile }) });
  } catch (error) {
    throw new UsageError(
      `The sandbox cannot start: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function asText({ url, env }: Sandbox): string {
  return [
    `# Sandbox at ${url}; what it was asked and did: ${url}/sandbox/ledger`,
    '# A worker talks to it with:',
    ...exportLines(env),
  ].join('\n');
}
