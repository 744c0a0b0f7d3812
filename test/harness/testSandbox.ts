import { startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox/index.ts';
import { rsaPairs } from './prepared.ts';

/** A sandbox by the RSA pairs of this run: to make new ones takes longer than most tests. */
export function startTestSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  return startSandbox({ rsaPairs: rsaPairs(), ...options });
}
