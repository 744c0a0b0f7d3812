import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { digestOfPart, isLargePart, PART_BYTES_MAX } from '../../rules/largeParts.ts';

describe('a part of an input', () => {
  const quotes = 2;

  it('is taken along up to 16 KB of JSON, and read from the first event above', () => {
    expect(PART_BYTES_MAX).toBe(16 * 1024);
    expect(isLargePart('x'.repeat(PART_BYTES_MAX - quotes))).toBe(false);
    expect(isLargePart('x'.repeat(PART_BYTES_MAX - quotes + 1))).toBe(true);
  });

  it('is measured in bytes, not in characters', () => {
    expect(isLargePart('订'.repeat(PART_BYTES_MAX / 3))).toBe(true);
  });

  it('has the SHA-256 of its JSON as digest, by whatever code makes it', () => {
    const part = [{ externalCode: '订-1', amount: '100.10' }];
    const expected = createHash('sha256').update(JSON.stringify(part)).digest('hex');
    expect(digestOfPart(part)).toBe(expected);
  });
});
