import { strToU8, zipSync } from 'fflate';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATION = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';

/** What of a workbook is written otherwise than usual. */
export interface BookOptions {
  /** below the rows of the sheet, such as merged cells */
  readonly after?: string;
  /** above them, such as columns */
  readonly before?: string;
  readonly sharedStrings?: string;
  readonly styles?: string;
  /** name of the workbook's part below `xl/` */
  readonly workbook?: string;
  /** targets as the relations have them */
  readonly target?: string;
  readonly workbookTarget?: string;
  readonly sheetPath?: string;
  /** a prefix of the spreadsheet's namespace in the sheet */
  readonly prefix?: string;
  readonly namespace?: string;
  readonly relation?: string;
  readonly sheets?: string;
  readonly parts?: Readonly<Record<string, string>>;
}

/** A workbook of one sheet, written by hand: what no library writes can be said in it. */
export function rawBook(rows: string, options: BookOptions = {}): Uint8Array {
  const {
    after = '',
    before = '',
    sharedStrings = '',
    styles = '',
    workbook = 'workbook.xml',
    target = 'worksheets/sheet1.xml',
    workbookTarget = `xl/${workbook}`,
    sheetPath = 'xl/worksheets/sheet1.xml',
    prefix = '',
    namespace = MAIN,
    relation = RELATION,
    sheets = '<sheet name="S" sheetId="1" r:id="a"/>',
    parts = {},
  } = options;
  const declared = prefix === '' ? `xmlns="${namespace}"` : `xmlns:${prefix.slice(0, -1)}="${namespace}"`;
  const related = (id: string, type: string, to: string): string =>
    `<Relationship Id="${id}" Type="${relation}/${type}" Target="${to}"/>`;
  const relations = [
    related('a', 'worksheet', target),
    related('b', 'sharedStrings', 'sharedStrings.xml'),
    related('c', 'styles', 'styles.xml'),
    related('d', 'worksheet', 'worksheets/sheet2.xml'),
  ];
  const texts: Record<string, string> = {
    '_rels/.rels': `<Relationships xmlns="${PACKAGE}">${related('w', 'officeDocument', workbookTarget)}</Relationships>`,
    [`xl/${workbook}`]: `<workbook xmlns="${namespace}" xmlns:r="${relation}"><sheets>${sheets}</sheets></workbook>`,
    [`xl/_rels/${workbook}.rels`]: `<Relationships xmlns="${PACKAGE}">${relations.join('')}</Relationships>`,
    'xl/sharedStrings.xml': `<sst xmlns="${namespace}">${sharedStrings}</sst>`,
    'xl/styles.xml': `<styleSheet xmlns="${namespace}">${styles}</styleSheet>`,
    [sheetPath]: `<${prefix}worksheet ${declared}>${before}<${prefix}sheetData>${rows}</${prefix}sheetData>${after}</${prefix}worksheet>`,
    ...parts,
  };
  return zipSync(Object.fromEntries(Object.entries(texts).map(([path, text]) => [path, strToU8(text)])));
}

/** A cell that holds its text itself. */
export function textCell(ref: string, text: string, attributes = ''): string {
  return `<c r="${ref}" t="inlineStr"${attributes}><is><t>${text}</t></is></c>`;
}

/** A row of such cells from the first column on. */
export function textRow(row: number, texts: readonly string[], attributes = ''): string {
  const cells = texts.map((text, at) =>
    text === '' ? '' : textCell(`${String.fromCharCode(65 + at)}${row}`, text),
  );
  return `<row r="${row}"${attributes}>${cells.join('')}</row>`;
}
