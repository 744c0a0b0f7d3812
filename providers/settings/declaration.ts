import type { z } from 'zod';
import type { ClientRoute } from '../http/proxy.ts';

/**
 * One setting: a variable of the environment, or a member of a profile's table. For every X there is `X_FILE`, which names
 * a file that holds X.
 */
export interface Setting {
  /** the variable */
  readonly name: string;
  /** One line for people, in Markdown. */
  readonly means: string;
  /** Text → value. An error says how to mend it; what was set may be a secret and is never in it. */
  readonly schema: z.ZodType<unknown, string>;
  /** The text that is read where nothing is set. Without it, and not `optional`, the setting is required. */
  readonly default?: string;
  readonly optional?: true;
  /** A secret is shown nowhere, and is no part of the digest of settings, not even hashed. */
  readonly secret: boolean;
  /** What is no secret and still mostly kept in a file, such as a key in PEM. */
  readonly keptInFile?: true;
  /** Of a setting that several providers share: what it does without any of them. Set alone, it asks for none. */
  readonly alone?: string;
}

/** Settings by the member under which their values are handed on. */
export type SettingsByMember = Readonly<Record<string, Setting>>;

/** The settings of one profile as the texts they were written in, by variable; empty ones are not in it. */
export type SettingTexts = Readonly<Partial<Record<string, string>>>;

/** What is wrong with one setting. The message says how to mend it and never holds a value. */
export interface SettingProblem {
  /** the name of the variable, or of the place in a file */
  readonly setting: string;
  readonly message: string;
}

/** What one provider is set by. None of its settings set: it is not served. */
export interface ProviderSettings<Members extends SettingsByMember = SettingsByMember> {
  /** for people, as in "take out every setting of …" */
  readonly title: string;
  readonly settings: Members;
  /** the member that says where calls go */
  readonly address: string;
  /** the member that names the app, where the orders of one app share one space of ids */
  readonly app?: string;
  /** Whether calls move money: a digest of its settings is then told in what was sent. */
  readonly movesMoney: boolean;
  /** Finds settings that do not go together. */
  readonly crossChecks?: (texts: SettingTexts) => readonly SettingProblem[];
}

/** Holds `address` and `app` to the members. */
export function defineProviderSettings<const Members extends SettingsByMember>(
  declared: ProviderSettings<Members> & { readonly address: keyof Members; readonly app?: keyof Members },
): ProviderSettings<Members> {
  return declared;
}

export function isRequired(setting: Setting): boolean {
  return setting.default === undefined && setting.optional !== true;
}

/** The values of settings, by member. */
export type ValuesOf<Members extends SettingsByMember> = {
  readonly [M in keyof Members as Members[M] extends { optional: true } ? never : M]: z.output<
    Members[M]['schema']
  >;
} & {
  readonly [M in keyof Members as Members[M] extends { optional: true } ? M : never]?:
    z.output<Members[M]['schema']> | undefined;
};

/** What the client of a provider takes. */
export type SettingsOf<Provider extends ProviderSettings> = ValuesOf<Provider['settings']> & ClientRoute;
