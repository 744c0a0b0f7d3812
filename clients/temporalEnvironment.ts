import { valueProblem, withoutBlanks, type Environment } from './environment.ts';
import { SettingsError } from './errors.ts';

/** Keys and certificates. */
const MAY_HAVE_LINES = /^TEMPORAL_TLS_.*_DATA$/;

/**
 * What the SDK's own reader of `TEMPORAL_*` is to be given.
 * @throws SettingsError that names every one that cannot be meant so
 */
export function temporalEnvironment(environment: Environment): Record<string, string> {
  const variables = withoutBlanks(environment);
  const problems = Object.entries(variables)
    .filter(([name]) => name.startsWith('TEMPORAL_'))
    .flatMap(([name, value]) => {
      const broken = /\p{Cc}/u.test(value) && !MAY_HAVE_LINES.test(name);
      const message = valueProblem(value) ?? (broken ? 'must be one line' : undefined);
      return message === undefined ? [] : [{ setting: name, message }];
    });
  if (problems.length > 0) throw new SettingsError(problems);
  return variables;
}
