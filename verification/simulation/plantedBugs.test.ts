import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import { plantedBugs } from './planted/bugs.ts';
import { runPlanted, type Caught } from './planted/run.ts';

const IN_EVERY_RUN = [
  'a time-out counts as a refusal',
  'an order is sent without looking it up',
  'polled in quiet hours',
  'code 0 means that all has settled',
  'a catch-all refusal is believed at once',
  'the key of a credit is made anew for every try',
  'reconciled with what was withdrawn instead of what was credited',
  'what the answer says is believed and not read back',
  'two decisions on one unknown outcome pay twice',
  'lines are claimed greedily by their amounts',
  'an error that is nobody’s word closes a run as Failed',
  'a young replay is believed without a look in a run that follows another',
];

// The others take longer: `npm run verify -- simulate --planted`.
const bugs = plantedBugs.filter(({ name }) => IN_EVERY_RUN.includes(name));

describe('every planted bug', () => {
  it.each(plantedBugs)('fits the sources: $name', async ({ patches }) => {
    for (const { file, find } of patches) {
      const text = await readFile(fileURLToPath(new URL(`../../${file}`, import.meta.url)), 'utf8');
      expect(text.split(find)).toHaveLength(2);
    }
  });
});

describe('a bug planted in a copy of the sources', () => {
  const caught: Caught[] = [];
  afterAll(() => {
    expect(caught).toHaveLength(IN_EVERY_RUN.length);
  });

  it.each(bugs)(
    'is caught: $name',
    async (bug) => {
      const result = await runPlanted(bug);
      caught.push(result);
      expect(result.by).toBeDefined();
    },
    120_000,
  );
});
