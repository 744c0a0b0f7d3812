import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Bundles the workflows as they are now. Loaded late: a copy of the sources has no scripts, and is given its bundle. */
export async function bundleNow(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const workflows = fileURLToPath(new URL('../../../workflows', import.meta.url));
  const { workflowBundleOf } = await import('../../../scripts/workflowBundle.ts');
  const folder = await mkdtemp(join(tmpdir(), 'payouts-simulation-'));
  const path = join(folder, 'workflow-bundle.js');
  const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
  await writeFile(path, await workflowBundleOf(workflows, extension));
  return { path, remove: () => rm(folder, { recursive: true, force: true }) };
}
