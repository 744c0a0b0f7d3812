import { UsageError } from '../../clients/cli/command.ts';
import { problemPlace } from '../settings/problems.ts';
import { readSettings } from '../settings/readSettings.ts';
import type { Settings } from '../settings/settings.ts';
import type { Environment } from '../settings/sources.ts';

/** The settings of an environment. @throws UsageError that names every problem of them */
export function settingsOf(environment: Environment): Settings {
  const read = readSettings(environment);
  if (read.ok) return read.settings;
  throw new UsageError(
    'The settings cannot be used:',
    read.problems.map((problem) => ({ field: problemPlace(problem), message: problem.message })),
  );
}
