import { randomUUID } from 'node:crypto';
import { access, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transform } from '@swc/core';
import type { Call } from './calls.ts';

/** Where in a call the worker ends itself, or what it finds there. */
export type KillPoint = 'beforeMark' | 'beforeSend' | 'afterAnswer' | 'beforeNext' | 'refuse';

/** The orders to the kill switch of one worker. */
export interface KillOrders {
  /** what the worker needs in its environment */
  readonly environment: Readonly<Record<string, string>>;
  give(point: KillPoint, call: Call): Promise<void>;
  /** whether one was given and not carried out yet */
  arePending(): Promise<boolean>;
  takeBack(): Promise<void>;
  remove(): Promise<void>;
}

const project = fileURLToPath(new URL('../../', import.meta.url));

/** Compiles the kill switch, inside the project, where it finds its packages. */
export async function prepareKillOrders(): Promise<KillOrders> {
  const parent = join(project, '.payouts/test');
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(join(parent, 'kill-'));
  const source = await readFile(new URL('killSwitch.ts', import.meta.url), 'utf8');
  const { code } = await transform(source, {
    swcrc: false,
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'es6' },
  });
  const program = join(folder, 'killSwitch.mjs');
  await writeFile(program, code);
  const order = join(folder, 'order.json');
  return {
    environment: { CRASH_ORDER: order, NODE_OPTIONS: `--import=${pathToFileURL(program).href}` },
    async give(point, { path, request }) {
      const text = JSON.stringify({ id: randomUUID(), point, path: path.source, nth: request });
      // In one move: the worker reads it at any moment.
      await writeFile(`${order}.new`, text);
      await rename(`${order}.new`, order);
    },
    arePending: () =>
      access(order).then(
        () => true,
        () => false,
      ),
    takeBack: () => rm(order, { force: true }),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
