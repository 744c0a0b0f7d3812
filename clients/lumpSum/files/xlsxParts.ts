import { strFromU8, unzipSync, zipSync, type Unzipped } from 'fflate';
import { UnreadableFile } from './fileProblem.ts';

/** Of everything in the archive, by its own table of contents. */
const MOST_UNPACKED_MB = 200;
const MOST_ENTRIES = 10_000;
const SHEET = 'corrections';
const WORKBOOK = 'xl/workbook.xml';
const RELATIONS = 'xl/_rels/workbook.xml.rels';

/** The one sheet that is read, apart from whatever else the workbook holds. */
export interface SheetParts {
  /** the sheet's place among the sheets, from 1 */
  readonly number: number;
  readonly sheetXml: string;
  /** an archive of the parts that the sheet needs, stored and no longer compressed */
  readonly archive: Uint8Array<ArrayBuffer>;
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
  const { number, relation } = chosenSheet(workbook);
  const sheetPath = relations.filter(({ Id }) => Id === relation).map(pathOf)[0];
  if (sheetPath === undefined) throw notAWorkbook();
  const shared = relations.filter(({ Type = '' }) => /\/(?:sharedStrings|styles)$/.test(Type)).map(pathOf);
  const parts = unpack(bytes, [sheetPath, ...shared]);
  const sheetXml = textOf(parts, sheetPath);
  // The library takes "1" only, and would read every date of such a file four years early.
  const dated = workbook.replace(/\bdate1904\s*=\s*(["'])true\1/, 'date1904="1"');
  const archive = zipSync({ ...index, [WORKBOOK]: new TextEncoder().encode(dated), ...parts }, { level: 0 });
  return { number, sheetXml, archive: new Uint8Array(archive) };
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
    throw new UnreadableFile('is a damaged workbook; open it in Excel and save it anew');
  }
}

function textOf(parts: Unzipped, path: string): string {
  const part = parts[path];
  if (part === undefined) throw notAWorkbook();
  return strFromU8(part);
}

function notAWorkbook(): UnreadableFile {
  return new UnreadableFile('is no Excel workbook; save it as .xlsx');
}

function chosenSheet(workbook: string): { readonly number: number; readonly relation: string } {
  const sheets = elements(workbook, 'sheet').filter(({ name }) => name !== undefined);
  const named = sheets.findIndex(({ name = '' }) => name.trim().toLowerCase() === SHEET);
  const at = Math.max(0, named);
  const { id, state } = sheets[at] ?? {};
  if (id === undefined) throw notAWorkbook();
  if (state !== undefined && state !== 'visible') {
    throw new UnreadableFile(`would be read from a hidden sheet; show it, or name another one "${SHEET}"`);
  }
  return { number: at + 1, relation: id };
}

type Attributes = Readonly<Partial<Record<string, string>>>;

/** Attributes of every element of a name, namespaces left off. Enough for the workbook's index, which is flat. */
function elements(xml: string, name: string): Attributes[] {
  const element = new RegExp(String.raw`<(?:[\w.-]+:)?${name}(\s[^>]*?)\/?>`, 'g');
  return [...xml.matchAll(element)].map(([, attributes = '']) =>
    Object.fromEntries(
      [...attributes.matchAll(/(?:[\w.-]+:)?([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(
        ([, key = '', double, single = '']) => [key, double ?? single],
      ),
    ),
  );
}

function pathOf({ Target = '' }: Attributes): string {
  return Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`;
}
