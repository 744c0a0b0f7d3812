/** One setting that is missing or wrong. The message says how to mend it and never holds a value. */
export interface SettingsProblem {
  /** the name of the variable, or of the place in the file */
  readonly setting: string;
  /** the table of `PAYOUTS_CONFIG` it stands in; absent for the environment */
  readonly profile?: string;
  readonly message: string;
}

/** @returns where to mend it: `FEISHU_APP_ID`, or `[profiles.acme] FEISHU_APP_ID` */
export function problemPlace({ setting, profile }: SettingsProblem): string {
  return profile === undefined ? setting : `[profiles.${profile}] ${setting}`;
}

/** @returns one line a problem: `[profiles.acme] FEISHU_APP_ID: is missing; …`. */
export function describeSettingsProblems(problems: readonly SettingsProblem[]): string {
  return problems.map((problem) => `${problemPlace(problem)}: ${problem.message}`).join('\n');
}
