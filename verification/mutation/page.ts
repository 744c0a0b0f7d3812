import { z } from 'zod';
import type { Mutant } from './mutants.ts';

/** Changes that no test can notice, since nothing comes of them: survivors.json. */
export const survivorsSchema = z.array(
  z.strictObject({
    file: z.string(),
    within: z.string(),
    code: z.string(),
    becomes: z.string(),
    why: z.string().min(1),
  }),
);

export type Survivor = Readonly<z.output<typeof survivorsSchema>[number]>;

const LOWEST = { all: 90, file: 80 };

/** What is wrong with a run, in words; nothing when every survivor is known for what it is and the scores hold. */
export function judge(mutants: readonly Mutant[], known: readonly Survivor[]): string[] {
  if (mutants.length === 0) return ['nothing was changed'];
  const survived = mutants.filter(({ noticed }) => !noticed);
  return [
    ...survived
      .filter((mutant) => whyOf(mutant, known) === undefined)
      .map(({ file, line, code, becomes }) => `${file}:${line}: no test notices: ${code} → ${becomes}`),
    ...known
      .filter((survivor) => !survived.some((mutant) => isSame(mutant, survivor)))
      .map(
        ({ file, code, becomes }) => `${file}: noticed or gone, take it off the list: ${code} → ${becomes}`,
      ),
    ...byFile(mutants)
      .filter(([, own]) => score(own) < LOWEST.file)
      .map(([file, own]) => `${file}: ${percent(own)} noticed, at least ${LOWEST.file} % are asked for`),
    ...(score(mutants) < LOWEST.all
      ? [`${percent(mutants)} noticed in all, at least ${LOWEST.all} % are asked for`]
      : []),
  ];
}

/** The page of docs/ that tells the scores and the survivors. */
export function page(mutants: readonly Mutant[], known: readonly Survivor[]): string {
  const files = byFile(mutants);
  const survived = mutants.filter(({ noticed }) => !noticed);
  const rows = [...files, ['all', mutants] as const].map(([file, own]) => {
    const noticed = own.filter((mutant) => mutant.noticed).length;
    return `| ${file} | ${own.length} | ${noticed} | ${percent(own)} |`;
  });
  const left = survived.map((mutant) => {
    const { file, line, code, becomes } = mutant;
    return `| ${file}:${line} | ${quoted(code)} | ${quoted(becomes)} | ${whyOf(mutant, known) ?? ''} |`;
  });
  return [
    '# What the tests of the decisions notice',
    'Written by `npm run verify -- mutation`, not by hand. Stryker changes the files that decide and do nothing else, one place at a time, and runs their tests: a change that no test notices is a rule that no test holds. Texts for people are not changed, codes and names are. The files are named in verification/mutation/decisions.mjs, the reasons below in verification/mutation/survivors.json; the command fails on a survivor without a reason.',
    `${mutants.length} changes, ${mutants.length - survived.length} noticed: **${percent(mutants)}**. Every branch of these files is taken by a test (\`npm run verify -- coverage\`).`,
    ['| file | changes | noticed | score |', '| --- | --- | --- | --- |', ...rows].join('\n'),
    '## What no test notices, and why',
    ['| where | was | became | why nothing notices |', '| --- | --- | --- | --- |', ...left].join('\n'),
  ].join('\n\n');
}

function byFile(mutants: readonly Mutant[]): (readonly [string, readonly Mutant[]])[] {
  const files = [...new Set(mutants.map(({ file }) => file))].sort();
  return files.map((file) => [file, mutants.filter((mutant) => mutant.file === file)]);
}

function score(mutants: readonly Mutant[]): number {
  return (100 * mutants.filter(({ noticed }) => noticed).length) / mutants.length;
}

function percent(mutants: readonly Mutant[]): string {
  return `${score(mutants).toFixed(1)} %`;
}

function whyOf(mutant: Mutant, known: readonly Survivor[]): string | undefined {
  return known.find((survivor) => isSame(mutant, survivor))?.why;
}

function isSame(mutant: Mutant, { file, within, code, becomes }: Survivor): boolean {
  return (
    mutant.file === file && mutant.within === within && mutant.code === code && mutant.becomes === becomes
  );
}

function quoted(code: string): string {
  const shown = code.length > 90 ? `${code.slice(0, 89)}…` : code;
  return shown === '' ? 'nothing' : `\`\` ${shown.replaceAll('|', '\\|')} \`\``;
}
