import { describe, expect, it } from '@jest/globals';
import { contractSchemas, isGiven } from '../../../contract/jsonSchemas.ts';
import { parse } from '../../../contract/problems.ts';
import { inputBreaks, resultBreaks } from './breaks.ts';
import { releases, schemaNow } from './releases.ts';

const all = await releases();
const results = all.filter(({ name }) => isGiven(name));

it('a release is kept, with data for everything that its contract names', () => {
  expect(all.length).toBeGreaterThan(0);
  for (const { samples } of all) expect(samples.length).toBeGreaterThanOrEqual(20);
});

describe.each(all)('$name of release $version', ({ name, schema, samples }) => {
  it('is taken as it was', () => {
    const now = schemaNow(name);
    expect(now === undefined ? 'is gone' : inputBreaks(schema, now)).toEqual([]);
    const zod = contractSchemas.get(name);
    const refused = samples.map((sample) => zod && parse(zod, sample)).filter((parsed) => !parsed?.ok);
    expect(refused).toEqual([]);
  });
});

describe.each(results)('$name, to a client of release $version,', ({ name, schema }) => {
  it('reads as it did', () => {
    const now = schemaNow(name);
    expect(now === undefined ? 'is gone' : resultBreaks(schema, now)).toEqual([]);
  });
});
