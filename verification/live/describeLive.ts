import { describe, test } from '@jest/globals';
import { isRequired, type ProviderSettings } from '../../providers/settings/declaration.ts';
import { describeSettingsProblems } from '../../workers/settings/problems.ts';
import { readSettings } from '../../workers/settings/readSettings.ts';
import type { ProfileSettings } from '../../workers/settings/settings.ts';

/**
 * The calls of one provider, from the worker's own variables of the environment (profile `default`). A provider with a
 * setting missing is skipped, and the run says which; one with a setting that is wrong fails.
 */
export function describeLive(
  { title, settings }: ProviderSettings,
  calls: (profile: ProfileSettings) => void,
): void {
  const all = Object.values(settings);
  const given: Record<string, string> = {};
  for (const setting of all.flatMap(({ name }) => [name, `${name}_FILE`])) {
    const value = process.env[setting];
    if (value) given[setting] = value;
  }
  const missing = all
    .filter(
      (setting) => isRequired(setting) && !(setting.name in given) && !(`${setting.name}_FILE` in given),
    )
    .map(({ name }) => name);

  if (missing.length > 0) {
    skipLive(`${title}, not set: ${missing.join(', ')}`);
    return;
  }
  describe(title, () => {
    // Other providers' settings are left out: what is wrong with them is for their own tests to say.
    const read = readSettings(given);
    const profile = read.ok ? read.settings.profiles[0] : undefined;
    if (profile !== undefined) calls(profile);
    else {
      test('has settings that a worker takes', () => {
        throw new Error(read.ok ? 'no profile' : describeSettingsProblems(read.problems));
      });
    }
  });
}

/** Skips a test and says so: of a file whose every test is skipped, Jest does not even print the names. */
export function skipLive(what: string): void {
  process.stderr.write(`SKIPPED ${what}\n`);
  test.skip(what, () => undefined);
}
