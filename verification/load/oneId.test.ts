import { describe, expect, it } from '@jest/globals';
import { oneId } from './oneId.ts';
import { broken } from './report.ts';

describe('an id that is started 60 times at once, of every flow', () => {
  it('has one effect, and one outcome for all who started it', async () => {
    expect(broken([await oneId({ starts: 60, say: () => undefined })])).toEqual([]);
  });
});
