import { providers, type Provider } from './providers.ts';
import type { ProfileSettings } from './settings.ts';

/** A provider, and how a profile serves it. */
export interface ServedProvider extends Provider {
  /** the member of the profile */
  readonly member: string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** where calls go */
  readonly url: string;
  /** the setting that names the app, and which app */
  readonly app?: { readonly setting: string; readonly id: string };
}

/** The providers that a profile serves. */
export function servedProviders(profile: ProfileSettings): ServedProvider[] {
  const members: Readonly<Record<string, unknown>> = profile;
  return Object.entries<Provider>(providers).flatMap(([member, provider]) => {
    const settings = members[member] as ServedProvider['settings'] | undefined;
    if (settings === undefined) return [];
    const { address, app = '', settings: declared } = provider.declared;
    const named = declared[app];
    return [
      {
        ...provider,
        member,
        settings,
        url: String(settings[address]),
        ...(named === undefined ? {} : { app: { setting: named.name, id: String(settings[app]) } }),
      },
    ];
  });
}
