import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';

// Run from dist/: the bundle is made of the compiled workflows and lies beside them, where `payouts worker` looks.
const { code } = await bundleWorkflowCode({
  workflowsPath: fileURLToPath(new URL('../workflows/index.js', import.meta.url)),
});
await writeFile(new URL('../workflow-bundle.js', import.meta.url), code);
