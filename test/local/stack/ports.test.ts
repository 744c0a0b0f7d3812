import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { rememberedPorts, type StackPorts } from '../../../local/stack/ports.ts';
import { freePort } from '../../../local/temporal/freePort.ts';
import { temporaryDirectory } from '../../cli/workerTerminal.ts';

let folder: Awaited<ReturnType<typeof temporaryDirectory>>;
let file: string;
let said: string[];
const listening: Server[] = [];

beforeEach(async () => {
  folder = await temporaryDirectory();
  file = join(folder.path, 'dev', 'ports.json');
  said = [];
});
afterEach(async () => {
  for (const server of listening.splice(0)) {
    server.close();
    await once(server, 'close');
  }
  await folder.remove();
});

const say = (line: string): void => {
  said.push(line);
};

async function threeFree(): Promise<StackPorts> {
  return { temporal: await freePort(), ui: await freePort(), sandbox: await freePort() };
}

async function occupy(port: number): Promise<void> {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  listening.push(server);
}

describe('the ports of a stack', () => {
  it('are the usual ones where these are free, and are remembered', async () => {
    const usual = await threeFree();
    expect(await rememberedPorts(file, say, usual)).toEqual(usual);
    expect(await rememberedPorts(file, say, await threeFree())).toEqual(usual);
    expect(said).toEqual([]);
  });

  it('change where one is taken, which is said, and are remembered as changed', async () => {
    const usual = await threeFree();
    await occupy(usual.ui);
    const ports = await rememberedPorts(file, say, usual);
    expect(ports).toMatchObject({ temporal: usual.temporal, sandbox: usual.sandbox });
    expect(ports.ui).not.toBe(usual.ui);
    expect(said).toEqual([`Port ${usual.ui} is taken; the Temporal UI listens on ${ports.ui}.`]);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(ports);
  });

  it('are chosen again when what was remembered cannot be read', async () => {
    const usual = await threeFree();
    await rememberedPorts(file, say, usual);
    await writeFile(file, '{"temporal":0}');
    expect(await rememberedPorts(file, say, usual)).toEqual(usual);
  });
});
