import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { z } from 'zod';
import { freePort } from '../temporal/freePort.ts';

const portNumber = z.int().min(1).max(65_535);
const portsSchema = z.object({ temporal: portNumber, ui: portNumber, sandbox: portNumber });

/** Where the parts of a stack listen on 127.0.0.1. */
export type StackPorts = Readonly<z.output<typeof portsSchema>>;

/** Temporal's own two, so that tools find the server without being told. */
const USUAL: StackPorts = { temporal: 7233, ui: 8233, sandbox: 8790 };

/**
 * The ports of the last time where they are free, else others; remembered in `file` for the next time, so that
 * addresses in shells and browsers stay good.
 * @param say told of every port that had to change
 */
export async function rememberedPorts(
  file: string,
  say: (line: string) => void,
  usual: StackPorts = USUAL,
): Promise<StackPorts> {
  const wanted = (await readPorts(file)) ?? usual;
  const ports = {
    temporal: await thisOrAnother('Temporal', wanted.temporal, say),
    ui: await thisOrAnother('the Temporal UI', wanted.ui, say),
    sandbox: await thisOrAnother('the sandbox', wanted.sandbox, say),
  };
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(ports)}\n`);
  return ports;
}

async function readPorts(file: string): Promise<StackPorts | undefined> {
  try {
    return portsSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    // Not there, or not ours any more: it holds nothing that cannot be chosen again.
    return undefined;
  }
}

async function thisOrAnother(what: string, port: number, say: (line: string) => void): Promise<number> {
  if (await isFree(port)) return port;
  const other = await freePort();
  say(`Port ${port} is taken; ${what} listens on ${other}.`);
  return other;
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
