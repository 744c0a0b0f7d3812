import { expect, test } from '@jest/globals';
import { resolveTemporal } from '../../../local/temporal/index.ts';
import { found } from '../../../local/temporal/search.ts';
import type { Way } from '../../../local/temporal/search.ts';

const mustNotLook: Way = {
  title: 'must not be looked at',
  look: () => Promise.reject(new Error('A server was looked for although an address was given.')),
};
const finds: Way = { title: 'finds', look: () => Promise.resolve(found('/bin/temporal')) };
const cacheDir = 'unused';

test('an address that is given is taken as it is, and no server is looked for', async () => {
  const env = { TEMPORAL_ADDRESS: 'elsewhere:7233' };
  expect(await resolveTemporal({ cacheDir, env, ways: [mustNotLook] })).toEqual({
    kind: 'address',
    address: 'elsewhere:7233',
  });
});

test('an address given in code comes before the one in the environment', async () => {
  const env = { TEMPORAL_ADDRESS: 'elsewhere:7233' };
  const source = await resolveTemporal({ cacheDir, env, address: 'here:7233', ways: [mustNotLook] });
  expect(source).toEqual({ kind: 'address', address: 'here:7233' });
});

test.each([{}, { TEMPORAL_ADDRESS: '' }])('without an address (%j) an executable is found', async (env) => {
  expect(await resolveTemporal({ cacheDir, env, ways: [finds] })).toEqual({
    kind: 'executable',
    path: '/bin/temporal',
  });
});
