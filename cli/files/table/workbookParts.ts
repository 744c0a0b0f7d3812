import { unzipSync } from 'fflate';
import { UnreadableFile } from './fileProblem.ts';
import { damaged, isOn, readXml, type Attributes } from './xml.ts';

/** Of everything in the archive, by its own table of contents. */
const UNPACKED_MB_MAX = 200;
const ENTRIES_MAX = 10_000;

/** One part of a workbook, unpacked. */
export interface Part {
  readonly path: string;
  readonly bytes: Uint8Array;
}

export interface Sheet {
  readonly name: string;
  readonly isShown: boolean;
  readonly path: string;
}

export interface Workbook {
  /** sheets of cells, in the workbook's order; charts are none */
  readonly sheets: readonly Sheet[];
  /** dates are counted from 1904 */
  readonly since1904: boolean;
  readonly sharedStrings: Part | undefined;
  readonly styles: Part | undefined;
  readonly partAt: (path: string) => Part;
}

/**
 * Finds the parts of a workbook as Excel does: from the archive's relations to the workbook, from its relations to the
 * others. Sizes are checked before anything is unpacked, and what is unpacked never grows over the size that was checked.
 * @throws UnreadableFile for what is no workbook, is damaged or too large
 */
export function openWorkbook(bytes: Uint8Array): Workbook {
  const names = namesIn(bytes);
  const find = (path: string): Part | undefined => {
    const name = names.get(path.toLowerCase());
    return name === undefined ? undefined : { path, bytes: unpack(bytes, name) };
  };
  const partAt = (path: string): Part => {
    const part = find(path);
    if (part === undefined) throw notAWorkbook();
    return part;
  };
  const [workbook] = relationsOf(partAt('_rels/.rels'), '').filter(({ type }) => type === 'officeDocument');
  if (workbook === undefined) throw notAWorkbook();
  if (workbook.path.endsWith('.bin')) throw new UnreadableFile('is a binary workbook; save it as .xlsx');
  const folder = workbook.path.slice(0, workbook.path.lastIndexOf('/') + 1);
  const relations = relationsOf(partAt(relationsPath(folder, workbook.path)), folder);
  const pathOf = (type: string): string | undefined => relations.find((each) => each.type === type)?.path;
  const partOf = (type: string): Part | undefined => {
    const path = pathOf(type);
    return path === undefined ? undefined : find(path);
  };
  return {
    ...contentsOf(partAt(workbook.path), relations),
    sharedStrings: partOf('sharedStrings'),
    styles: partOf('styles'),
    partAt,
  };
}

/** @returns the archive's own names by their small letters, since Excel tells them by these */
function namesIn(bytes: Uint8Array): ReadonlyMap<string, string> {
  let unpacked = 0;
  let entries = 0;
  const names = new Map<string, string>();
  try {
    unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        unpacked += originalSize;
        entries += 1;
        names.set(name.toLowerCase(), name);
        return false;
      },
    });
  } catch {
    throw notAWorkbook();
  }
  if (unpacked > UNPACKED_MB_MAX * 1024 * 1024 || entries > ENTRIES_MAX) {
    throw new UnreadableFile(
      `would unpack to more than ${UNPACKED_MB_MAX} MB; copy the rows into a new workbook, or split it`,
    );
  }
  // Which of two is read is up to the program, and the sheet may be another one to who sees it.
  if (names.size < entries) throw damaged('two of its parts have one name');
  return names;
}

function unpack(bytes: Uint8Array, name: string): Uint8Array {
  try {
    return unzipSync(bytes, { filter: (entry) => entry.name === name })[name] ?? new Uint8Array();
  } catch {
    throw damaged();
  }
}

interface Relation {
  readonly id: string;
  /** the last word of its type, which is the same in strict workbooks */
  readonly type: string;
  readonly path: string;
}

function relationsPath(folder: string, path: string): string {
  return `${folder}_rels/${path.slice(folder.length)}.rels`;
}

const RELATIONS = { '': ['Relationships'], Relationships: ['Relationship'] };

/** @param folder that targets are counted from, with a slash at its end unless it is the root */
function relationsOf({ path, bytes }: Part, folder: string): Relation[] {
  const relations: Relation[] = [];
  readXml(bytes, path, RELATIONS, {
    open(_, { Id, Type, Target, TargetMode }) {
      if (Id === undefined || Target === undefined || TargetMode?.value === 'External') return;
      const type = Type?.value.split('/').at(-1) ?? '';
      relations.push({ id: Id.value, type, path: resolved(Target.value, folder) });
    },
  });
  return relations;
}

function resolved(target: string, folder: string): string {
  try {
    return decodeURIComponent(new URL(target, `file:///${folder}`).pathname.slice(1));
  } catch {
    throw damaged(`it points to ${target}`);
  }
}

const WORKBOOK = { '': ['workbook'], workbook: ['workbookPr', 'sheets'], sheets: ['sheet'] };

function contentsOf(
  { path, bytes }: Part,
  relations: readonly Relation[],
): Pick<Workbook, 'sheets' | 'since1904'> {
  const sheets: Sheet[] = [];
  let since1904 = false;
  readXml(bytes, path, WORKBOOK, {
    open(name, attributes) {
      if (name === 'workbookPr') since1904 = isOn(attributes['date1904']);
      if (name === 'sheet') sheets.push(...sheetOf(attributes, relations));
    },
  });
  return { sheets, since1904 };
}

function sheetOf(attributes: Attributes, relations: readonly Relation[]): Sheet[] {
  const id = Object.values(attributes).find(
    (attribute) => attribute?.local === 'id' && attribute.uri.endsWith('/relationships'),
  )?.value;
  const relation = relations.find((each) => each.id === id);
  if (relation === undefined) throw notAWorkbook();
  if (relation.type !== 'worksheet') return [];
  const { name, state } = attributes;
  return [
    { name: name?.value ?? '', isShown: (state?.value ?? 'visible') === 'visible', path: relation.path },
  ];
}

export function notAWorkbook(): UnreadableFile {
  return new UnreadableFile('is no Excel workbook; save it as .xlsx');
}
