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
