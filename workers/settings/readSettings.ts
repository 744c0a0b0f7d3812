import { readFileSync } from 'node:fs';
import type { SettingProblem } from '../../providers/settings/declaration.ts';
import type { Environment } from '../../rules/environment.ts';
import { asksForAProvider, completenessProblems } from './completeness.ts';
import type { SettingsProblem } from './problems.ts';
import { CONFIG_VARIABLE } from './processWide.ts';
import { profileOf, profileSchema } from './profile.ts';
import { providerSettings } from './providers.ts';
import { readProxies, type Proxies } from './proxies.ts';
import { servedProviders, type ServedProvider } from './served.ts';
import type { ProfileSettings, Settings } from './settings.ts';
import { gather, type ReadFile, type Source } from './sources.ts';

export type ReadSettings =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problems: readonly SettingsProblem[] };

/**
 * Reads what a worker is told from outside: the environment for profile `default`, more profiles from the TOML file
 * that `PAYOUTS_CONFIG` names, and for every setting X the file that `X_FILE` names.
 * @returns the settings, or every problem at once; neither prints a secret
 */
export function readSettings(
  environment: Environment,
  { readFile = readText }: { readonly readFile?: ReadFile } = {},
): ReadSettings {
  const { sources, problems } = gather(environment, readFile);
  const proxies = readProxies(environment);
  problems.push(...proxies.problems);
  const profiles: ProfileSettings[] = [];
  for (const source of sources) {
    const read = readProfile(source, proxies);
    if (read.ok) profiles.push(...read.profiles);
    else problems.push(...read.problems);
  }
  problems.push(...sharedApps(profiles));
  if (problems.length === 0 && profiles.length === 0) problems.push(nothingServed);
  return problems.length === 0 ? { ok: true, settings: { profiles } } : { ok: false, problems };
}

function readText(path: string): string {
  return readFileSync(path, 'utf8');
}

/** `FEISHU_…`: what the names of a provider's settings begin with, of those that have an app. */
const prefixes = providerSettings
  .flatMap(({ settings, app }) => (app === undefined ? [] : (settings[app]?.name ?? [])))
  .map((name) => `${name.slice(0, name.indexOf('_'))}_…`);

const nothingServed: SettingsProblem = {
  setting: 'settings',
  message: `no provider is set: set ${prefixes.join(' or ')} in the environment, or name a file by ${CONFIG_VARIABLE}`,
};

type ReadProfile =
  | { readonly ok: true; readonly profiles: readonly ProfileSettings[] }
  | { readonly ok: false; readonly problems: readonly SettingsProblem[] };

function readProfile({ name, table, texts, unread }: Source, { wayTo }: Proxies): ReadProfile {
  const at = (setting: string, message: string): SettingsProblem => ({
    setting,
    ...(table === undefined ? {} : { profile: table }),
    message,
  });
  const crossed = providerSettings.flatMap(({ crossChecks }) => crossChecks?.(texts) ?? []);
  const unfit = [...completenessProblems(texts), ...crossed]
    .filter(({ setting }) => !unread.includes(setting))
    .map(({ setting, message }) => at(setting, message));
  const parsed = profileSchema.safeParse(texts);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(({ path: [setting, ...inside], message }) =>
      at(String(setting), inside.length === 0 ? message : `${inside.join('.')}: ${message}`),
    );
    return { ok: false, problems: [...unfit, ...wrong] };
  }
  if (unfit.length > 0) return { ok: false, problems: unfit };
  if (!asksForAProvider(texts)) {
    if (unread.length > 0) return { ok: true, profiles: [] };
    if (table === undefined) return { ok: true, profiles: [] };
    return {
      ok: false,
      problems: [at(`profiles.${table}`, 'sets no provider: set one, or take the table out')],
    };
  }
  const profile = profileOf(name, parsed.data, (url) => {
    const { proxy } = wayTo(url);
    return proxy === undefined ? {} : { proxy };
  });
  const refused = servedProviders(profile)
    .flatMap(constructionProblems)
    .map(({ setting, message }) => at(setting, message));
  return refused.length === 0 ? { ok: true, profiles: [profile] } : { ok: false, problems: refused };
}

/**
 * Builds a client as the worker will, to hear what it refuses: what a client accepts is known in one place only. Its own
 * messages name the setting and never its value.
 */
function constructionProblems(served: ServedProvider): SettingProblem[] {
  try {
    served.createClient(served.values);
    return [];
  } catch (error) {
    const message = error instanceof Error ? error.message : 'cannot be used';
    return [{ setting: `${served.declared.title} settings`, message }];
  }
}

/** Order ids of two profiles with one app would share one space at the provider: two locks for one order. */
function sharedApps(profiles: readonly ProfileSettings[]): SettingsProblem[] {
  const first = new Map<string, string>();
  return profiles.flatMap((profile) =>
    servedProviders(profile).flatMap(({ url, app }) => {
      if (app === undefined) return [];
      const key = JSON.stringify([app.setting, url, app.id]);
      const earlier = first.get(key);
      if (earlier === undefined) {
        first.set(key, profile.name);
        return [];
      }
      const message = `is the same app at the same address as in profile "${earlier}": an app belongs to one profile`;
      return [{ setting: app.setting, profile: profile.name, message }];
    }),
  );
}
