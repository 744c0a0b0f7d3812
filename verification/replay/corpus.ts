import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const folder = fileURLToPath(new URL('histories', import.meta.url));
const packageFile = new URL('../../package.json', import.meta.url);

/** The version that the sources are. */
export function currentVersion(): string {
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(packageFile, 'utf8'))).version;
}

export function historyFile(version: string, flow: string, path: string): string {
  return join(folder, version, flow, `${path}.json`);
}

/** Versions of which there are recorded histories. */
export function recordedVersions(): string[] {
  return readdirSync(folder).sort();
}

/** `flow/path` of every history of a version. */
export function recordedPaths(version: string): string[] {
  return readdirSync(join(folder, version), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .sort();
}
