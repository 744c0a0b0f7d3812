export { namedAccounts, type NamedAccount } from './allinpay/namedAccounts.ts';
export type { Api } from './apis.ts';
export type { FaultRuleInput } from './faults/rules.ts';
export type { RsaPairs } from './credentials.ts';
export type { Call, Effect, EffectOf, Ledger, Outcome, Totals } from './ledger.ts';
export type { SettingsInput } from './settings.ts';
export { startSandbox, type Sandbox, type SandboxOptions } from './start.ts';
