import { unzipSync, type Unzipped } from 'fflate';
import { UnreadableFile } from './fileProblem.ts';

/** Of everything in the archive, by its own table of contents. */
const MOST_UNPACKED_MB = 200;
const MOST_ENTRIES = 10_000;
const SHEET = 'corrections';
const WORKBOOK = 'xl/workbook.xml';
const RELATIONS = 'xl/_rels/workbook.xml.rels';

/** The one sheet that is read, and what its cells refer to. */
export interface SheetParts {
  readonly sheetXml: string;
  /** dates are counted from 1904 */
  readonly since1904: boolean;
  readonly sharedStrings: Uint8Array | undefined;
  readonly styles: Uint8Array | undefined;
}

/**
 * Unpacks what one sheet needs: the sheet called "corrections", else the first. Sizes are checked before anything is
 * unpacked, and what is unpacked never grows over the size that was checked.
 * @throws UnreadableFile for what is no workbook, is too large, or hides the sheet
 */
export function sheetParts(bytes: Uint8Array): SheetParts {
  checkSizes(bytes);
  const index = unpack(bytes, [WORKBOOK, RELATIONS]);
  const workbook = textOf(index, WORKBOOK);
  const relations = elements(textOf(index, RELATIONS), 'Relationship');
  const sheet = pathWhere(relations, ({ Id }) => Id === chosenSheet(workbook));
  const sharedStrings = pathWhere(relations, ({ Type = '' }) => Type.endsWith('/sharedStrings'));
  const styles = pathWhere(relations, ({ Type = '' }) => Type.endsWith('/styles'));
  const parts = unpack(bytes, [sheet, sharedStrings, styles]);
  // The library reads it; here it is only to be known that it can be.
  if (sharedStrings in parts) textOf(parts, sharedStrings);
  const [properties] = elements(workbook, 'workbookPr');
  return {
    sheetXml: textOf(parts, sheet),
    since1904: /^(?:1|true)$/.test(properties?.['date1904'] ?? ''),
    sharedStrings: parts[sharedStrings],
    styles: parts[styles],
  };
}

function checkSizes(bytes: Uint8Array): void {
  let unpacked = 0;
  let entries = 0;
  try {
    unzipSync(bytes, {
      filter: ({ originalSize }) => {
        unpacked += originalSize;
        entries += 1;
        return false;
      },
    });
  } catch {
    throw notAWorkbook();
  }
  if (unpacked > MOST_UNPACKED_MB * 1024 * 1024 || entries > MOST_ENTRIES) {
    throw new UnreadableFile(
      `would unpack to more than ${MOST_UNPACKED_MB} MB; copy the rows into a new workbook, or split it`,
    );
  }
}

function unpack(bytes: Uint8Array, paths: readonly string[]): Unzipped {
  try {
    return unzipSync(bytes, { filter: ({ name }) => paths.includes(name) });
  } catch {
    throw damaged();
  }
}

function textOf(parts: Unzipped, path: string): string {
  const part = parts[path];
  if (part === undefined) throw notAWorkbook();
  return readText(part);
}

/** Every part of a workbook is UTF-8; the library would put another character for what is none. */
function readText(part: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(part);
  } catch {
    throw damaged();
  }
}

function damaged(): UnreadableFile {
  return new UnreadableFile('is a damaged workbook; open it in Excel and save it anew');
}

function notAWorkbook(): UnreadableFile {
  return new UnreadableFile('is no Excel workbook; save it as .xlsx');
}

/** @returns the relation that leads to the sheet */
function chosenSheet(workbook: string): string {
  const sheets = elements(workbook, 'sheet');
  const named = sheets.find(({ name = '' }) => name.trim().toLowerCase() === SHEET);
  const { id, state = 'visible' } = named ?? sheets[0] ?? {};
  if (id === undefined) throw notAWorkbook();
  if (state !== 'visible') {
    throw new UnreadableFile(`would be read from a hidden sheet; show it, or name another one "${SHEET}"`);
  }
  return id;
}

type Attributes = Readonly<Partial<Record<string, string>>>;

/** Attributes of every element of a name, namespaces left off. Enough for the workbook's index, which is flat. */
function elements(xml: string, name: string): Attributes[] {
  const element = new RegExp(String.raw`<(?:[\w.-]+:)?${name}(\s[^>]*?)?\/?>`, 'g');
  return [...xml.matchAll(element)].map(([, attributes = '']) =>
    Object.fromEntries(
      [...attributes.matchAll(/(?:[\w.-]+:)?([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(
        ([, key = '', double, single = '']) => [key, double ?? single],
      ),
    ),
  );
}

/** @returns an empty path, which no part has, where there is none */
function pathWhere(relations: readonly Attributes[], is: (relation: Attributes) => boolean): string {
  const { Target = '' } = relations.find(is) ?? {};
  if (Target === '') return '';
  return Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`;
}
