import { join } from 'node:path';
import { providerTaskQueue } from '../../contract/names.ts';
import { startSandbox, type Sandbox, type SettingsInput } from '../../sandbox/index.ts';
import { describeSettingsProblems } from '../../workers/settings/problems.ts';
import { readSettings } from '../../workers/settings/readSettings.ts';
import type { Settings } from '../../workers/settings/settings.ts';
import type { Environment } from '../../workers/settings/sources.ts';
import { startWorkers, type WorkersOptions } from '../../workers/startWorkers.ts';
import { keepWorkerLogs } from '../../workers/telemetry/logs.ts';
import { listPollersBy } from '../../workers/workerCount.ts';
import { Cleanup } from './cleanup.ts';
import { settingsOver } from './givenSettings.ts';
import type { StackPorts } from './ports.ts';
import { openTemporal, type Temporal } from './temporal.ts';

/** Everything that payouts need, on this machine: a Temporal server, stand-ins of the providers, the workers. */
export interface Stack {
  readonly temporal: Temporal;
  readonly sandbox: Sandbox;
  /** the profile that the workers serve */
  readonly profile: string;
  /** those of the workers */
  readonly settings: Settings;
  readonly logFile: string;
  /** Resolves when a part has ended without being told to; tells which. */
  readonly broken: Promise<string>;
  /** Ends all of it, the workers' running calls first; may be called more than once. */
  stop(): Promise<void>;
}

export interface StackOptions {
  /** where a Temporal server is found, and how it is talked to */
  readonly environment: Environment;
  /** the workers' settings in place of those that the sandbox gives them */
  readonly settings?: Environment;
  /** folder where a fetched Temporal server is kept, over runs */
  readonly cacheDir: string;
  /** folder of the stack's state and logs */
  readonly stateDir: string;
  /** `host:port` of a Temporal server to use in place of starting one */
  readonly address?: string | undefined;
  /** of their own choice without them */
  readonly ports?: StackPorts;
  /** whether the sandbox's state is kept for the next start */
  readonly keepsState: boolean;
  /** under which profile the workers serve the sandbox */
  readonly profile: (temporal: Temporal) => string;
  readonly sandboxSettings?: SettingsInput;
  readonly workers: Pick<WorkersOptions, 'workflowBundlePath'>;
  readonly say: (line: string) => void;
}

/** A break is held to be one after four checks; in front of stand-ins nobody waits 36 minutes for that. */
const QUICK_RECHECKS = '1s,1s,2s';

/**
 * Starts the whole stack and resolves when payouts can be started.
 * @throws what a part throws that cannot start; then nothing is left running
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const cleanup = new Cleanup();
  try {
    return await startParts(options, cleanup);
  } catch (error) {
    await cleanup.run();
    throw error;
  }
}

async function startParts(options: StackOptions, cleanup: Cleanup): Promise<Stack> {
  const { environment, cacheDir, stateDir, address, keepsState, ports, say } = options;
  const logFile = join(stateDir, 'workers.log');
  keepWorkerLogs(logFile);
  const temporal = await openTemporal({
    environment,
    cacheDir,
    stateDir,
    address,
    keepsState,
    say,
    cleanup,
    ...(ports === undefined ? {} : { ports }),
  });
  const sandbox = await startSandbox({
    port: ports?.sandbox ?? 0,
    ...(keepsState ? { stateFile: join(stateDir, 'sandbox.json') } : {}),
    ...(options.sandboxSettings === undefined ? {} : { settings: options.sandboxSettings }),
  });
  cleanup.add(() => sandbox.close());
  const profile = options.profile(temporal);
  await warnOfOthers(temporal, profile, say);
  const settings = settingsFor(sandbox, options.settings ?? {}, profile);
  const { connection, client, namespace } = temporal;
  const workers = await startWorkers({
    settings,
    connection,
    client,
    namespace,
    ...options.workers,
  });
  // How they ended, if not well, is told by `broken`.
  cleanup.add(() => workers.shutdown());
  return {
    temporal,
    sandbox,
    profile,
    settings,
    logFile,
    broken: Promise.race([
      temporal.ended.then((how) => `The Temporal server ${how}.`),
      workers.run.then(
        () => 'The workers ended.',
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      ),
    ]),
    stop: () => cleanup.run(),
  };
}

/** A stack of which a part has ended serves nothing, and what is asked of it would wait. @throws what has ended */
export async function failWhenBroken({ broken, logFile }: Stack): Promise<never> {
  throw new Error(`${await broken} Its log: ${logFile}`);
}

/** On a server of somebody else's, real workers and these would take each other's calls: money into a sandbox. */
async function warnOfOthers(
  { client, uiUrl }: Temporal,
  profile: string,
  say: (line: string) => void,
): Promise<void> {
  if (uiUrl !== undefined) return;
  const pollers = await listPollersBy(client)(providerTaskQueue(profile, 'allinpay'));
  if (pollers.length === 0) return;
  say(
    `Workers have served profile ${profile} on this server within the last minutes. If they still do, payouts of it ` +
      'may end in this sandbox: use a server or a --profile of its own.',
  );
}

function settingsFor(sandbox: Sandbox, given: Environment, profile: string): Settings {
  const read = readSettings(settingsOver({ ...sandbox.env, RECONCILE_RECHECKS: QUICK_RECHECKS }, given));
  if (!read.ok) throw new Error(describeSettingsProblems(read.problems));
  return { profiles: read.settings.profiles.map((settings) => ({ ...settings, name: profile })) };
}
