import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

/**
 * The workflow bundle that workers run, as text.
 * @param folder of the workflows, compiled or not
 * @param extension of the modules there
 */
export async function workflowBundleOf(folder: string, extension: '.js' | '.ts'): Promise<string> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(folder, `index${extension}`),
    preloadModules: [join(folder, `preload${extension}`)],
    failureConverterPath: join(folder, `failureConverter${extension}`),
    logger: new DefaultLogger('ERROR'),
  });
  return code;
}
