import { planCorrections } from '../../../clients/lumpSum/plan.ts';
import type { RecordLine } from '../../../clients/lumpSum/recordLine.ts';
import type { CommandContext } from '../../command.ts';
import type { ExitCode } from '../../io.ts';
import { liveBar } from '../../liveBar.ts';
import type { CorrectOptions } from './correctOptions.ts';
import type { FiledCorrections } from './correctionsOf.ts';
import { wrongLines } from './fileProblems.ts';
import { linesDocument, linesText, writeLines } from './recordReport.ts';

/** Says what a run of the file would do now; sends nothing and starts no correction. */
export async function dryRun(
  context: CommandContext,
  { batchId, file, corrections, rowsOf }: FiledCorrections,
  { out, skipInvalid }: CorrectOptions,
): Promise<ExitCode> {
  const bar = liveBar(context.io, 'records');
  let planned: RecordLine[];
  try {
    planned = await context.withClient((client) =>
      planCorrections(client, corrections, (done) => {
        bar.show({ done, total: file.records.length, words: 'judged' });
      }),
    );
  } finally {
    bar.stop();
  }
  const lines = [
    ...wrongLines(file.problems),
    ...planned.map((line) => ({ ...line, rows: rowsOf.get(line.recordId ?? '') })),
  ];
  const lost = await writeLines(out, lines);
  const blocked = file.problems.length > 0 && !skipInvalid;
  context.print({ dryRun: true, batchId, corrections: corrections.length, ...linesDocument(lines) }, () =>
    [
      linesText(lines, lost === undefined ? out : undefined),
      lastLine(batchId, corrections.length, blocked),
    ].join('\n'),
  );
  if (lost !== undefined) context.io.stderr.write(`${lost}\n`);
  if (blocked) return 2;
  if (lost !== undefined) return 1;
  return lines.every(({ outcome }) => outcome === 'toChange' || outcome === 'unchanged') ? 0 : 1;
}

function lastLine(batchId: string, corrections: number, blocked: boolean): string {
  const sent = 'Nothing was sent.';
  if (blocked) return `${sent} A run would send nothing either: mend what is wrong, or add --skip-invalid.`;
  return `${sent} A run would be ${corrections} correction${corrections === 1 ? '' : 's'} in the batch ${batchId}.`;
}
