import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { workflowBundleOf } from '../../scripts/workflowBundle.ts';
import { findTemporal, type ProgramName } from '../../sandbox/temporal/index.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Once before all suites: finds or fetches both servers, so that no test waits for a download, and bundles the
 * workflows of the sources. What suites need of it travels in the environment.
 */
export default async function prepare(): Promise<() => Promise<void>> {
  const cacheDir = join(project, '.payouts');
  const say = (line: string): void => {
    process.stderr.write(`${line}\n`);
  };
  const find = (what: ProgramName): Promise<string> => findTemporal({ cacheDir, what, say });
  const [cli, testServer, bundle] = await Promise.all([
    find('cli'),
    find('test-server'),
    workflowBundleOf(join(project, 'workflows'), '.ts'),
  ]);
  const folder = await mkdtemp(join(tmpdir(), 'payouts-bundle-'));
  const path = join(folder, 'workflows.js');
  await writeFile(path, bundle);
  process.env['TEST_TEMPORAL_CLI'] = cli;
  process.env['TEST_TEMPORAL_TEST_SERVER'] = testServer;
  process.env['TEST_WORKFLOW_BUNDLE'] = path;
  return () => rm(folder, { recursive: true, force: true });
}
