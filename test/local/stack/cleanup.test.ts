import { describe, expect, it } from '@jest/globals';
import { Cleanup } from '../../../local/stack/cleanup.ts';

function cleanupOf(order: string[], ...names: string[]): Cleanup {
  const cleanup = new Cleanup();
  for (const name of names) {
    cleanup.add(() => {
      order.push(name);
      return name === 'broken' ? Promise.reject(new Error('cannot be ended')) : Promise.resolve();
    });
  }
  return cleanup;
}

describe('what was started', () => {
  it('is ended in the reverse order, once', async () => {
    const order: string[] = [];
    const cleanup = cleanupOf(order, 'server', 'sandbox', 'workers');
    await Promise.all([cleanup.run(), cleanup.run()]);
    expect(order).toEqual(['workers', 'sandbox', 'server']);
  });

  it('is ended also behind something that cannot be ended, which is told', async () => {
    const order: string[] = [];
    await expect(cleanupOf(order, 'server', 'broken', 'workers').run()).rejects.toThrow('cannot be ended');
    expect(order).toEqual(['workers', 'broken', 'server']);
  });
});
