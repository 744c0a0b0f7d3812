import { z } from 'zod';
import type { ClientRoute } from '../../providers/http/proxy.ts';
import {
  isRequired,
  type ProviderSettings,
  type Setting,
  type SettingsByMember,
} from '../../providers/settings/declaration.ts';
import { profileWide } from './profileWide.ts';
import { declaredSettings, providers, type Provider } from './providers.ts';
import { redact } from './redact.ts';
import type { ProfileSettings } from './settings.ts';

/** The one schema of settings: a profile's texts in, their values out. */
export const profileSchema = z.strictObject(
  Object.fromEntries(declaredSettings.map((setting) => [setting.name, schemaOf(setting)])),
);

/** What is missing is found by provider: here each may be left out. */
function schemaOf({ schema, default: text }: Setting): z.ZodType<unknown, string | undefined> {
  return text === undefined ? schema.optional() : schema.prefault(text);
}

type Values = Readonly<Record<string, unknown>>;

/** @returns `{ proxy }` where calls to that address go through one, else nothing */
type RouteTo = (url: string) => ClientRoute;

/** @returns the settings of a profile whose texts were checked for completeness first. */
export function profileOf(name: string, values: Values, routeTo: RouteTo): ProfileSettings {
  const served = Object.entries<Provider>(providers).flatMap(([member, { declared }]) => {
    const settings = settingsOf(declared, values, routeTo);
    return settings === undefined ? [] : [[member, settings] as const];
  });
  // The loops lose which member has which type; every value was made by the schema of its own.
  return { name, ...Object.fromEntries(served), ...byMember(profileWide, values) } as ProfileSettings;
}

function settingsOf(
  { settings, address }: ProviderSettings,
  values: Values,
  routeTo: RouteTo,
): object | undefined {
  const all = Object.entries(settings);
  if (all.some(([, setting]) => isRequired(setting) && values[setting.name] === undefined)) return undefined;
  const known = byMember(settings, values);
  const secrets = all.flatMap(([member, { secret }]) => (secret ? [member] : []));
  return redact<Values>({ ...known, ...routeTo(String(known[address])) }, secrets);
}

function byMember(settings: SettingsByMember, values: Values): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(settings)
      .map(([member, { name }]) => [member, values[name]] as const)
      .filter(([, value]) => value !== undefined),
  );
}
