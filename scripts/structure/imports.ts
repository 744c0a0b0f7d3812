import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, posix, relative, sep } from 'node:path';
import ts from 'typescript';

/** One import between two files of ours; paths from the project's top. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
}

/** The files of some folders, and who imports whom among them. */
export interface Structure {
  /** lines of each file, by its path */
  readonly files: ReadonlyMap<string, number>;
  readonly arrows: readonly Arrow[];
}

/** Reads every import, of types too: an arrow that the compiler takes out is one that a reader follows. */
export async function readStructure(project: string, folders: readonly string[]): Promise<Structure> {
  const files = new Map<string, number>();
  const arrows: Arrow[] = [];
  for (const folder of folders) {
    const found = await readdir(join(project, folder), { recursive: true, withFileTypes: true });
    for (const entry of found.filter(({ name }) => name.endsWith('.ts'))) {
      const path = join(entry.parentPath, entry.name);
      const text = await readFile(path, 'utf8');
      const from = relative(project, path).split(sep).join('/');
      files.set(from, text.split('\n').length - 1);
      for (const { fileName } of ts.preProcessFile(text).importedFiles) {
        if (fileName.startsWith('.')) arrows.push({ from, to: posix.join(posix.dirname(from), fileName) });
      }
    }
  }
  return { files, arrows: arrows.filter(({ to }) => files.has(to)) };
}

/** The room of a file: its folder, at most `depth` deep. */
export function roomOf(file: string, depth: number): string {
  return dirname(file).split('/').slice(0, depth).join('/');
}

/** How many imports lead from one room to another, by `from → to`. */
export function arrowsOfRooms({ arrows }: Structure, depth: number): Map<string, Arrow & { count: number }> {
  const rooms = new Map<string, Arrow & { count: number }>();
  for (const arrow of arrows) {
    const [from, to] = [roomOf(arrow.from, depth), roomOf(arrow.to, depth)];
    if (from === to) continue;
    const name = `${from} → ${to}`;
    rooms.set(name, { from, to, count: (rooms.get(name)?.count ?? 0) + 1 });
  }
  return rooms;
}

/**
 * Rooms that reach each other, each circle once. A folder and what lies in it are no circle: its own files are what its
 * rooms share, and what puts them together.
 */
export function circlesOf(structure: Structure, depth: number): string[][] {
  const next = new Map<string, Set<string>>();
  for (const { from, to } of arrowsOfRooms(structure, depth).values()) {
    if (from.startsWith(`${to}/`) || to.startsWith(`${from}/`)) continue;
    next.set(from, (next.get(from) ?? new Set()).add(to));
  }
  const reachedFrom = (start: string): Set<string> => {
    const reached = new Set<string>();
    const waiting = [...(next.get(start) ?? [])];
    for (let room = waiting.pop(); room !== undefined; room = waiting.pop()) {
      if (reached.has(room)) continue;
      reached.add(room);
      waiting.push(...(next.get(room) ?? []));
    }
    return reached;
  };
  const reached = new Map([...next.keys()].map((room) => [room, reachedFrom(room)]));
  const circles = [...reached.keys()].map((room) =>
    [...reached.keys()].filter(
      (other) => (reached.get(room)?.has(other) ?? false) && (reached.get(other)?.has(room) ?? false),
    ),
  );
  return [
    ...new Map(
      circles.filter(({ length }) => length > 0).map((rooms) => [rooms.sort().join(), rooms]),
    ).values(),
  ];
}
