import { SettingsError } from './errors.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** An empty one is a word of its own to the SDK: it takes the header out that its configuration file has. */
const MAY_BE_EMPTY = 'TEMPORAL_GRPC_META_';

/**
 * The variables as they were meant: a secret file ends in a line end, a pasted value has blanks around it. Line ends
 * inside of a value (PEM) stay. One of blanks alone is not set.
 */
export function withoutBlanks(environment: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, text]): [string, string][] => {
      const value = text?.trim();
      if (value === undefined || (value === '' && !name.startsWith(MAY_BE_EMPTY))) return [];
      return [[name, value]];
    }),
  );
}

/**
 * What is wrong with a value whatever it is for. A shell takes quotes off; an env file, a unit file or a secret does
 * not, and a program that takes them off in turn could not be told from one that does not.
 */
export function valueProblem(value: string): string | undefined {
  return /^(["']).*\1$/s.test(value) ? 'stands in quotes: take them off' : undefined;
}

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
