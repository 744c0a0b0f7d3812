import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { plantedBugs } from './plantedBugs.ts';

// Whether each is caught, `npm run verify -- crash --controls` shows.
it.each(Object.entries(plantedBugs))('the planted bug %s fits the sources', async (_name, { patches }) => {
  for (const { file, find } of patches) {
    const text = await readFile(fileURLToPath(new URL(`../../${file}`, import.meta.url)), 'utf8');
    expect(text.split(find)).toHaveLength(2);
  }
});
