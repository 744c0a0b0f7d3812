import type { Command } from 'commander';
import { z } from 'zod';
import { describeSearchAttributes, missingSearchAttributes } from '../../../workers/searchAttributes.ts';
import { describeSettingsProblems } from '../../../workers/settings/problems.ts';
import { readProxies, type Proxies } from '../../../workers/settings/proxies.ts';
import { readSettings, type ReadSettings } from '../../../workers/settings/readSettings.ts';
import { servedProviders } from '../../../workers/settings/served.ts';
import type { ProfileSettings } from '../../../workers/settings/settings.ts';
import type { Environment } from '../../../workers/settings/sources.ts';
import { connectWorker, type WorkerConnection } from '../../../workers/temporalConnection.ts';
import type { CommandContext } from '../../command.ts';
import type { ExitCode } from '../../io.ts';
import { optionsBy } from '../../typed.ts';

const options = z.object({ online: z.boolean().default(false) });

/** One thing looked at. What it could not get to is no finding of its own. */
interface Finding {
  readonly what: string;
  readonly ok: boolean;
  readonly message: string;
}

/** `payouts doctor` */
export async function runDoctor(context: CommandContext, command: Command): Promise<ExitCode> {
  const findings = await examine(context, optionsBy(options, command).online);
  context.print({ findings }, () => asText(findings));
  return findings.every(({ ok }) => ok) ? 0 : 1;
}

async function examine({ io, global }: CommandContext, online: boolean): Promise<Finding[]> {
  const read = readSettings(io.env);
  const asked = read.ok && online ? read.settings.profiles : [];
  return [
    settingsFinding(read),
    ...(read.ok ? [waysFinding(read.settings.profiles, readProxies(io.env))] : []),
    ...(await temporalFindings(io.env, global.address)),
    ...(await Promise.all(asked.flatMap(credentialFindings))),
  ];
}

function asText(findings: readonly Finding[]): string {
  return findings
    .map(
      ({ what, ok, message }) =>
        `${ok ? 'ok   ' : 'WRONG'} ${what}: ${message.replaceAll('\n', '\n        ')}`,
    )
    .join('\n');
}

function settingsFinding(read: ReadSettings): Finding {
  if (!read.ok) {
    return { what: 'settings', ok: false, message: `\n${describeSettingsProblems(read.problems)}` };
  }
  const message = read.settings.profiles.map(servedBy).join('; ');
  return { what: 'settings', ok: true, message };
}

/** Where proxies are set, which calls go through them is seen nowhere else. */
function waysFinding(profiles: readonly ProfileSettings[], { wayTo }: Proxies): Finding {
  const lines = profiles.flatMap((profile) =>
    servedProviders(profile).map(({ declared, url }) => {
      const way = wayTo(url);
      const how =
        way.proxy === undefined
          ? `directly: ${way.because}`
          : `through ${way.proxy.address} (${way.setBy}${way.proxy.authorization === undefined ? '' : ', with a user'})`;
      return `profile ${profile.name}: ${declared.title}, ${new URL(url).host}, ${how}`;
    }),
  );
  return { what: 'ways', ok: true, message: `\n${lines.join('\n')}\nTemporal: directly, whatever is set` };
}

function servedBy(profile: ProfileSettings): string {
  const titles = servedProviders(profile).map(({ declared }) => declared.title);
  return `profile ${profile.name} serves ${titles.join(', ')}`;
}

async function temporalFindings(environment: Environment, address: string | undefined): Promise<Finding[]> {
  let temporal: WorkerConnection;
  try {
    temporal = await connectWorker(environment, address);
  } catch (error) {
    return [{ what: 'Temporal', ok: false, message: messageOf(error) }];
  }
  try {
    return [
      { what: 'Temporal', ok: true, message: `answers at ${temporal.address}` },
      ...(await namespaceFindings(temporal)),
    ];
  } finally {
    await temporal.connection.close();
  }
}

async function namespaceFindings({ connection, namespace }: WorkerConnection): Promise<Finding[]> {
  const what = `namespace ${namespace}`;
  try {
    await connection.workflowService.describeNamespace({ namespace });
  } catch (error) {
    const message = `${messageOf(error)}; make it with: temporal operator namespace create -n ${namespace}`;
    return [{ what, ok: false, message }];
  }
  const found = { what, ok: true, message: 'is there' };
  try {
    const missing = await missingSearchAttributes(connection, namespace);
    const message =
      missing.length === 0
        ? 'are all there'
        : `\n${describeSearchAttributes(missing)}\nMake them with: payouts setup`;
    return [found, { what: 'search attributes', ok: missing.length === 0, message }];
  } catch (error) {
    return [found, { what: 'search attributes', ok: false, message: messageOf(error) }];
  }
}

/** One call to each provider that can be asked without changing anything. */
function credentialFindings(profile: ProfileSettings): Promise<Finding>[] {
  return servedProviders(profile).flatMap((served) => {
    const what = `${served.declared.title}, profile ${profile.name}`;
    const taken = `takes app ${served.app?.id ?? ''}`;
    return (
      served
        .refused?.(served.values)
        .then((refused) => ({ what, ok: refused === undefined, message: refused ?? taken })) ?? []
    );
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
