import { isUtf8 } from 'node:buffer';
import { SaxesParser, type SaxesAttributeNS, type SaxesTagNS } from 'saxes';
import { UnreadableFile } from './fileProblem.ts';

const SPREADSHEET = [
  'http://schemas.openxmlformats.org/spreadsheetml/2006/main',
  'http://purl.oclc.org/ooxml/spreadsheetml/main',
];
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';
const OURS = new Set([...SPREADSHEET, PACKAGE]);

/** Which elements are looked at in which; `''` holds the root. All others are passed over with what is in them. */
export type Tree = Readonly<Partial<Record<string, readonly string[]>>>;

/** Elements in which one that is not known could be a value, and may not be passed over. */
const VALUES = new Set(['sheetData', 'row', 'c', 'is', 'sst', 'si', 'r']);
/** What is known to hold no value: `rPh` is how a text is pronounced. */
const NO_VALUES = new Set(['extLst', 'rPh', 'phoneticPr', 'rPr']);
const TEXTS = new Set(['t', 'v', 'f']);

export type Attributes = Readonly<Partial<Record<string, SaxesAttributeNS>>>;

export interface XmlReader {
  open?(name: string, attributes: Attributes): void;
  text?(name: string, text: string): void;
  close?(name: string): void;
}

export const cutOff = 'is a workbook that is cut off; open it in Excel and save it anew';

export function damaged(why?: string): UnreadableFile {
  const reason = why === undefined ? '' : ` (${why})`;
  return new UnreadableFile(`is a damaged workbook${reason}; open it in Excel and save it anew`);
}

const CHUNK = 1 << 16;

/**
 * Reads one part of a workbook. Entities of its own, which a part never has, are refused with the whole file.
 * @param path of the part, for messages
 * @throws UnreadableFile for what is not well-formed, and for elements that could hold a value nobody would read
 */
export function readXml(part: Uint8Array, path: string, tree: Tree, reader: XmlReader): void {
  const parser = new SaxesParser({ xmlns: true, position: false });
  /** names of the open elements, an empty one for those that are passed over */
  const open = [''];
  const parent = (): string => open.at(-1) ?? '';
  // No more handlers than these six: with a seventh V8 keeps the parser as a dictionary, and it takes three times as long.
  parser.on('xmldecl', ({ encoding = 'utf-8' }) => {
    if (!/^utf-?(?:8|16)$/i.test(encoding)) throw damaged(`${path} is in ${encoding}`);
  });
  parser.on('doctype', () => {
    throw damaged(`${path} has entities of its own`);
  });
  parser.on('opentag', (tag: SaxesTagNS) => {
    const name = OURS.has(tag.uri) ? tag.local : '';
    const around = parent();
    const isKnown = tree[around]?.includes(name) === true && (around !== '' || open.length === 1);
    if (!isKnown && VALUES.has(around) && !NO_VALUES.has(name)) {
      throw damaged(`${path}: ${tag.name} in ${around} is not known`);
    }
    open.push(isKnown ? name : '');
    if (isKnown) reader.open?.(name, tag.attributes);
  });
  parser.on('closetag', () => {
    const name = open.pop() ?? '';
    if (name !== '') reader.close?.(name);
  });
  const take = (text: string): void => {
    const around = parent();
    if (TEXTS.has(around)) reader.text?.(around, text);
    else if (VALUES.has(around) && text.trim() !== '') throw damaged(`${path}: text in ${around}`);
  };
  parser.on('text', take);
  parser.on('cdata', take);
  parse(parser, part, path);
}

function parse(parser: SaxesParser<{ xmlns: true }>, part: Uint8Array, path: string): void {
  let isWhole = false;
  try {
    for (const text of decoded(part)) parser.write(text);
    isWhole = true;
    parser.close();
  } catch (error) {
    if (error instanceof UnreadableFile) throw error;
    // An archive that is cut off unpacks without a fault, and would be a shorter sheet.
    throw isWhole ? new UnreadableFile(cutOff) : damaged(`${path}: ${String(error)}`);
  }
}

/** Parts are UTF-8, or UTF-16 with a mark. Bytes that are none of it are refused, never replaced. */
function* decoded(part: Uint8Array): Generator<string, void> {
  const mark = Buffer.from(part.subarray(0, 2)).toString('hex');
  if (mark === 'fffe' || mark === 'feff') {
    yield new TextDecoder(mark === 'fffe' ? 'utf-16le' : 'utf-16be').decode(part);
    return;
  }
  if (!isUtf8(part)) throw damaged();
  const bytes = Buffer.from(part.buffer, part.byteOffset, part.byteLength);
  for (let at = 0; at < bytes.length;) {
    let end = Math.min(at + CHUNK, bytes.length);
    while (isInside(bytes[end])) end -= 1;
    yield bytes.toString('utf8', at, end);
    at = end;
  }
}

/** Whether a byte is of a character that begins before it. */
function isInside(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

/** `1` and `true`, as XML Schema has it. */
export function isOn(attribute: SaxesAttributeNS | undefined): boolean {
  return /^\s*(?:1|true)\s*$/.test(attribute?.value ?? '');
}
