import type { Command } from 'commander';
import { z } from 'zod';
import { isCorrection, recordLinesOf } from '../../../clients/follow/batchLines.ts';
import { batchProgress, type BatchProgress } from '../../../clients/follow/batchProgress.ts';
import { followBatch, type BatchView } from '../../../clients/follow/followBatch.ts';
import type { RecordLine } from '../../../clients/lumpSum/recordLine.ts';
import { isWell } from '../../../clients/results/outcome.ts';
import { UsageError, type CommandContext } from '../../command.ts';
import type { ExitCode } from '../../io.ts';
import { liveBar, type BarFigures } from '../../liveBar.ts';
import { outOptions, refuseUnwritable, unwritten } from '../../outFile.ts';
import { batchDocument, batchText, writeBatch, type BatchReport } from '../../render/batchReport.ts';
import { statusOf } from '../../render/outcomes.ts';
import { optionsBy } from '../../typed.ts';

const watchOptions = z.object({
  wait: z.boolean(),
  ...outOptions,
});

export async function watch(context: CommandContext, command: Command, batchId: string): Promise<ExitCode> {
  const options = optionsBy(watchOptions, command);
  await refuseUnwritable(options);
  const { io, global } = context;
  const interrupt = new AbortController();
  const listenNoMore = io.onInterrupt(() => {
    interrupt.abort();
  });
  const bar = liveBar(io, 'done');
  try {
    const report = await context.withClient(async (client): Promise<BatchReport> => {
      const view = await followBatch(
        client,
        { batchId, profile: global.profile },
        {
          once: !options.wait,
          signal: interrupt.signal,
          onRound: (now) => {
            bar.show(figuresOf(batchProgress(now, statusOf)));
          },
        },
      );
      bar.stop();
      return { batchId, view, lines: await recordLinesOf(client, view.runs) };
    });
    if (report.view.runs.length === 0) throw new UsageError(nobody(batchId, global.profile));
    const { out } = options;
    const lost = out === undefined ? undefined : await unwritten(out, () => writeBatch(out, report));
    context.print(batchDocument(report), () => batchText(report, lost === undefined ? out : undefined));
    if (lost !== undefined) io.stderr.write(`${lost}\n`);
    if (interrupt.signal.aborted) return 130;
    return lost === undefined ? exitCodeOf(report.view, report.lines) : 1;
  } finally {
    bar.stop();
    listenNoMore();
  }
}

function figuresOf({ done, total, counts }: BatchProgress): BarFigures {
  const words = Object.entries(counts).map(([name, count]) => `${name} ${count}`);
  return { done, total, words: words.length === 0 ? 'nothing yet' : words.join(' · ') };
}

function nobody(batchId: string, profile: string | undefined): string {
  const where = profile === undefined ? '' : ` of profile ${profile}`;
  return `The server knows no payout in a batch ${batchId}${where}. Check the name and the profile; \`payouts list\` shows what there is.`;
}

/** A batch of which the index shows only a part is not said to be well. */
function exitCodeOf({ runs, listed, counted }: BatchView, lines: readonly RecordLine[]): ExitCode {
  const well =
    listed === counted &&
    runs.every(({ outcome }) => outcome !== undefined && isWell(outcome)) &&
    (lines.length > 0 || !runs.some(isCorrection));
  return well ? 0 : 1;
}
