/** One setting that is missing or wrong. The message says how to mend it and never holds a value. */
export interface SettingsProblem {
  /** the name of the variable, or of the place in the file */
  readonly setting: string;
  /** the table of `PAYOUTS_CONFIG` it stands in; absent for the environment */
  readonly profile?: string;
  readonly message: string;
}

/** @returns one line a problem: `[profiles.acme] FEISHU_APP_ID: is missing; …`. */
export function describeSettingsProblems(problems: readonly SettingsProblem[]): string {
  return problems
    .map(({ setting, profile, message }) => {
      const place = profile === undefined ? '' : `[profiles.${profile}] `;
      return `${place}${setting}: ${message}`;
    })
    .join('\n');
}
