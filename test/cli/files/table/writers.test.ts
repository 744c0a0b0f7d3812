import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Table } from '../../../../cli/files/table/cell.ts';
import { csvTable } from '../../../../cli/files/table/csvTable.ts';
import { unguarded } from '../../../../cli/files/table/formulaGuard.ts';
import { encodingOf } from '../../../../cli/files/table/textEncoding.ts';
import { xlsxTable } from '../../../../cli/files/table/xlsxTable.ts';
import { rawBook } from './rawBook.ts';

/** Texts of people: words, signs that XML and CSV use themselves, blanks, line ends, characters of four bytes. */
const text = fc
  .array(
    fc.constantFrom(
      'a',
      '7',
      '.',
      '备注',
      '𠮷',
      '<',
      '>',
      '&',
      '"',
      "'",
      ',',
      ';',
      '\t',
      '\n',
      ' ',
      ']]>',
      '_x0041_',
      'é',
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => parts.join(''));
const table = fc.integer({ min: 2, max: 4 }).chain((width) =>
  fc.array(fc.array(fc.option(text, { freq: 4 }), { minLength: width, maxLength: width }), {
    minLength: 1,
    maxLength: 5,
  }),
);
type Texts = readonly (readonly (string | null)[])[];

async function textsIn({ rows }: Table): Promise<Map<number, (string | null)[]>> {
  const read = new Map<number, (string | null)[]>();
  for await (const { row, cells } of rows)
    read.set(
      row,
      cells.map((cell) => cell?.text ?? null),
    );
  return read;
}

function xml(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A text that reads like an escape is escaped itself. */
function kept(value: string): string {
  return value.replace(/_(?=x[0-9A-F]{4}_)/g, '_x005F_');
}

/** Ways in which programs write one text, its escapes being escaped already. */
const waysOfText: readonly ((value: string) => string)[] = [
  (value) => `<t xml:space="preserve">${xml(value)}</t>`,
  (value) => `<t><![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]></t>`,
  (value) => `<t>${Array.from(value, (one) => `&#${one.codePointAt(0)};`).join('')}</t>`,
  (value) => Array.from(value, (one) => `<r><rPr><sz val="9"/></rPr><t>${xml(one)}</t></r>`).join(''),
  (value) => `<t>${xml(value)}</t><rPh sb="0" eb="1"><t>read</t></rPh><phoneticPr fontId="1"/>`,
];

const bookWriter = fc.record({
  wayOfText: fc.nat(waysOfText.length - 1),
  isShared: fc.boolean(),
  prefix: fc.constantFrom('', 'x:'),
  hasAddresses: fc.boolean(),
  isBackwards: fc.boolean(),
  target: fc.constantFrom(
    'worksheets/sheet1.xml',
    './worksheets/sheet1.xml',
    '../xl/worksheets/sheet1.xml',
    '/xl/worksheets/sheet1.xml',
  ),
  workbook: fc.constantFrom('workbook.xml', 'workbook22.xml', 'book.xml'),
});

function written(
  texts: Texts,
  writer: typeof bookWriter extends fc.Arbitrary<infer T> ? T : never,
): Uint8Array {
  const shared: string[] = [];
  const way = waysOfText[writer.wayOfText] ?? xml;
  const rows = texts.map((cells, at) => {
    const its = cells.map((cell, column) => {
      const ref = writer.hasAddresses || cells.includes(null) ? ` r="${'ABCD'.charAt(column)}${at + 1}"` : '';
      if (cell === null) return '';
      const content = way(kept(cell));
      if (!writer.isShared) return `<c${ref} t="inlineStr"><is>${content}</is></c>`;
      shared.push(`<si>${content}</si>`);
      return `<c${ref} t="s"><v>${shared.length - 1}</v></c>`;
    });
    // Only cells with addresses may stand in another order.
    const ordered =
      writer.isBackwards && its.every((cell) => cell === '' || cell.includes(' r=')) ? its.reverse() : its;
    return `<row r="${at + 1}">${ordered.join('')}</row>`;
  });
  const sheet = (writer.isBackwards ? rows.reverse() : rows).join('');
  const prefixed = sheet.replace(/<!\[CDATA\[[^]*?\]\]>|<(\/?)(?=[a-z])/gi, (all: string, slash?: string) =>
    slash === undefined ? all : `<${slash}${writer.prefix}`,
  );
  const { prefix, target, workbook } = writer;
  return rawBook(prefixed, { prefix, target, workbook, sharedStrings: shared.join('') });
}

describe('a table that any program may have written', () => {
  it('is read back from a workbook, cell by cell', async () => {
    await fc.assert(
      fc.asyncProperty(table, bookWriter, async (texts, writer) => {
        const read = await textsIn(xlsxTable(written(texts, writer), 'payouts'));
        texts.forEach((cells, at) => {
          const its = read.get(at + 1) ?? [];
          expect(cells.map((_, column) => its[column] ?? null)).toEqual(cells);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('is read back from a CSV, each row with the line end that it has', async () => {
    const csvWriter = fc.record({
      delimiter: fc.constantFrom(',', ';', '\t'),
      ends: fc.array(fc.constantFrom('\n', '\r\n', '\r'), { minLength: 6, maxLength: 6 }),
      mark: fc.constantFrom('', '\ufeff'),
      quotesAll: fc.boolean(),
      endsAtEnd: fc.boolean(),
      encoding: fc.constantFrom('utf8' as const, 'utf16le' as const),
    });
    await fc.assert(
      fc.asyncProperty(
        table,
        csvWriter,
        async (texts, { delimiter, ends, mark, quotesAll, endsAtEnd, encoding }) => {
          const header = Array.from(texts[0] ?? [], (_, at) => `column${at}`);
          const quoted = (cell: string | null): string =>
            cell !== null && (quotesAll || /[",;\t\r\n]/.test(cell))
              ? `"${cell.replaceAll('"', '""')}"`
              : (cell ?? '');
          const lines = [header, ...texts].map((cells) => cells.map(quoted).join(delimiter));
          const content = lines
            .map((line, at) => (at === lines.length - 1 && !endsAtEnd ? line : line + (ends[at] ?? '\n')))
            .join('');
          const bytes = Buffer.from((encoding === 'utf8' ? mark : '\ufeff') + content, encoding);
          const read = await textsIn(csvTable(bytes, encodingOf(bytes)));
          texts.forEach((cells, at) => {
            // What a spreadsheet would run was written with a quote before it, which is taken off.
            expect(read.get(at + 2)).toEqual(cells.map((cell) => cell && unguarded(cell)));
          });
        },
      ),
      { numRuns: 300 },
    );
  });
});
