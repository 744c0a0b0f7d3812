/** What globalSetup made ready, read from the environment. */
function prepared(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: run the tests by npm test`);
  return value;
}

export const temporalCli = (): string => prepared('TEST_TEMPORAL_CLI');
export const temporalTestServer = (): string => prepared('TEST_TEMPORAL_TEST_SERVER');
export const workflowBundle = (): string => prepared('TEST_WORKFLOW_BUNDLE');
