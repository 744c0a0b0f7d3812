import type { SettingProblem } from '../../providers/settings/declaration.ts';

/** One setting that is missing or wrong, and in which profile. */
export interface SettingsProblem extends SettingProblem {
  /** the table of `PAYOUTS_CONFIG` it stands in; absent for the environment */
  readonly profile?: string;
}

/** @returns where to mend it: `FEISHU_APP_ID`, or `[profiles.acme] FEISHU_APP_ID` */
export function problemPlace({ setting, profile }: SettingsProblem): string {
  return profile === undefined ? setting : `[profiles.${profile}] ${setting}`;
}

/** @returns one line a problem: `[profiles.acme] FEISHU_APP_ID: is missing; …`. */
export function describeSettingsProblems(problems: readonly SettingsProblem[]): string {
  return problems.map((problem) => `${problemPlace(problem)}: ${problem.message}`).join('\n');
}
