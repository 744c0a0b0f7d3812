import type { ExportReport } from '../../clients/records/exportRecords.ts';
import type { RecordWindow } from '../../clients/records/window.ts';
import { moneyFlows } from '../../contract/flows/names.ts';
import { inShanghai } from '../times.ts';
import { sumsLine } from './outcomes.ts';
import { counted, printable } from './text.ts';

/** An export as a person reads it: what the file holds of the period, and whether that is all. */
export function exportText(file: string, window: RecordWindow, report: ExportReport): string {
  const { written, thereBefore, forgotten, mended, counts, allinpay } = report;
  const inFile = written + thereBefore;
  const flows = moneyFlows.flatMap((flow) => {
    const ends = Object.entries(counts[flow] ?? {}).map(([end, count]) => `${end} ${count}`);
    return ends.length === 0 ? [] : [`${flow.padEnd(20)} ${ends.sort().join(' · ')}`];
  });
  return [
    ...(mended === undefined ? [] : [mendedText(file, mended)]),
    ...flows,
    ...(allinpay.payouts === 0 ? [] : [`Allinpay, by run: ${sumsLine(allinpay)}`]),
    `${counted(inFile, 'run')} closed from ${inShanghai(window.closedFrom)} to before ${inShanghai(window.closedTo)} in ${file}: ` +
      `${written} added, ${thereBefore} there before`,
    ...(forgotten === 0 ? [] : [`${counted(forgotten, 'run')} of them the server knows no more`]),
    ...report.missing.map((what) => `missing: ${printable(what)}`),
    report.isComplete
      ? `Complete: the server counts ${report.counted}.`
      : `NOT COMPLETE: the server counts ${report.counted}.`,
    ...agreementLines(report),
  ].join('\n');
}

/** Whether all is there and whether it adds up are two questions: a file may be complete and hold a wrong sum. */
function agreementLines({ allinpay, disagreeing }: ExportReport): string[] {
  if (allinpay.payouts === allinpay.withoutFigures) return [];
  if (allinpay.agrees) return ['The sums agree, in every run.'];
  return ['THE SUMS DO NOT AGREE:', ...disagreeing.map((what) => `does not agree: ${printable(what)}`)];
}

function mendedText(file: string, mended: NonNullable<ExportReport['mended']>): string {
  return mended === 'cut'
    ? `${file} ended in a torn line, of a run that was stopped: it was cut off, and its record is written again`
    : `${file} ended in a line without its end, of a run that was stopped: the end was added`;
}
