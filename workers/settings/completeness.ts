import {
  isRequired,
  type ProviderSettings,
  type SettingProblem,
  type SettingTexts,
} from '../../providers/settings/declaration.ts';
import { declaredSettings, providerSettings } from './providers.ts';

/** @returns whether anything in it asks for a provider to be served. */
export function asksForAProvider(texts: SettingTexts): boolean {
  return providerSettings.some(({ settings }) =>
    Object.values(settings).some(({ name }) => texts[name] !== undefined),
  );
}

/** The settings that are missing from providers that are partly set, and those that serve none. */
export function completenessProblems(texts: SettingTexts): SettingProblem[] {
  const missing = providerSettings.flatMap((provider) => missingOf(provider, texts));
  const once = missing.filter(
    ({ setting }, at) => missing.findIndex((other) => other.setting === setting) === at,
  );
  return [...once, ...setForNothing(texts)];
}

function missingOf({ title, settings }: ProviderSettings, texts: SettingTexts): SettingProblem[] {
  const all = Object.values(settings);
  const required = all.filter(isRequired);
  const given = [...required, ...all].find(
    ({ name, alone }) => alone === undefined && texts[name] !== undefined,
  );
  if (given === undefined) return [];
  return required
    .filter(({ name }) => texts[name] === undefined)
    .map(({ name }) => ({
      setting: name,
      message:
        `is missing, and ${given.name} is there: set ${name} or ${name}_FILE, ` +
        `or take out every setting of ${title}`,
    }));
}

/** Shared settings without any provider that needs them. Which of these was meant is not ours to guess. */
function setForNothing(texts: SettingTexts): SettingProblem[] {
  return declaredSettings.flatMap(({ name, alone }) => {
    if (alone === undefined || texts[name] === undefined) return [];
    const addresses = providerSettings
      .filter(({ settings }) => Object.values(settings).some((setting) => setting.name === name))
      .flatMap(({ settings, address }) => settings[address]?.name ?? []);
    if (addresses.some((address) => texts[address] !== undefined)) return [];
    return [{ setting: name, message: `${alone}: set ${addresses.join(' or ')}, or take it out` }];
  });
}
