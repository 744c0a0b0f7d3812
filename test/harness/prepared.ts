import { join } from 'node:path';
import type { RsaPairs } from '../../sandbox/index.ts';

/** What globalSetup made ready, read from the environment. */
function prepared(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: run the tests by npm test`);
  return value;
}

export const temporalCli = (): string => prepared('TEST_TEMPORAL_CLI');
export const temporalTestServer = (): string => prepared('TEST_TEMPORAL_TEST_SERVER');
/** the folder of the sources as they are now, compiled: `cli/main.js` and all else of them */
export const program = (): string => prepared('TEST_PROGRAM');
export const workflowBundle = (): string => join(program(), 'workflow-bundle.js');
export const rsaPairs = (): RsaPairs => JSON.parse(prepared('TEST_RSA_PAIRS')) as RsaPairs;
