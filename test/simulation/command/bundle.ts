import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

/** Bundles the workflows as they are now. */
export async function bundleNow(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const extension = import.meta.url.slice(import.meta.url.lastIndexOf('.'));
  const workflowsPath = fileURLToPath(new URL(`../../../workflows/index${extension}`, import.meta.url));
  const folder = await mkdtemp(join(tmpdir(), 'payouts-simulation-'));
  const { code } = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('ERROR') });
  const path = join(folder, 'workflow-bundle.js');
  await writeFile(path, code);
  return { path, remove: () => rm(folder, { recursive: true, force: true }) };
}
