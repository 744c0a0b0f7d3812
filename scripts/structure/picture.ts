import { arrowsOfRooms, roomOf, type Structure } from './imports.ts';

/** What every folder may import: an arrow to it says nothing. */
const COMMON = 'contract';

/** The picture in Graphviz's language: a box a folder with the rooms in it, an arrow where one imports another. */
export function pictureOf(structure: Structure): string {
  const boxes = [...roomsOf(structure, 1)].map(([folder, size]) => {
    const rooms = [...roomsOf(structure, 2)].filter(([room]) => room.startsWith(`${folder}/`));
    const lines = rooms.map(([room, { files }]) => row(`${room.slice(folder.length + 1)}/  ${files}`));
    const title = `<tr><td><b>${folder}/</b></td></tr>${row(`${size.files} files, ${size.lines} lines`)}`;
    return `  ${JSON.stringify(folder)} [label=<<table border="0" cellspacing="1" cellpadding="0">${title}${lines.join('')}</table>>]`;
  });
  const arrows = [...arrowsOfRooms(structure, 1).values()]
    .filter(({ to }) => to !== COMMON)
    .map(({ from, to, count }) => `  ${JSON.stringify(from)} -> ${JSON.stringify(to)} [label=${count}]`);
  return [
    'digraph structure {',
    '  node [shape=box style="rounded,filled" fillcolor="#f6f8fa" color="#57606a" fontname="Helvetica" fontsize=11]',
    '  edge [color="#57606a" fontname="Helvetica" fontsize=9]',
    ...boxes,
    ...arrows.sort(),
    '}',
    '',
  ].join('\n');
}

function row(text: string): string {
  return `<tr><td align="left"><font point-size="9">${text}</font></td></tr>`;
}

/** Files and lines of every room, in the order of their names. */
export function roomsOf(
  { files }: Structure,
  depth: number,
): Map<string, { readonly files: number; readonly lines: number }> {
  const rooms = new Map<string, { files: number; lines: number }>();
  for (const [file, lines] of [...files].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const room = roomOf(file, depth);
    const size = rooms.get(room) ?? { files: 0, lines: 0 };
    rooms.set(room, { files: size.files + 1, lines: size.lines + lines });
  }
  return rooms;
}
