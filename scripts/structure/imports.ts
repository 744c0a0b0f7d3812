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
  return { files, arrows: arrows.filter(({ from, to }) => files.has(to) && from !== to) };
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
  const arrows = [...arrowsOfRooms(structure, depth).values()];
  return circles(arrows.filter(({ from, to }) => !from.startsWith(`${to}/`) && !to.startsWith(`${from}/`)));
}

/** Files that reach each other, each circle once. */
export function fileCirclesOf({ arrows }: Structure): string[][] {
  return circles(arrows);
}

function circles(arrows: readonly Arrow[]): string[][] {
  const next = new Map<string, string[]>();
  for (const { from, to } of arrows) next.set(from, [...(next.get(from) ?? []), to]);
  const reached = new Map([...next.keys()].map((start) => [start, reachedFrom(start, next)]));
  const found = new Map<string, string[]>();
  for (const [place, others] of reached) {
    if (!others.has(place)) continue;
    const circle = [...others].filter((other) => reached.get(other)?.has(place) ?? false).sort();
    found.set(circle.join(' '), circle);
  }
  return [...found.values()];
}

function reachedFrom(start: string, next: ReadonlyMap<string, readonly string[]>): Set<string> {
  const reached = new Set<string>();
  const waiting = [...(next.get(start) ?? [])];
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    if (reached.has(place)) continue;
    reached.add(place);
    waiting.push(...(next.get(place) ?? []));
  }
  return reached;
}
