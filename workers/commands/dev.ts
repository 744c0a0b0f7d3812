import { join, relative } from 'node:path';
import type { Command } from 'commander';
import { runCommand, type CommandContext } from '../../clients/cli/command.ts';
import { endOrphans } from '../../sandbox/temporal/serverRecords.ts';
import { seededAccounts } from '../demo/scene.ts';
import { seedAccounts, seedingSettings } from '../demo/seed.ts';
import { claimFolder, type Claim } from '../stack/claim.ts';
import { rememberedPorts } from '../stack/ports.ts';
import { failWhenBroken, startStack, type Stack } from '../stack/stack.ts';
import { aborted, sayTo, type WorkerIo } from './commandIo.ts';
import { exportLines } from './exportLines.ts';

export function registerDev(program: Command, io: WorkerIo): void {
  program
    .command('dev')
    .description('run Temporal with its UI, the sandbox and the workers here, state kept, until Ctrl-C')
    .action((_options: unknown, command: Command) =>
      runCommand(command, io, async (context) => {
        await runDev(io, context);
        return 0;
      }),
    );
}

async function runDev(io: WorkerIo, context: CommandContext): Promise<void> {
  const stateDir = join(io.directory, '.payouts', 'dev');
  const stop = AbortSignal.any([io.askedToStop(), io.npmGone()]);
  const claim = await claimFolder(stateDir);
  try {
    await runClaimed(io, context, stateDir, claim, stop);
  } finally {
    await claim.release();
  }
}

async function runClaimed(
  io: WorkerIo,
  context: CommandContext,
  stateDir: string,
  claim: Claim,
  stop: AbortSignal,
): Promise<void> {
  const { address, profile = 'default' } = context.global;
  const say = sayTo(io);
  // A server that a killed stack left behind would still have its port.
  await endOrphans(stateDir);
  const stack = await startStack({
    environment: io.env,
    cacheDir: join(io.directory, '.payouts'),
    stateDir,
    address,
    ports: await rememberedPorts(join(stateDir, 'ports.json'), say),
    keepsState: true,
    profile: () => profile,
    say,
    workers: io.workers,
    sandboxSettings: seedingSettings,
  });
  try {
    await furnish(stack);
    const where = whereabouts(stack, relative(io.directory, stateDir));
    await claim.tell(where);
    context.print(where, () => asText(where));
    await Promise.race([aborted(stop), failWhenBroken(stack)]);
    say('Ending; running provider calls finish first.');
  } finally {
    await stack.stop();
  }
}

/** A sandbox that nobody has used yet gets the accounts that the examples withdraw from. */
async function furnish({ sandbox }: Stack): Promise<void> {
  const { effects, calls } = sandbox.ledger();
  if (effects.length + calls.length === 0) await seedAccounts(sandbox, seededAccounts);
}

interface Whereabouts {
  readonly temporal: string;
  readonly namespace: string;
  readonly ui?: string;
  readonly sandbox: string;
  readonly state: string;
}

function whereabouts({ temporal, sandbox }: Stack, state: string): Whereabouts {
  const { address, namespace, uiUrl } = temporal;
  return {
    temporal: address,
    namespace,
    ...(uiUrl === undefined ? {} : { ui: `${uiUrl}/namespaces/${namespace}/workflows` }),
    sandbox: sandbox.url,
    state,
  };
}

function asText({ temporal, namespace, ui, sandbox, state }: Whereabouts): string {
  return [
    '',
    `Temporal  ${temporal}, namespace ${namespace}`,
    ...(ui === undefined ? [] : [`UI        ${ui}`]),
    `Sandbox   ${sandbox}, its ledger at ${sandbox}/sandbox/ledger`,
    `State     ${state} (take it away to begin anew)`,
    '',
    'In another shell:',
    ...exportLines({ TEMPORAL_ADDRESS: temporal, TEMPORAL_NAMESPACE: namespace }).map((line) => `  ${line}`),
    '  npx payouts allinpay withdraw examples/allinpay-payouts.csv',
    '  npx payouts referral withdraw examples/referral-withdrawals.json',
    '',
    'Ctrl-C ends it all. Open payouts go on at the next start.',
  ].join('\n');
}
