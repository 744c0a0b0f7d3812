import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { workflowBundleOf } from './workflowBundle.ts';

// Run from dist/: the bundle is made of the compiled workflows and lies beside them, where `payouts worker` looks.
const code = await workflowBundleOf(fileURLToPath(new URL('../workflows', import.meta.url)), '.js');
await writeFile(new URL('../workflow-bundle.js', import.meta.url), code);
