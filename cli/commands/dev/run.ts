import { join, relative } from 'node:path';
import { claimFolder, type Claim } from '../../../local/stack/claim.ts';
import { givenSettings } from '../../../local/stack/givenSettings.ts';
import { rememberedPorts } from '../../../local/stack/ports.ts';
import { failWhenBroken, startStack, type Stack } from '../../../local/stack/stack.ts';
import { endOrphans } from '../../../local/temporal/serverRecords.ts';
import type { CommandContext } from '../../command.ts';
import { exportLines } from '../../exportLines.ts';
import type { ExitCode } from '../../io.ts';
import { aborted, sayTo, type WorkerIo } from '../../workerIo.ts';
import { dropHalfFurnished, furnish } from '../demo/furnish.ts';
import { seedingSettings } from '../demo/seed.ts';

/** `payouts dev` */
export async function runDev(io: WorkerIo, context: CommandContext): Promise<ExitCode> {
  const stateDir = join(io.directory, '.payouts', 'dev');
  const stop = AbortSignal.any([io.askedToStop(), io.npmGone()]);
  const claim = await claimFolder(stateDir);
  try {
    return await runClaimed(io, context, stateDir, claim, stop);
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
): Promise<ExitCode> {
  const { address, profile = 'default' } = context.global;
  const say = sayTo(io);
  const { settings, unused } = givenSettings(io.env);
  sayUnused(unused, say);
  await dropHalfFurnished(stateDir);
  // A server that a killed stack left behind would still have its port.
  await endOrphans(stateDir);
  const stack = await startStack({
    environment: io.env,
    settings,
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
    await furnish(stack.sandbox, stateDir);
    const where = whereabouts(stack, relative(io.directory, stateDir));
    await claim.tell(where);
    context.print(where, () => asText(where));
    await Promise.race([aborted(stop), failWhenBroken(stack)]);
    say('Ending; running provider calls finish first.');
    return 0;
  } finally {
    await stack.stop();
  }
}

/** What is set here and changes nothing would be looked for in what the stack does. */
function sayUnused(unused: readonly string[], say: (line: string) => void): void {
  if (unused.length > 0)
    say(
      `Set here, and not used: ${unused.join(', ')}. This stack talks to its stand-ins, by keys of their own.`,
    );
}

interface Whereabouts {
  readonly temporal: string;
  readonly namespace: string;
  readonly ui?: string;
  readonly sandbox: string;
  readonly state: string;
  /** where outcomes are told, and the secret they are signed by; absent where the sandbox takes them */
  readonly outcomes?: { readonly url: string; readonly secret: string };
}

function whereabouts({ temporal, sandbox, settings }: Stack, state: string): Whereabouts {
  const { address, namespace, uiUrl } = temporal;
  const told = settings.profiles[0]?.outcomeWebhook;
  return {
    temporal: address,
    namespace,
    ...(uiUrl === undefined ? {} : { ui: `${uiUrl}/namespaces/${namespace}/workflows` }),
    sandbox: sandbox.url,
    state,
    ...(told === undefined || told.url.startsWith(sandbox.url)
      ? {}
      : { outcomes: { url: told.url, secret: told.secret } }),
  };
}

function asText({ temporal, namespace, ui, sandbox, state, outcomes }: Whereabouts): string {
  const variables = { TEMPORAL_ADDRESS: temporal, TEMPORAL_NAMESPACE: namespace, SANDBOX: sandbox };
  return [
    '',
    `Temporal  ${temporal}, namespace ${namespace}`,
    ...(ui === undefined ? [] : [`UI        ${ui}`]),
    `Sandbox   ${sandbox}, its ledger at ${sandbox}/sandbox/ledger`,
    ...(outcomes === undefined
      ? []
      : [`Outcomes  ${outcomes.url}, signed by WEBHOOK_SECRET=${outcomes.secret}`]),
    `State     ${state} (take it away to begin anew)`,
    '',
    'In another shell:',
    ...exportLines(variables).map((line) => `  ${line}`),
    '  npx payouts allinpay withdraw examples/allinpay-payouts.csv',
    '  npx payouts referral withdraw examples/referral-withdrawals.json',
    '  npx payouts lump-sum query --modified-since 2026-08-01',
    'To make it go wrong: docs/sandbox.md',
    '',
    'Ctrl-C ends it all. Open payouts go on at the next start.',
  ].join('\n');
}
