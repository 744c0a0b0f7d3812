import { textCell, type Cell } from './cell.ts';
import { dateOfIso, dateOfSerial } from './excelDate.ts';
import { typedNumber } from './excelNumber.ts';
import { numberShown, textShownOtherwise } from './numberFormat.ts';
import { unescaped, type RichText } from './richText.ts';
import type { CellStyle } from './styles.ts';

/** A cell as its XML has it. */
export interface RawCell {
  readonly type: string;
  readonly style: string | undefined;
  /** of `v` */
  readonly value: string | undefined;
  /** of `is` */
  readonly inline: RichText | undefined;
  readonly isFormula: boolean;
}

/** What the cells of a workbook refer to. */
export interface CellContext {
  readonly texts: readonly RichText[];
  readonly styles: readonly CellStyle[] | undefined;
  readonly since1904: boolean;
}

const NUMBER = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/;
const PLAIN_STYLE: CellStyle = { format: 'General', isStruckOut: false };

/** @returns what a reader of the sheet sees in the cell, or a fault; null for an empty one */
export function cellOf(raw: RawCell, context: CellContext): Cell | null {
  const cell = valueOf(raw, context);
  if (cell === null || cell.kind === 'fault') return cell;
  const style = styleOf(raw, context);
  if (style === undefined) return broken(cell.text, 'has a style that is not in the workbook');
  const isStruckOut = style.isStruckOut || textOf(raw, context)?.isStruckOut === true;
  if (isStruckOut) return shownOtherwise(cell.text, 'struck out: take the line off, or the value out');
  if (cell.kind === 'number') return numberOf(cell, style, context.since1904);
  const how = cell.kind === 'date' || isPlain(style) ? undefined : textShownOtherwise(style.format);
  return how === undefined ? cell : shownOtherwise(cell.text, `${how}: ${PLAIN}`);
}

function styleOf({ style }: RawCell, { styles }: CellContext): CellStyle | undefined {
  if (styles === undefined) return PLAIN_STYLE;
  return styles[Number(style ?? 0)] ?? (styles.length === 0 ? PLAIN_STYLE : undefined);
}

function valueOf(raw: RawCell, context: CellContext): Cell | null {
  const { type, value, inline, isFormula } = raw;
  if (type === 'e') return { kind: 'fault', text: value ?? '' };
  // Some programs write a formula with an empty value; only of text can an empty one be what it came to.
  const isCalculated = value !== undefined && (value !== '' || type === 'str');
  if (isFormula && !isCalculated) return { kind: 'fault', text: '' };
  if (inline !== undefined && (type !== 'inlineStr' || value !== undefined)) {
    return broken(inline.text, 'has two values');
  }
  if (type !== 'inlineStr' && (value === undefined || value === '')) return null;
  switch (type) {
    case 's':
    case 'inlineStr': {
      const text = textOf(raw, context);
      return text === undefined
        ? broken(value ?? '', 'has a text that is not in the workbook')
        : textCell(text.text);
    }
    case 'str':
      return textCell(unescaped(value ?? ''));
    case 'b':
      return booleanOf((value ?? '').trim());
    case 'd':
      return { kind: 'date', text: dateOfIso(value ?? '') };
    case 'n': {
      // Some programs write a plus and zeros before the digits, which no sheet shows.
      const digits = (value ?? '')
        .trim()
        .replace(/^([-+]?)0*(?=\d)/, (_, sign: string) => (sign === '-' ? '-' : ''));
      return NUMBER.test(digits) ? { kind: 'number', text: digits } : broken(digits, 'is no number');
    }
    default:
      return broken(value ?? '', `is of a kind that is not known (${type})`);
  }
}

function textOf({ type, value, inline }: RawCell, { texts }: CellContext): RichText | undefined {
  if (type === 'inlineStr') return inline ?? { text: '', isStruckOut: false };
  return type === 's' && /^\s*\d+\s*$/.test(value ?? '') ? texts[Number(value)] : undefined;
}

function booleanOf(value: string): Cell {
  if (!/^(?:[01]|true|false)$/.test(value)) return broken(value, 'is neither TRUE nor FALSE');
  return { kind: 'boolean', text: value === '1' || value === 'true' ? 'TRUE' : 'FALSE' };
}

/** Most cells are: no other format is looked into for them. */
function isPlain({ format }: CellStyle): boolean {
  return format === 'General' || format === '@';
}

function numberOf({ text }: Cell, style: CellStyle, since1904: boolean): Cell {
  const { format } = style;
  if (isPlain(style)) return { kind: 'number', text };
  const shown = numberShown(format, typedNumber(text));
  switch (shown.as) {
    case 'asKept':
      return { kind: 'number', text, ...(shown.currency === undefined ? {} : { currency: shown.currency }) };
    case 'date': {
      const date = dateOfSerial(text, since1904);
      return date === undefined
        ? broken(text, 'is shown as a date, and is none')
        : { kind: 'date', text: date };
    }
    case 'otherwise':
      return shownOtherwise(text, `${shown.how} (${format}): ${PLAIN}`);
  }
}

const PLAIN = 'format the cell as text and type what is meant';

function shownOtherwise(text: string, how: string): Cell {
  return { kind: 'fault', text, why: { rule: 'shownOtherwise', message: `is shown ${how}` } };
}

export function broken(text: string, what: string): Cell {
  return { kind: 'fault', text, why: { rule: 'cellType', message: `${what}: type it again` } };
}
