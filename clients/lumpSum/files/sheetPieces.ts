import { strToU8, zipSync, type Zippable } from 'fflate';
import type { SheetRow } from './sheetScan.ts';
import type { SheetParts } from './xlsxParts.ts';

/**
 * Up to 65,536 characters the library parses a sheet in one go. Above that it cuts the text into chunks, halves them
 * whenever one took over 7 ms, and calls itself for each: on a busy machine a large sheet ended in a stack overflow.
 */
const PIECE_CHARACTERS = 60_000;

/** Some rows of the sheet, numbered from 1 again. */
export interface Piece {
  /** rows of the sheet before its first */
  readonly offset: number;
  readonly xml: string;
}

/** Cuts a sheet between its rows into sheets that are small enough to be parsed in one go. */
export function piecesOf(rows: readonly SheetRow[]): Piece[] {
  const pieces: { offset: number; rows: string[] }[] = [];
  let length = PIECE_CHARACTERS;
  for (const { row, xml } of rows) {
    length += xml.length;
    if (length > PIECE_CHARACTERS) {
      pieces.push({ offset: row - 1, rows: [] });
      length = xml.length;
    }
    const piece = pieces.at(-1);
    piece?.rows.push(renumbered(xml, piece.offset));
  }
  return pieces.map(({ offset, rows: texts }) => ({
    offset,
    xml: `<worksheet><sheetData>${texts.join('')}</sheetData></worksheet>`,
  }));
}

function renumbered(xml: string, offset: number): string {
  return xml.replace(
    /(<(?:[\w.-]+:)?(?:row|c)\s(?:[^>]*?\s)?r\s*=\s*["'][A-Z]*)(\d+)/g,
    (_, before: string, row: string) => `${before}${Number(row) - offset}`,
  );
}

const RELATION = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A workbook of the pieces, its parts stored as they are: nothing in it is left to be unpacked. */
export function workbookOfPieces(
  pieces: readonly Piece[],
  { since1904, sharedStrings, styles }: SheetParts,
): ArrayBuffer {
  const relations: string[] = [];
  const parts: Zippable = {};
  const add = (id: string, type: string, content: Uint8Array): void => {
    relations.push(`<Relationship Id="${id}" Type="${RELATION}/${type}" Target="${id}.xml"/>`);
    parts[`xl/${id}.xml`] = content;
  };
  pieces.forEach(({ xml }, at) => {
    add(`sheet${at}`, 'worksheet', strToU8(xml));
  });
  if (sharedStrings !== undefined) add('sharedStrings', 'sharedStrings', sharedStrings);
  if (styles !== undefined) add('styles', 'styles', styles);
  const sheets = pieces.map((_, at) => `<sheet name="${at}" sheetId="${at + 1}" id="sheet${at}"/>`);
  const properties = since1904 ? '<workbookPr date1904="1"/>' : '';
  parts['xl/workbook.xml'] = strToU8(`<workbook>${properties}<sheets>${sheets.join('')}</sheets></workbook>`);
  parts['xl/_rels/workbook.xml.rels'] = strToU8(`<Relationships>${relations.join('')}</Relationships>`);
  const archive = new Uint8Array(zipSync(parts, { level: 0 }));
  return archive.buffer;
}
