import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { buildWorkerProgram } from './workerProgram.ts';

const file = 'workflows/allinpayWithdrawal/submit.ts';
const find = "const CATCH_ALL = '3';";

describe('a worker program with a patch', () => {
  it('differs in the workflow bundle that its worker runs', async () => {
    const program = await buildWorkerProgram([{ file, find, replace: "const CATCH_ALL = '3333';" }]);
    try {
      const bundle = await readFile(join(program.top, 'workflow-bundle.js'), 'utf8');
      expect(bundle).toContain("CATCH_ALL = '3333'");
    } finally {
      await program.remove();
    }
  });

  it.each([
    ['a text that is not there', file, 'no such line', /0 times, not once/],
    ['a text that is there more than once', file, 'payout', /times, not once/],
    ['a file that is not there', 'workflows/none.ts', find, /no workflows\/none.ts/],
  ])('is refused for %s', async (_, patched, text, message) => {
    const patches = [{ file: patched, find: text, replace: '' }];
    await expect(buildWorkerProgram(patches)).rejects.toThrow(message);
  });
});
