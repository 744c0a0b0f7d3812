import { CONFIG_VARIABLE } from '../../workers/settings/processWide.ts';
import { settingNames, type SettingName } from '../../workers/settings/providers.ts';
import type { Environment } from '../../workers/settings/sources.ts';

/**
 * What a stack takes from its environment: how its workers behave, and whom else they tell. What they say there is signed
 * by the stack's own secret, so that a real wallet in the shell's environment refuses it.
 */
const TAKEN: readonly string[] = [
  'OUTCOME_WEBHOOK_URL',
  'WALLET_CREDIT_URL',
  'ALLINPAY_POLL_PLAN',
  'RECONCILE_RECHECKS',
  'PROVIDER_DOWN_AFTER',
] satisfies SettingName[];

const isSet = (environment: Environment, name: string): boolean => (environment[name] ?? '').trim() !== '';
const variablesOf = (names: readonly string[]): string[] => names.flatMap((name) => [name, `${name}_FILE`]);

/** The settings that a stack's workers get beside those of its stand-ins, and whatever else is set and changes nothing. */
export function givenSettings(environment: Environment): {
  readonly settings: Environment;
  readonly unused: readonly string[];
} {
  const taken = variablesOf(TAKEN).filter((name) => isSet(environment, name));
  const others = [...variablesOf(settingNames.filter((name) => !TAKEN.includes(name))), CONFIG_VARIABLE];
  return {
    settings: Object.fromEntries(taken.map((name) => [name, environment[name]])),
    unused: others.filter((name) => isSet(environment, name)),
  };
}

/** The sandbox's settings with the given ones in place of its own. */
export function settingsOver(own: Environment, given: Environment): Environment {
  const replaced = Object.keys(given).map((name) => name.replace(/_FILE$/, ''));
  return {
    ...Object.fromEntries(Object.entries(own).filter(([name]) => !replaced.includes(name))),
    ...given,
  };
}
