import { problemPlace } from '../workers/settings/problems.ts';
import { readSettings } from '../workers/settings/readSettings.ts';
import type { Settings } from '../workers/settings/settings.ts';
import type { Environment } from '../workers/settings/sources.ts';
import { UsageError } from './command.ts';

/**
 * The settings of an environment, or of one profile in it.
 * @throws UsageError that names every problem of them
 */
export function settingsOf(environment: Environment, profile: string | undefined): Settings {
  const read = readSettings(environment);
  if (read.ok) return onlyProfile(read.settings, profile);
  throw new UsageError(
    'The settings cannot be used:',
    read.problems.map((problem) => ({ field: problemPlace(problem), message: problem.message })),
  );
}

function onlyProfile({ profiles }: Settings, wanted: string | undefined): Settings {
  const chosen = profiles.filter(({ name }) => wanted === undefined || name === wanted);
  if (chosen.length > 0) return { profiles: chosen };
  const names = profiles.map(({ name }) => name).join(', ');
  throw new UsageError(`No settings for profile ${wanted ?? ''}; there are some for: ${names}`);
}
