import { UnreadableFile } from './fileProblem.ts';

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030';

const SAVE_AS = 'save it as "CSV UTF-8", or as .xlsx';
const CHUNK = 1 << 20;

/**
 * Which encoding a file of text is in: told by its byte order mark, else UTF-8 if it is that without a fault, else
 * GB18030 (what Excel writes as plain CSV on a Chinese Windows) if it is that without a fault. Nothing is ever replaced.
 * @throws UnreadableFile when it is neither, or could be either
 */
export function encodingOf(bytes: Uint8Array): TextEncoding {
  const encoding = likelyEncoding(bytes);
  for (const text of decoded(bytes, encoding)) {
    if (text.includes('\0')) {
      throw new UnreadableFile(
        `holds zero bytes, so it is no CSV or an UTF-16 one without a mark; ${SAVE_AS}`,
      );
    }
    if (encoding === 'gb18030' && NO_WRITING.test(text)) throw unknownEncoding();
  }
  return encoding;
}

function likelyEncoding(bytes: Uint8Array): TextEncoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (isValid(bytes, 'utf-8')) return 'utf-8';
  if (looksLikeUtf8(bytes) || !isValid(bytes, 'gb18030')) throw unknownEncoding();
  return 'gb18030';
}

/** Code points that no text of people holds: unassigned ones of GB18030 become these, and its control characters. */
const NO_WRITING = /[\u0080-\u009f]|\p{Co}|\p{Cn}/u;

function unknownEncoding(): UnreadableFile {
  return new UnreadableFile(`is not UTF-8, and no other encoding fits without a doubt; ${SAVE_AS}`);
}

/** A damaged UTF-8 file can be flawless GB18030, of other characters. Then most of it still reads as UTF-8. */
function looksLikeUtf8(bytes: Uint8Array): boolean {
  let read = 0;
  let faults = 0;
  for (const text of decoded(bytes, 'utf-8', false)) {
    for (const [character] of text.matchAll(/[\u0800-\uffff]/g)) {
      if (character === '\ufffd') faults += 1;
      else read += 1;
    }
  }
  return read > faults;
}

function isValid(bytes: Uint8Array, encoding: TextEncoding): boolean {
  const pieces = decoded(bytes, encoding);
  try {
    while (pieces.next().done !== true);
    return true;
  } catch (error) {
    if (error instanceof UnreadableFile) return false;
    throw error;
  }
}

/**
 * The text of a file piece by piece, without a byte order mark, so that no second copy of the whole is held.
 * @throws UnreadableFile at bytes that are none of the encoding
 */
export function* decoded(bytes: Uint8Array, encoding: TextEncoding, fatal = true): Generator<string, void> {
  const decoder = new TextDecoder(encoding, { fatal });
  try {
    for (let at = 0; at < bytes.length; at += CHUNK) {
      yield decoder.decode(bytes.subarray(at, at + CHUNK), { stream: true });
    }
    yield decoder.decode();
  } catch {
    throw unknownEncoding();
  }
}
