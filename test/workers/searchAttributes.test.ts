import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Connection } from '@temporalio/client';
import { searchAttributeTypes } from '../../contract/searchAttributes.ts';
import { startDevServer, type DevServerOptions } from '../../local/temporal/index.ts';
import {
  describeSearchAttributes,
  missingSearchAttributes,
  registerSearchAttributes,
  WrongSearchAttributeType,
} from '../../workers/searchAttributes.ts';
import { temporaryDirectory } from '../cli/workerTerminal.ts';
import { temporalCli } from '../harness/prepared.ts';

let folder: Awaited<ReturnType<typeof temporaryDirectory>>;
const running: (() => Promise<void>)[] = [];

beforeAll(async () => {
  folder = await temporaryDirectory();
});
afterEach(async () => {
  for (const stop of running.splice(0).toReversed()) await stop();
});
afterAll(async () => {
  await folder.remove();
});

const namespace = 'default';

async function serverWith(searchAttributes: DevServerOptions['searchAttributes']): Promise<Connection> {
  const server = await startDevServer({ executable: temporalCli(), searchAttributes, runDir: folder.path });
  running.push(() => server.stop());
  const connection = await Connection.connect({ address: server.address });
  running.push(() => connection.close());
  return connection;
}

describe('search attributes', () => {
  it('that a namespace lacks are all named, made once, and then all there', async () => {
    const connection = await serverWith({ PayoutFlow: 'Keyword' });
    const missing = await missingSearchAttributes(connection, namespace);
    const lacking = Object.keys(searchAttributeTypes).filter((name) => name !== 'PayoutFlow');
    expect(missing.map(({ name }) => name)).toEqual(lacking);
    expect(describeSearchAttributes(missing)).toContain('PayoutSettleBy (Datetime) is missing');

    expect(await registerSearchAttributes(connection, namespace)).toEqual(lacking);
    expect(await missingSearchAttributes(connection, namespace)).toEqual([]);
    expect(await registerSearchAttributes(connection, namespace)).toEqual([]);
  });

  it('can be made by two at the same time', async () => {
    const connection = await serverWith({});
    await Promise.all([
      registerSearchAttributes(connection, namespace),
      registerSearchAttributes(connection, namespace),
    ]);
    expect(await missingSearchAttributes(connection, namespace)).toEqual([]);
  });

  it('of another type are named and left to a person, and nothing is made beside them', async () => {
    const connection = await serverWith({ PayoutPoints: 'Double' });
    const wrong = (await missingSearchAttributes(connection, namespace)).filter(
      ({ found }) => found !== undefined,
    );
    expect(wrong).toEqual([{ name: 'PayoutPoints', wanted: 'Int', found: 'Double' }]);
    await expect(registerSearchAttributes(connection, namespace)).rejects.toThrow(WrongSearchAttributeType);
    await expect(registerSearchAttributes(connection, namespace)).rejects.toThrow(
      'PayoutPoints is Double there and must be Int',
    );
    expect(await missingSearchAttributes(connection, namespace)).toHaveLength(
      Object.keys(searchAttributeTypes).length,
    );
  });

  it('cannot be looked at in a namespace that is not there', async () => {
    const connection = await serverWith({});
    await expect(missingSearchAttributes(connection, 'nowhere')).rejects.toThrow();
  });
});
