/** Characters that take two columns, as the formatter of this repository counts them. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/gu;

/** A Markdown table, padded as the formatter would, so that the generated page stays as it is generated. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, ...rows].map((line) => line.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = head.map((_, column) => Math.max(3, ...lines.map((line) => widthOf(line[column] ?? ''))));
  const [first = '', ...others] = lines.map((line) =>
    lineOf(widths.map((width, column) => padded(line[column] ?? '', width))),
  );
  return [first, lineOf(widths.map((width) => '-'.repeat(width))), ...others].join('\n');
}

export function code(text: string): string {
  return `\`${text}\``;
}

function lineOf(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function padded(cell: string, width: number): string {
  return cell + ' '.repeat(width - widthOf(cell));
}

function widthOf(text: string): number {
  return text.length + (text.match(WIDE)?.length ?? 0);
}
