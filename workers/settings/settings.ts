import type { SettingsOf, ValuesOf } from '../../providers/settings/declaration.ts';
import type { profileWide } from './profileWide.ts';
import type { providers } from './providers.ts';

type Providers = typeof providers;

/** One set of provider credentials. A provider that is absent is not served. */
export type ProfileSettings = { readonly name: string } & {
  readonly [Member in keyof Providers]?: SettingsOf<Providers[Member]['declared']>;
} & ValuesOf<typeof profileWide>;

/** Everything a worker is told from outside, read once. */
export interface Settings {
  readonly profiles: readonly ProfileSettings[];
}
