import { fileURLToPath } from 'node:url';
import { findTemporal, type ProgramName } from '../../local/temporal/index.ts';
import { generateRsaPairs } from '../../sandbox/credentials.ts';
import { prepareProgram } from './workerProgram.ts';

const cacheDir = fileURLToPath(new URL('../../.payouts', import.meta.url));

/**
 * Once before all suites, so that none waits for it: finds or fetches both servers, compiles the sources, bundles the
 * workflows and makes keys. What suites need of it travels in the environment.
 */
export default async function prepare(): Promise<void> {
  const say = (line: string): void => {
    process.stderr.write(`${line}\n`);
  };
  const find = (what: ProgramName): Promise<string> => findTemporal({ cacheDir, what, say });
  const [cli, testServer] = await Promise.all([find('cli'), find('test-server'), prepareProgram()]);
  process.env['TEST_TEMPORAL_CLI'] = cli;
  process.env['TEST_TEMPORAL_TEST_SERVER'] = testServer;
  process.env['TEST_RSA_PAIRS'] = JSON.stringify(generateRsaPairs());
}
