import { readPlainDecimal } from '../../../contract/decimal.ts';
import type { Cell } from './cell.ts';
import { EXCEL_DIGITS, significantDigits, typedNumber } from './excelNumber.ts';
import type { FileRule } from './fileProblem.ts';

/** What a column's cells are read as. */
export type CellKind = 'id' | 'amount' | 'count' | 'date' | 'time' | 'word' | 'remark' | 'yesNo';

/** A member's value as an input has it, or why the cell gives none. */
export type CellReading =
  | { readonly ok: true; readonly value: string | number | boolean | undefined }
  | { readonly ok: false; readonly rule: string; readonly message: string };

const AS_TEXT = 'format the column as text and type it again';

/**
 * Reads a cell as its column takes it. What others have a rule for (dates, decimals, words, counts that are none) is
 * passed on as the text it is, for that rule to judge; refused here is what the way through a spreadsheet has done to it.
 */
export function readCell(cell: Cell, kind: CellKind): CellReading {
  if (cell.why !== undefined) return refuse(cell.why.rule, cell.why.message);
  if (cell.kind === 'fault') return refuse('excelError', faultMessage(cell.text));
  switch (kind) {
    case 'remark':
      return readRemark(cell);
    case 'id':
      return readId(cell);
    case 'amount':
      return readAmount(cell);
    case 'count':
      return readCount(cell);
    case 'date':
      return cell.kind === 'boolean' ? wrongType(cell, 'a date such as 2024-08-01') : given(cell.text.trim());
    case 'time':
      return readTime(cell);
    case 'word':
      return cell.kind === 'text' ? given(cell.text.trim()) : wrongType(cell, 'text');
    case 'yesNo':
      return readYesNo(cell);
  }
}

function faultMessage(text: string): string {
  return text === ''
    ? 'is a formula that was never calculated: open the file in Excel and save it, or type the value'
    : 'is an error of Excel: mend the formula, or type the value';
}

/** The only text that is kept to the last space: its owner may mean it. */
function readRemark(cell: Cell): CellReading {
  switch (cell.kind) {
    case 'text':
      return given(cell.text);
    case 'number':
      return readNumber(cell);
    case 'date':
    case 'boolean':
    case 'fault':
      return wrongType(cell, 'text');
  }
}

function readId(cell: Cell): CellReading {
  const text = cell.text.trim();
  if (cell.kind === 'number') {
    if (/^\d+$/.test(text) && significantDigits(text) <= EXCEL_DIGITS) return given(text);
    return refuse(
      'excelRounded',
      `Excel keeps ${EXCEL_DIGITS} digits of a number and has put zeros for the others: ${AS_TEXT}`,
    );
  }
  if (cell.kind !== 'text') return wrongType(cell, 'an id');
  if (/^\d+(?:[.,]\d+)?E\+?\d+$/i.test(text)) {
    return refuse('excelRounded', `Excel has shortened the id, its digits are lost: ${AS_TEXT}`);
  }
  // As it stands in the file: a blank beside an id is refused, since it would be another id.
  return given(text === '' ? '' : cell.text);
}

function readAmount(cell: Cell): CellReading {
  if (cell.kind === 'number') return readNumber(cell);
  if (cell.kind !== 'text') return wrongType(cell, 'an amount such as 2000.00');
  const text = cell.text.trim();
  return isDressed(text) ? refuse('separators', plainForm(text)) : given(text);
}

function readCount(cell: Cell): CellReading {
  const text = cell.kind === 'number' ? (typedNumber(cell.text) ?? cell.text) : cell.text.trim();
  if (cell.kind === 'text' && isDressed(text)) return refuse('separators', plainForm(text));
  return given(/^(?:0|[1-9]\d{0,14})$/.test(text) ? Number(text) : text);
}

function readNumber(cell: Cell): CellReading {
  const typed = typedNumber(cell.text);
  if (typed !== undefined) return given(typed);
  return refuse(
    'excelRounded',
    `Excel has not kept every digit of the number: ${AS_TEXT}, or round the formula`,
  );
}

/** Compared as text with what Feishu says, so a form that Excel has put it into would make every record stale. */
function readTime(cell: Cell): CellReading {
  const text = cell.text.trim();
  const rewritten =
    cell.kind === 'number' || cell.kind === 'boolean' || /\/|^\d{4}-\d+-\d+( \d+:\d+)?$/.test(text);
  return rewritten
    ? refuse('cellType', `is not as \`payouts lump-sum query\` writes it (2024-08-01 12:34:56): ${AS_TEXT}`)
    : given(text);
}

function readYesNo(cell: Cell): CellReading {
  if (cell.kind === 'number' || cell.kind === 'date') return wrongType(cell, 'TRUE or FALSE');
  const text = cell.text.trim();
  return /^(?:true|false)$/i.test(text) ? { ok: true, value: text.toLowerCase() === 'true' } : given(text);
}

/** A number all the same, in clothes that another country reads as another number. */
function isDressed(text: string): boolean {
  if (readPlainDecimal(text) !== undefined) return false;
  const core = text.normalize('NFKC').replace(/^[-+]?\s*(?:[¥$€£]|CNY|RMB|USD)\s*|\s*元$/gi, '');
  return /^[-+]?\d[\d.,\s'’_]*$/.test(core);
}

function plainForm(text: string): string {
  const narrow = text.normalize('NFKC').trim();
  // Where groups of three stand before a point, or there are none, there is only one way to read it.
  const clear = /^-?(?:\d+(?:\.\d+)?|\d{1,3}(?:[,\s]\d{3})+\.\d+)$/.test(narrow);
  const plain = clear
    ? narrow.replace(/[,\s]/g, '')
    : 'digits and a point before the decimals, such as 2000.00';
  return `is not a plain number: write ${plain}`;
}

/** A cell of spaces says no more than an empty one. */
function given(text: string | number): CellReading {
  return { ok: true, value: text === '' ? undefined : text };
}

function wrongType(cell: Cell, wanted: string): CellReading {
  const what = {
    text: 'text',
    number: 'a number',
    date: 'a date',
    boolean: 'TRUE or FALSE',
    fault: 'an error',
  };
  return refuse(
    'cellType',
    `must be ${wanted}, and is ${what[cell.kind]} to Excel: format the column as text`,
  );
}

function refuse(rule: FileRule, message: string): CellReading {
  return { ok: false, rule, message };
}
