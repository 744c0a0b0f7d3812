import { readFileSync } from 'node:fs';
import type { Environment } from '../../rules/environment.ts';
import { allinpayFindings } from './allinpayFindings.ts';
import { constructionProblems } from './clientChecks.ts';
import { asksForAFamily, incompleteFamilies } from './families.ts';
import type { SettingsProblem } from './problems.ts';
import { profileOf, profileSchema } from './profileSchema.ts';
import { readProxies, type Proxies } from './proxies.ts';
import type { ProfileSettings, Settings } from './settings.ts';
import { CONFIG_VARIABLE, gather, type ReadFile, type Source } from './sources.ts';

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

const nothingServed: SettingsProblem = {
  setting: 'settings',
  message: `no provider is set: set FEISHU_… or ALLINPAY_… in the environment, or name a file by ${CONFIG_VARIABLE}`,
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
  const unfit = [...incompleteFamilies(texts), ...allinpayFindings(texts)]
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
  if (!asksForAFamily(texts)) {
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
  const refused = constructionProblems(profile).map(({ setting, message }) => at(setting, message));
  return refused.length === 0 ? { ok: true, profiles: [profile] } : { ok: false, problems: refused };
}

/** Order ids of two profiles with one app would share one space at the provider: two locks for one order. */
function sharedApps(profiles: readonly ProfileSettings[]): SettingsProblem[] {
  const first = new Map<string, string>();
  return profiles.flatMap(({ name, feishu, allinpay }) =>
    [
      { setting: 'FEISHU_APP_ID', url: feishu?.baseUrl, appId: feishu?.appId },
      { setting: 'ALLINPAY_APP_ID', url: allinpay?.gatewayUrl, appId: allinpay?.appId },
    ].flatMap(({ setting, url, appId }) => {
      if (url === undefined || appId === undefined) return [];
      const key = JSON.stringify([setting, url, appId]);
      const earlier = first.get(key);
      if (earlier === undefined) {
        first.set(key, name);
        return [];
      }
      const message = `is the same app at the same address as in profile "${earlier}": an app belongs to one profile`;
      return [{ setting, profile: name, message }];
    }),
  );
}
