/** One line of a file. */
export interface FileLine {
  /** counted from 1 */
  readonly number: number;
  /** the byte at which it begins */
  readonly from: number;
  readonly text: string;
  /** false: the file ends before the line does */
  readonly ended: boolean;
}

const NEWLINE = 0x0a;

/** The lines of a file as it is read; of a torn last line the place, so that it can be cut off there. */
export async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<FileLine, void, undefined> {
  let open: Buffer[] = [];
  let number = 1;
  let from = 0;
  const take = (ended: boolean): FileLine => {
    // Decoded whole: a character may lie across two chunks.
    const bytes = Buffer.concat(open);
    const line = { number, from, text: bytes.toString('utf8'), ended };
    from += bytes.length + 1;
    number += 1;
    open = [];
    return line;
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      open.push(chunk.subarray(start, end));
      start = end + 1;
      yield take(true);
    }
    if (start < chunk.length) open.push(chunk.subarray(start));
  }
  if (open.length > 0) yield take(false);
}
