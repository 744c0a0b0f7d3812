import { startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox/index.ts';
import { rsaPairs } from './prepared.ts';

/**
 * A sandbox by the RSA pairs of this run: to make new ones takes longer than most tests. Any account is there where a test
 * does not say otherwise, so that each may name its own.
 */
export function startTestSandbox({ settings, ...options }: SandboxOptions = {}): Promise<Sandbox> {
  const allinpay = { accounts: 'any', ...settings?.allinpay } as const;
  return startSandbox({ rsaPairs: rsaPairs(), ...options, settings: { ...settings, allinpay } });
}
