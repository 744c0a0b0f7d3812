import { describe, expect, it } from '@jest/globals';
import { recordsIn, TempFiles } from './tempFiles.ts';

const files = new TempFiles();

const remark = '二〇二四年度奖金更正，喆';
const csv = `id,remark\nr-1,${remark}\n`;
const corrected = [{ id: 'r-1', remark }];

function utf16(text: string, bigEndian = false): Buffer {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
}

/** Two bytes a character, as iconv writes it: `printf 二〇二四年度奖金更正，喆 | iconv -t GB18030`. */
const gbk = Buffer.concat([
  Buffer.from('id,remark\nr-1,'),
  Buffer.from('b6fea996b6fecbc4c4eab6c8bdb1bdf0b8fcd5fda3ac86b4', 'hex'),
  Buffer.from('\n'),
]);

describe('the encoding of a CSV', () => {
  it.each([
    ['utf-8', Buffer.from(csv)],
    ['utf-8', Buffer.from(`\ufeff${csv}`)],
    ['utf-16le', utf16(csv.replaceAll(',', '\t').replace('，', '，'))],
    ['utf-16be', utf16(csv, true)],
    ['gb18030', gbk],
  ])('%s is told and read rightly', async (encoding, bytes) => {
    const read = await files.read('.csv', bytes);
    expect(recordsIn(read)).toEqual(corrected);
    expect(read.encoding).toBe(encoding);
  });

  it.each([
    ['GBK with a byte of something else', Buffer.concat([gbk, Buffer.from([0xff])])],
    ['GBK that ends in the middle of a character', gbk.subarray(0, gbk.length - 2)],
    ['Latin-1', Buffer.from('id,remark\nr-1,caf\u00e9\n', 'latin1')],
    ['UTF-8 with a damaged byte, though it is flawless GB18030', damaged()],
    ['UTF-8 with a mark and GBK behind it', Buffer.concat([Buffer.from('\ufeff'), gbk])],
  ])('is never guessed: %s is refused, and it says how to save', async (_, bytes) => {
    await expect(files.refusal('.csv', bytes)).resolves.toMatch(/is not UTF-8.*save it as "CSV UTF-8"/);
  });

  it('is never guessed: UTF-16 without a mark is refused', async () => {
    await expect(files.refusal('.csv', Buffer.from(csv, 'utf16le'))).resolves.toMatch(/zero bytes|not UTF-8/);
    await expect(files.refusal('.csv', Buffer.from('id,remark\nr-1,x\n', 'utf16le'))).resolves.toMatch(
      /zero bytes/,
    );
  });
});

/** A UTF-8 text without one of its bytes, which a decoder of GB18030 takes for other characters. */
function damaged(): Buffer {
  const bytes = Buffer.from(`id,remark\nr-1,${'奖金更正'.repeat(8)}a\n`);
  const at = bytes.indexOf(Buffer.from('奖'));
  for (let end = at + 1; end < bytes.length; end += 1) {
    const cut = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1, end), bytes.subarray(end + 1)]);
    try {
      new TextDecoder('gb18030', { fatal: true }).decode(cut);
      return cut;
    } catch {
      continue;
    }
  }
  throw new Error('no such damage');
}
