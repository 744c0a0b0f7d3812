import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { linesOf } from '../../../clients/records/lines.ts';

it('lines are the same however the bytes come', async () => {
  const content = fc
    .array(fc.constantFrom('a', '账', '\n', '{', 'x'.repeat(50)))
    .map((parts) => parts.join(''));
  await fc.assert(
    fc.asyncProperty(content, fc.array(fc.nat({ max: 7 })), async (text, cuts) => {
      const bytes = Buffer.from(text);
      const lines = [];
      for await (const line of linesOf(inPieces(bytes, cuts))) lines.push(line);
      expect(lines.map((line) => line.text + (line.ended ? '\n' : '')).join('')).toBe(text);
      for (const { from, text: words, ended } of lines) {
        const size = Buffer.byteLength(words);
        expect(bytes.subarray(from, from + size).toString()).toBe(words);
        expect(bytes[from + size]).toBe(ended ? 0x0a : undefined);
      }
    }),
  );
});

async function* inPieces(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  let from = 0;
  for (const size of sizes) {
    yield await Promise.resolve(bytes.subarray(from, from + size));
    from += size;
  }
  yield bytes.subarray(from);
}
