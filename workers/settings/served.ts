import { providers, type Provider } from './providers.ts';
import type { ProfileSettings } from './settings.ts';

/** A provider, and how a profile serves it. */
export interface ServedProvider extends Provider {
  /** the member of the profile */
  readonly member: string;
  /** what it is set to, by member; prints no secret */
  readonly values: Readonly<Record<string, unknown>>;
  /** where calls go */
  readonly url: string;
  /** the setting that names the app, and which app */
  readonly app: { readonly setting: string; readonly id: string } | undefined;
}

/** The providers that a profile serves. */
export function servedProviders(profile: ProfileSettings): ServedProvider[] {
  const members: Readonly<Record<string, unknown>> = profile;
  return Object.entries<Provider>(providers).flatMap(([member, provider]) => {
    const values = members[member] as ServedProvider['values'] | undefined;
    if (values === undefined) return [];
    const { address, app: named = '', settings } = provider.declared;
    const setting = settings[named]?.name;
    const app = setting === undefined ? undefined : { setting, id: String(values[named]) };
    return [{ ...provider, member, values, url: String(values[address]), app }];
  });
}
