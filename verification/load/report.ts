import Table from 'cli-table3';

/** Something that must hold, with the figure that shows whether it does. */
export interface Claim {
  readonly claim: string;
  readonly holds: boolean;
  readonly figure: string;
}

/** What a scenario tried and what came of it. */
export interface ScenarioReport {
  readonly scenario: string;
  /** how much of it, in words */
  readonly size: string;
  readonly seconds: number;
  readonly claims: readonly Claim[];
  /** what was seen beside, by name */
  readonly figures: Readonly<Record<string, string | number>>;
}

/** A claim that a count is nought; names the first of what was counted. */
export function none(claim: string, found: readonly string[]): Claim {
  const named = found.slice(0, 3).join('; ');
  return {
    claim,
    holds: found.length === 0,
    figure: found.length === 0 ? '0' : `${found.length}: ${named}`,
  };
}

export function atMost(claim: string, figure: number, bound: number, unit = ''): Claim {
  const round = (value: number): string => String(Math.round(value * 100) / 100);
  return {
    claim,
    holds: figure <= bound,
    figure: `${round(figure)}${unit} (at most ${round(bound)}${unit})`,
  };
}

export function atLeast(claim: string, figure: number, bound: number): Claim {
  return { claim, holds: figure >= bound, figure: `${figure} (at least ${bound})` };
}

/** The claims that do not hold, in words. */
export function broken(reports: readonly ScenarioReport[]): string[] {
  return reports.flatMap(({ scenario, claims }) =>
    claims.filter(({ holds }) => !holds).map(({ claim, figure }) => `${scenario}: ${claim}: ${figure}`),
  );
}

/** The reports as a table for a terminal. */
export function tableOf(reports: readonly ScenarioReport[]): string {
  return reports
    .map(({ scenario, size, seconds, claims, figures }) => {
      const table = new Table({
        head: [`${scenario}: ${size}, ${Math.round(seconds)} s`, 'holds', 'figure'],
        style: { head: [], border: [] },
        wordWrap: true,
        colWidths: [66, 7, 60],
      });
      for (const { claim, holds, figure } of claims) table.push([claim, holds ? 'yes' : 'NO', figure]);
      for (const [name, figure] of Object.entries(figures)) table.push([name, '', String(figure)]);
      return table.toString();
    })
    .join('\n');
}
