import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';

/** Beside each executable: what it was when it was put there. Its version is in the folder's name. */
const Origin = z.object({ sha256: z.string(), size: z.number(), modifiedMs: z.number() });
type Origin = z.infer<typeof Origin>;

/**
 * The executable kept in `folder`, or undefined when there is none or it is not what was put there. An untouched file
 * (same size and time) is believed; any other is hashed, since 156 MB take a third of a second and every test file asks.
 */
export async function cachedExecutable(folder: string, fileName: string): Promise<string | undefined> {
  const path = join(folder, fileName);
  try {
    const origin = Origin.parse(JSON.parse(await readFile(join(folder, 'origin.json'), 'utf8')));
    const file = await stat(path);
    if (file.size !== origin.size) return undefined;
    if (file.mtimeMs === origin.modifiedMs) return path;
    return (await sha256(path)) === origin.sha256 ? path : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Puts an executable into `folder` whole or not at all: `fetchInto` gets an empty folder beside it and answers where the
 * file is. Two processes that do this at once both succeed; the second one's copy is thrown away.
 * @throws whatever `fetchInto` throws.
 */
export async function keepExecutable(
  folder: string,
  fileName: string,
  fetchInto: (emptyFolder: string) => Promise<string>,
): Promise<string> {
  await mkdir(join(folder, '..'), { recursive: true });
  const draft = await mkdtemp(`${folder}.draft-`);
  try {
    await mkdir(join(draft, 'fetched'));
    const fetched = await fetchInto(join(draft, 'fetched'));
    const finished = join(draft, 'finished');
    await mkdir(finished);
    await rename(fetched, join(finished, fileName));
    await chmod(join(finished, fileName), 0o755);
    await writeFile(join(finished, 'origin.json'), JSON.stringify(await describe(join(finished, fileName))));
    await publish(finished, folder, fileName);
    return join(folder, fileName);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function publish(finished: string, folder: string, fileName: string): Promise<void> {
  for (;;) {
    try {
      await rename(finished, folder);
      return;
    } catch (error) {
      if (!isFolderInTheWay(error)) throw error;
    }
    if ((await cachedExecutable(folder, fileName)) !== undefined) return;
    // What is there is damaged. It is moved aside, not deleted in place: a server may be running from it.
    const aside = `${folder}.damaged-${randomUUID()}`;
    await rename(folder, aside).catch(() => undefined);
    await rm(aside, { recursive: true, force: true });
  }
}

function isFolderInTheWay(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('code' in error)) return false;
  return error.code === 'ENOTEMPTY' || error.code === 'EEXIST';
}

async function describe(path: string): Promise<Origin> {
  const file = await stat(path);
  return { sha256: await sha256(path), size: file.size, modifiedMs: file.mtimeMs };
}

async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}
