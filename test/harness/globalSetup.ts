import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { workflowBundleOf } from '../../scripts/workflowBundle.ts';
import { findTemporal } from '../../sandbox/temporal/index.ts';

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
  process.env['TEST_TEMPORAL_CLI'] = await findTemporal({ cacheDir, what: 'cli', say });
  process.env['TEST_TEMPORAL_TEST_SERVER'] = await findTemporal({ cacheDir, what: 'test-server', say });
  const folder = await mkdtemp(join(tmpdir(), 'payouts-bundle-'));
  const path = join(folder, 'workflows.js');
  await writeFile(path, await workflowBundleOf(join(project, 'workflows'), '.ts'));
  process.env['TEST_WORKFLOW_BUNDLE'] = path;
  return () => rm(folder, { recursive: true, force: true });
}
