import { describe, test } from '@jest/globals';
import { families } from '../../workers/settings/families.ts';
import { describeSettingsProblems } from '../../workers/settings/problems.ts';
import { readSettings } from '../../workers/settings/readSettings.ts';
import type { ProfileSettings } from '../../workers/settings/settings.ts';

type FamilyName = (typeof families)[number]['name'];

/**
 * The calls of one provider, from the worker's own variables of the environment (profile `default`). A family with a
 * setting missing is skipped, and the run says which; one with a setting that is wrong fails.
 */
export function describeLive(name: FamilyName, calls: (profile: ProfileSettings) => void): void {
  const family = families.find((one) => one.name === name);
  if (family === undefined) throw new Error(`no family ${name}`);
  const settings = [...family.required, ...family.optional].flatMap((setting) => [
    setting,
    `${setting}_FILE`,
  ]);
  const given: Record<string, string> = {};
  for (const setting of settings) {
    const value = process.env[setting];
    if (value) given[setting] = value;
  }
  const missing = family.required.filter((setting) => !(setting in given) && !(`${setting}_FILE` in given));

  if (missing.length > 0) {
    skipLive(`${name}, not set: ${missing.join(', ')}`);
    return;
  }
  describe(name, () => {
    // Other families' settings are left out: what is wrong with them is for their own tests to say.
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
