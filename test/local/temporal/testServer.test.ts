import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { findTemporal } from '../../../local/temporal/index.ts';
import { cacheDir } from './fixtures.ts';

let environment: TestWorkflowEnvironment | undefined;

beforeAll(async () => {
  const path = await findTemporal({ cacheDir, what: 'test-server' });
  environment = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path } },
  });
});

afterAll(async () => {
  await environment?.teardown();
});

test('the time-skipping server that was found skips time', async () => {
  const before = await environment!.currentTimeMs();
  await environment!.sleep('26h');
  expect((await environment!.currentTimeMs()) - before).toBeGreaterThanOrEqual(26 * 3_600_000);
});
