import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { defaultPayloadConverter } from '@temporalio/common';
import { historyFromJSON, type History, type Payload } from '@temporalio/common/lib/proto-utils.js';
import { z } from 'zod';
import { decisions } from '../../contract/attention.ts';
import { statuses } from '../../contract/head.ts';
import { flowNames } from '../../contract/flows/names.ts';
import { updateArguments, updateNames } from '../../contract/updates.ts';
import { workflowBundle } from '../../test/harness/prepared.ts';
import { noWorkerLogs } from '../../workers/telemetry/logs.ts';
import { historiesOfFiles } from '../../workers/versioning/replay/historyFiles.ts';
import { replayHistories, type Replayed } from '../../workers/versioning/replay/replayHistories.ts';
import { currentVersion, historyFile, recordedPaths, recordedVersions } from './corpus.ts';
import { scenes } from './scenes/index.ts';

const files = recordedVersions().flatMap((version) =>
  recordedPaths(version).map((path) => {
    const [flow = '', name = ''] = path.split('/');
    return { path: `${version}/${path}`, file: historyFile(version, flow, name) };
  }),
);
const histories = new Map<string, History>(
  files.map(({ path, file }) => [path, historyFromJSON(JSON.parse(readFileSync(file, 'utf8')))]),
);
const events = [...histories.values()].flatMap((history) => history.events ?? []);

describe('the workflow code as it is now', () => {
  const replayed = new Map<string, Replayed>();

  beforeAll(async () => {
    noWorkerLogs();
    const found = historiesOfFiles(files.map(({ file }) => file));
    for await (const result of replayHistories(found, { bundlePath: workflowBundle() })) {
      replayed.set(result.from, result);
    }
  });

  it.each(files)('does what it did in $path', ({ file }) => {
    expect(replayed.get(file)).toMatchObject({ outcome: 'ok' });
  });
});

describe('the recorded histories', () => {
  it('are one of each path that the recorder knows, of this very version', () => {
    const paths = scenes.map(({ flow, name }) => `${flow}/${name}`).sort();
    expect(recordedPaths(currentVersion())).toEqual(paths);
    expect(new Set(paths).size).toBe(paths.length);
  });

  it('hold every flow of the contract', () => {
    const flows = new Set(scenes.map(({ flow }) => flow));
    expect(flows).toEqual(new Set(flowNames));
  });

  it('hold every status, every update and every decision of the contract', () => {
    const seen = events.map((event) => event.upsertWorkflowSearchAttributesEventAttributes);
    const indexed = seen.map((upsert) => textOf(upsert?.searchAttributes?.indexedFields?.['PayoutStatus']));
    expect(statuses.filter((status) => !indexed.includes(status))).toEqual([]);

    const said = events.flatMap((event) => {
      const input = event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input;
      return input ? [{ name: input.name ?? '', argument: valueOf(input.args?.payloads?.[0]) }] : [];
    });
    expect(updateNames.filter((name) => !said.some((update) => update.name === name))).toEqual([]);

    const resolutions = said.flatMap(({ name, argument }) =>
      name === 'resolve' ? [updateArguments.resolve.parse(argument).decision as string] : [],
    );
    // `cancel` is said by the update of that name.
    const missed = decisions.filter((decision) => decision !== 'cancel' && !resolutions.includes(decision));
    expect(missed).toEqual([]);
  });

  it('tell nothing of the machine that they were recorded on', () => {
    for (const [path, history] of histories) {
      expect([
        path,
        textsOf(history).filter((text) => /file:\/\/|\/[\w.-]+\/[\w.-]+\.[jt]s\b|@[\w-]+$/.test(text)),
      ]).toEqual([path, []]);
    }
  });
});

function valueOf(payload: Payload | null | undefined): unknown {
  return payload ? defaultPayloadConverter.fromPayload<unknown>(payload) : undefined;
}

function textOf(payload: Payload | null | undefined): string {
  return z.string().catch('').parse(valueOf(payload));
}

/** Every text of a history, what its payloads hold included. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (value instanceof Uint8Array) return [new TextDecoder().decode(value)];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsOf);
}
