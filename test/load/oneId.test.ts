import { describe, expect, it } from '@jest/globals';
import { oneId } from './oneId.ts';
import { broken } from './report.ts';

describe('an id that is started 200 times at once, of every flow', () => {
  it('has one effect, and one outcome for all who started it', async () => {
    expect(broken([await oneId({ starts: 200, say: () => undefined })])).toEqual([]);
  }, 120_000);
});
