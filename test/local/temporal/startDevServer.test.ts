import { access, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Connection, WorkflowClient } from '@temporalio/client';
import { freePort } from '../../../local/temporal/freePort.ts';
import { findTemporal, startDevServer } from '../../../local/temporal/index.ts';
import type { DevServer, DevServerOptions } from '../../../local/temporal/index.ts';
import { cacheDir, fakeExecutable, isRunning, temporaryFolder } from './fixtures.ts';

// A server that keeps its state takes a second or more to stop.
let executable: string;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let started: DevServer[] = [];

beforeAll(async () => {
  executable = await findTemporal({ cacheDir });
});

beforeEach(async () => {
  folder = await temporaryFolder();
});

afterEach(async () => {
  await Promise.all(started.map((server) => server.stop()));
  started = [];
  await folder.remove();
});

async function start(options: Partial<DevServerOptions> = {}): Promise<DevServer> {
  const runDir = join(folder.path, 'run');
  const server = await startDevServer({ executable, searchAttributes: {}, runDir, ...options });
  started.push(server);
  return server;
}

async function withConnection<T>(server: DevServer, use: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address: server.address });
  try {
    return await use(connection);
  } finally {
    await connection.close();
  }
}

const startWorkflow = (server: DevServer, workflowId: string): Promise<unknown> =>
  withConnection(server, (connection) =>
    new WorkflowClient({ connection }).start('nobodyRunsThis', { workflowId, taskQueue: 'nowhere' }),
  );

const statusOf = (server: DevServer, workflowId: string): Promise<string> =>
  withConnection(
    server,
    async (connection) =>
      (await new WorkflowClient({ connection }).getHandle(workflowId).describe()).status.name,
  );

describe('a dev server', () => {
  test('serves when it counts as started, with every search attribute of its kind', async () => {
    const server = await start({
      searchAttributes: { Flow: 'Keyword', Points: 'Int', Attention: 'Bool', SettleBy: 'Datetime' },
    });
    const { customAttributes } = await withConnection(server, (connection) =>
      connection.operatorService.listSearchAttributes({ namespace: server.namespace }),
    );
    // The numbers of temporal.api.enums.v1.IndexedValueType.
    expect(customAttributes).toMatchObject({ Flow: 2, Points: 3, Attention: 5, SettleBy: 6 });
  });

  test('stops, and leaves no process, record or log behind', async () => {
    const server = await start();
    await server.stop();
    await server.stop();
    expect(await isRunning(server.pid)).toBe(false);
    expect(await readdir(join(folder.path, 'run'))).toEqual([]);
  });

  test('serves a namespace of its own and takes dynamic configuration', async () => {
    const server = await start({
      namespace: 'other',
      searchAttributes: { Flow: 'Keyword' },
      dynamicConfig: { 'matching.numTaskqueueReadPartitions': 1 },
    });
    const described = await withConnection(server, (connection) =>
      connection.workflowService.describeNamespace({ namespace: 'other' }),
    );
    expect(described.namespaceInfo?.name).toBe('other');
  });

  test('has its UI when asked', async () => {
    const server = await start({ ui: true });
    const page = await fetch(server.uiUrl!);
    expect(page.status).toBe(200);
    await page.body?.cancel();
  });

  test('has no UI when not asked', async () => {
    const server = await start();
    expect(server.uiUrl).toBeUndefined();
  });

  test('several at once do not get in each other’s way', async () => {
    const servers = await Promise.all([start(), start(), start()]);
    expect(new Set(servers.map((server) => server.port)).size).toBe(3);
    for (const server of servers) expect(await isRunning(server.pid)).toBe(true);
  });
});

describe('a dev server with a database file', () => {
  test('keeps its state over a restart, and over a kill -9 on the same ports', async () => {
    const dbFile = join(folder.path, 'db', 'temporal.sqlite');
    const searchAttributes = { Flow: 'Keyword' } as const;
    const first = await start({ dbFile, searchAttributes, ui: true });
    await startWorkflow(first, 'before-the-restart');
    await first.stop();

    const second = await start({
      dbFile,
      searchAttributes,
      port: first.port,
      uiPort: first.uiPort!,
      ui: true,
    });
    expect(await statusOf(second, 'before-the-restart')).toBe('RUNNING');
    await startWorkflow(second, 'before-the-crash');
    await second.kill('SIGKILL');

    const third = await start({
      dbFile,
      searchAttributes: { ...searchAttributes, AddedLater: 'Int' },
      port: first.port,
      uiPort: first.uiPort!,
      ui: true,
    });
    expect([third.address, third.uiUrl]).toEqual([first.address, first.uiUrl]);
    expect(await statusOf(third, 'before-the-restart')).toBe('RUNNING');
    expect(await statusOf(third, 'before-the-crash')).toBe('RUNNING');
  });

  test('writes ahead of the file: a commit that rewrites a journal takes too long on a busy disk', async () => {
    const dbFile = join(folder.path, 'temporal.sqlite');
    await start({ dbFile });
    await expect(access(`${dbFile}-wal`)).resolves.toBeUndefined();
  });

  test('is not started twice on the same file', async () => {
    const dbFile = join(folder.path, 'temporal.sqlite');
    const first = await start({ dbFile });
    await expect(start({ dbFile })).rejects.toThrow(
      `already runs on ${dbFile}: at ${first.address}, started by process ${process.pid}`,
    );
  });
});

describe('a dev server that cannot start', () => {
  test('on a port that is taken says so, and is not mistaken for the server that has it', async () => {
    const first = await start();
    await expect(start({ port: first.port })).rejects.toThrow(`Port ${first.port} of 127.0.0.1 is taken`);
    expect(await isRunning(first.pid)).toBe(true);
  });

  test('because a search attribute is registered as another kind says which', async () => {
    const dbFile = join(folder.path, 'temporal.sqlite');
    const first = await start({ dbFile, searchAttributes: { Points: 'Int' } });
    await first.stop();
    const second = start({ dbFile, searchAttributes: { Points: 'Keyword' } });
    await expect(second).rejects.toThrow(
      'Search attribute Points is registered as another kind than Keyword',
    );
  });

  test('because there is no such executable says so', async () => {
    await expect(start({ executable: join(folder.path, 'absent') })).rejects.toThrow(/absent cannot be run/);
  });

  test('and never answers is given up at the deadline and ended', async () => {
    const pidFile = join(folder.path, 'pid');
    const mute = await fakeExecutable(join(folder.path, 'mute'), `echo $$ > ${pidFile}; exec sleep 600`);
    const starting = start({ executable: mute, port: await freePort(), startTimeoutMs: 1_000 });
    await expect(starting).rejects.toThrow(/is not ready: nobody listens there/);
    expect(await isRunning(Number(await readFile(pidFile, 'utf8')))).toBe(false);
  });

  test('because its database file is no database tells the end of its log', async () => {
    const dbFile = join(folder.path, 'a-folder');
    await mkdir(dbFile);
    await expect(start({ dbFile })).rejects.toThrow(/before it answered[^]*database/);
  });
});

afterAll(() => {
  expect(started).toEqual([]);
});
