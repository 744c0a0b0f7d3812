import { createAllinpayClient } from '../../providers/allinpay/client.ts';
import { allinpaySettings } from '../../providers/allinpay/settings.ts';
import { createFeishuClient } from '../../providers/feishu/client.ts';
import { refusedByFeishu } from '../../providers/feishu/refusedByFeishu.ts';
import { feishuSettings } from '../../providers/feishu/settings.ts';
import type {
  ProviderSettings,
  Setting,
  SettingsByMember,
  SettingsOf,
} from '../../providers/settings/declaration.ts';
import { createWalletClient } from '../../providers/wallet/client.ts';
import { walletSettings } from '../../providers/wallet/settings.ts';
import { createReceiverClient } from '../../providers/webhook/client.ts';
import { webhookSettings } from '../../providers/webhook/settings.ts';
import { profileWide } from './profileWide.ts';

export interface Provider<Declared extends ProviderSettings = ProviderSettings> {
  readonly declared: Declared;
  /** Sends nothing. @throws Error what the client refuses, which names the setting and never its value */
  createClient(settings: SettingsOf<Declared>): unknown;
  /** Asks the provider why it does not take the credentials; undefined when it does. Changes nothing. */
  refused?(settings: SettingsOf<Declared>): Promise<string | undefined>;
}

/** Holds the clients to what is declared. */
function provider<Declared extends ProviderSettings>(given: Provider<Declared>): Provider<Declared> {
  return given;
}

/** The one list of providers, by the member of a profile that holds their settings. */
export const providers = {
  feishu: provider({ declared: feishuSettings, createClient: createFeishuClient, refused: refusedByFeishu }),
  allinpay: provider({ declared: allinpaySettings, createClient: createAllinpayClient }),
  wallet: provider({ declared: walletSettings, createClient: createWalletClient }),
  outcomeWebhook: provider({ declared: webhookSettings, createClient: createReceiverClient }),
};

export const providerSettings: readonly ProviderSettings[] = Object.values(providers).map(
  ({ declared }) => declared,
);

const declarations: readonly SettingsByMember[] = [
  ...providerSettings.map(({ settings }) => settings),
  profileWide,
];

/** Every setting of a profile, once: some are shared by providers. */
export const declaredSettings: readonly Setting[] = [
  ...new Set(declarations.flatMap(Object.values<Setting>)),
];

type Declarations = (typeof providers)[keyof typeof providers]['declared']['settings'] | typeof profileWide;
type NameIn<Members> = Members extends SettingsByMember ? Members[keyof Members]['name'] : never;

/** A setting of one profile: a variable of the environment, or a member of the profile's table. */
export type SettingName = NameIn<Declarations>;

export const settingNames: readonly string[] = declaredSettings.map(({ name }) => name);
