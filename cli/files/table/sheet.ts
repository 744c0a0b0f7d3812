import { columnLetters, isEmptyCell, COLUMNS_MAX, ROWS_MAX, tooManyRows, type Cell } from './cell.ts';
import { UnreadableFile } from './fileProblem.ts';
import { TextGatherer, textTree, type RichText } from './richText.ts';
import { broken, cellOf, type CellContext } from './sheetCell.ts';
import type { Part } from './workbookParts.ts';
import { damaged, isOn, readXml, type Attributes } from './xml.ts';

/** A row of a sheet; its cells from the first column on. */
export interface SheetRow {
  readonly row: number;
  readonly cells: (Cell | null)[];
  isHidden: boolean;
}

export interface SheetContents {
  /** those that hold something, from the top */
  readonly rows: readonly SheetRow[];
  readonly hiddenColumns: readonly (readonly [first: number, last: number])[];
  /** `B2:B4` */
  readonly merges: readonly string[];
}

const TREE = {
  '': ['worksheet'],
  worksheet: ['sheetFormatPr', 'cols', 'sheetData', 'mergeCells'],
  cols: ['col'],
  sheetData: ['row'],
  row: ['c'],
  c: ['v', 'f', 'is'],
  is: ['t', 'r'],
  ...textTree,
  mergeCells: ['mergeCell'],
};

/** What is lower, in points, or narrower, in characters, shows nothing of a value. */
const LEAST_HEIGHT = 2;
const LEAST_WIDTH = 0.3;

/** @throws UnreadableFile for a damaged sheet, and for values too far down or to the right to be read */
export function readSheet({ path, bytes }: Part, context: CellContext): SheetContents {
  const reader = new SheetReader(context);
  readXml(bytes, path, TREE, reader);
  return reader.contents();
}

class SheetReader {
  readonly #context: CellContext;
  readonly #rows = new Map<number, SheetRow>();
  readonly #merges: string[] = [];
  readonly #columns: { readonly span: readonly [number, number]; readonly isHidden: boolean }[] = [];
  #hidesRows = false;
  #hidesColumns = false;
  #row = 0;
  #isRowHidden = false;
  #column = 0;
  #attributes: Attributes = {};
  #value: string | undefined;
  #inline: RichText | undefined;
  #isFormula = false;
  readonly #gatherer = new TextGatherer();

  constructor(context: CellContext) {
    this.#context = context;
  }

  open(name: string, attributes: Attributes): void {
    switch (name) {
      case 'sheetFormatPr':
        this.#hidesRows =
          isOn(attributes['zeroHeight']) || isBelow(attributes['defaultRowHeight'], LEAST_HEIGHT);
        this.#hidesColumns = isBelow(attributes['defaultColWidth'], LEAST_WIDTH);
        return;
      case 'col':
        this.#columns.push({
          span: [Number(attributes['min']?.value), Number(attributes['max']?.value)],
          isHidden: isOn(attributes['hidden']) || isBelow(attributes['width'], LEAST_WIDTH),
        });
        return;
      case 'mergeCell':
        this.#merges.push(attributes['ref']?.value ?? '');
        return;
      case 'row':
        this.#openRow(attributes);
        return;
      case 'c':
        this.#openCell(attributes);
        return;
      case 'v':
        if (this.#value !== undefined) throw damaged(`${this.#address()} has two values`);
        this.#value = '';
        return;
      case 'f':
        this.#isFormula = true;
        return;
      default:
        this.#gatherer.open(name, attributes);
    }
  }

  text(name: string, text: string): void {
    if (name === 'v') this.#value = (this.#value ?? '') + text;
    if (name === 't') this.#gatherer.add(text);
  }

  close(name: string): void {
    if (name === 'is') this.#inline = this.#gatherer.take();
    if (name === 'c') this.#closeCell();
  }

  contents(): SheetContents {
    const columns = this.#columns.filter(({ isHidden }) => isHidden).map(({ span }) => span);
    const named = this.#columns.map(({ span }) => span);
    return {
      rows: [...this.#rows.values()].sort((a, b) => a.row - b.row),
      hiddenColumns: this.#hidesColumns ? [...columns, ...gaps(named)] : columns,
      merges: this.#merges,
    };
  }

  #openRow({ r, hidden, ht }: Attributes): void {
    this.#row = r === undefined ? this.#row + 1 : Number(r.value);
    this.#column = 0;
    const isDefault = hidden === undefined && ht === undefined;
    this.#isRowHidden = isOn(hidden) || isBelow(ht, LEAST_HEIGHT) || (this.#hidesRows && isDefault);
  }

  #openCell(attributes: Attributes): void {
    const { r } = attributes;
    const { column, row } =
      r === undefined ? { column: this.#column + 1, row: this.#row } : addressOf(r.value);
    if (row !== this.#row) throw damaged(`${r?.value ?? ''} stands in row ${this.#row}`);
    this.#column = column;
    this.#attributes = attributes;
    this.#value = undefined;
    this.#inline = undefined;
    this.#isFormula = false;
  }

  #closeCell(): void {
    if (this.#value === undefined && this.#inline === undefined && !this.#isFormula) return;
    const { t, s } = this.#attributes;
    const raw = {
      type: t?.value ?? 'n',
      style: s?.value,
      value: this.#value,
      inline: this.#inline,
      isFormula: this.#isFormula,
    };
    const cell = cellOf(raw, this.#context);
    if (cell !== null) this.#keep(cell);
  }

  #keep(cell: Cell): void {
    if (this.#row > ROWS_MAX + 1) throw new UnreadableFile(tooManyRows);
    if (this.#column > COLUMNS_MAX) {
      throw new UnreadableFile(`has a value in ${this.#address()}, far right of any column; take it out`);
    }
    let row = this.#rows.get(this.#row);
    if (row === undefined) {
      row = { row: this.#row, cells: [], isHidden: false };
      this.#rows.set(this.#row, row);
    }
    row.isHidden ||= this.#isRowHidden && !isEmptyCell(cell);
    while (row.cells.length < this.#column) row.cells.push(null);
    const isTwice = row.cells[this.#column - 1] !== null;
    row.cells[this.#column - 1] = isTwice ? broken(cell.text, 'stands in the file twice') : cell;
  }

  #address(): string {
    return `${columnLetters(this.#column)}${this.#row}`;
  }
}

function isBelow(attribute: Attributes[string], least: number): boolean {
  return attribute !== undefined && Number(attribute.value) < least;
}

/** @throws UnreadableFile for what is no address such as `B2` */
export function addressOf(text: string): { readonly column: number; readonly row: number } {
  const [, letters, digits] = /^\$?([A-Z]{1,3})\$?([1-9]\d{0,8})$/.exec(text.trim()) ?? [];
  if (letters === undefined || digits === undefined) throw damaged(`${text} is no cell`);
  const column = Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
  return { column, row: Number(digits) };
}

/** The spans of columns that none of the others names. */
function gaps(spans: readonly (readonly [number, number])[]): [number, number][] {
  const found: [number, number][] = [];
  let next = 1;
  for (const [first, last] of [...spans].sort((a, b) => a[0] - b[0])) {
    if (first > next) found.push([next, first - 1]);
    next = Math.max(next, last + 1);
  }
  return [...found, [next, COLUMNS_MAX]];
}
