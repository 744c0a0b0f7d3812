import Table from 'cli-table3';
import { calls } from './calls.ts';
import { meaningless } from './cells.ts';
import { faultNames, faults, type Fault } from './faults.ts';
import type { CellReport } from './matrix.ts';

const head = ['call', 'fault', 'becomes (times paid)', 'sent', 'calls', 'history', 'seconds'];

function rowOf(report: CellReport): string[] {
  const shown = (figure: number | undefined): string => (figure === undefined ? '?' : String(figure));
  return [
    `${report.flow} ${report.call}`,
    titleOf(report.fault),
    [report.outcome ?? 'no end', ...report.violations.map((violation) => `WRONG: ${violation}`)].join('\n'),
    shown(report.sent),
    shown(report.calls),
    shown(report.history),
    report.seconds?.toFixed(1) ?? '?',
  ];
}

const isFault = (name: string): name is Fault => name in faults;
const titleOf = (fault: string): string => (isFault(fault) ? faults[fault] : fault);

/** For a terminal. */
export function tableOf(reports: readonly CellReport[]): string {
  const table = new Table({ head, style: { head: [], border: [] } });
  table.push(...reports.map(rowOf));
  return table.toString();
}

/** One sentence of figures. */
export function summaryOf(reports: readonly CellReport[], seconds: number): string {
  const wrong = reports.filter(({ violations }) => violations.length > 0).length;
  const twice = reports.filter(({ paid = 0 }) => paid > 1).length;
  const lost = reports.filter(({ outcome = 'no end:' }) => outcome.includes('no end:')).length;
  const called = reports.filter(({ outcome = '' }) => outcome.includes(': ')).length;
  const longest = Math.max(0, ...reports.map(({ history = 0 }) => history));
  return `${reports.length} cells in ${seconds.toFixed(0)} s: ${twice} paid twice, ${lost} without an end, ${wrong} wrong; a person was called in ${called}, the longest history has ${longest} events`;
}

/** For docs/: one table a flow, a row a fault, a column a call; then why some mean nothing. */
export function markdownOf(reports: readonly CellReport[], summary: string): string {
  const byId = new Map(reports.map((report) => [report.id, report]));
  const flows = [...new Set(calls.map(({ flow }) => flow))];
  const sections = flows.map((flow) => {
    const columns = calls.filter((call) => call.flow === flow);
    const lines = faultNames.map((fault) => {
      const cells = columns.map((call) => {
        if (meaningless(call, fault) !== undefined) return '–';
        const report = byId.get(`${flow}/${call.name}/${fault}`);
        return report === undefined ? 'not run' : cellText(report);
      });
      return `| ${[faults[fault], ...cells].join(' | ')} |`;
    });
    const names = columns.map(({ name }) => name);
    return [
      `## ${flow}`,
      '',
      `| | ${names.join(' | ')} |`,
      `|---|${names.map(() => '---|').join('')}`,
      ...lines,
    ].join('\n');
  });
  return `${['# What becomes of a payout when one of its calls goes wrong', intro, summary, ...sections, reasons()].join('\n\n')}\n`;
}

const intro = [
  'Written by `npm run verify -- crash --write`, from runs on a real Temporal server with real worker processes.',
  'A cell is one payout, one of whose calls met one fault. It tells what a person was asked and decided, the status at the end, how often it was',
  'paid (1), then how often it was sent, and the events of its history. `–`: the fault means nothing for the call; why stands at the end.',
].join('\n');

function cellText({ outcome = 'no end', sent, history, violations }: CellReport): string {
  const figures = `sent ${sent ?? '?'}, ${history ?? '?'} events`;
  return [outcome, figures, ...violations.map((it) => `**${it}**`)].join('<br>').replaceAll('|', '\\|');
}

function reasons(): string {
  const lines = faultNames.flatMap((fault) => {
    const words = new Map<string, string[]>();
    for (const call of calls) {
      const why = meaningless(call, fault);
      if (why !== undefined) words.set(why, [...(words.get(why) ?? []), `${call.flow} ${call.name}`]);
    }
    return [...words].map(([why, where]) => `- ${faults[fault]}: ${where.join(', ')}. ${why}.`);
  });
  return ['## What means nothing', '', ...lines].join('\n');
}
