import type { RecordLine } from '../../../clients/lumpSum/recordLine.ts';
import { lumpSumCode } from '../../../contract/index.ts';
import type { FileProblem } from '../../files/lumpSum/correctionFile.ts';
import { writeTable } from '../../files/lumpSum/recordFile.ts';
import { ROWS_SHOWN_MAX } from '../../render/recordLines.ts';
import { counted, table } from '../../render/text.ts';

/** A table of what is wrong with a file, some dozens of rows; --json and --out hold all. */
export function problemTable(problems: readonly FileProblem[]): string {
  const rows = problems
    .slice(0, ROWS_SHOWN_MAX)
    .map(({ row, column, value, rule, message }) => [
      row === undefined ? '-' : String(row),
      column ?? '-',
      value ?? '',
      rule,
      message,
    ]);
  const more = problems.length - rows.length;
  return [
    table(['row', 'column', 'value', 'rule', 'note'], rows),
    counted(problems.length, 'problem') + (more > 0 ? `, ${more} not shown: --out FILE has them all` : ''),
  ].join('\n');
}

const columns = [
  { name: 'row', width: 8 },
  { name: 'id', width: 24 },
  { name: 'column', width: 24 },
  { name: 'value', width: 30 },
  { name: 'rule', width: 20 },
  { name: 'problem', width: 60 },
  { name: 'problemZh', width: 40 },
  { name: 'howToMend', width: 60 },
] as const;

/** Writes every problem, one row each. */
export function writeProblems(path: string, problems: readonly FileProblem[]): Promise<void> {
  return writeTable(
    path,
    columns,
    problems.map(({ row, recordId, column, value, rule, message }) => {
      const code = lumpSumCode(rule);
      return [
        row === undefined ? null : String(row),
        recordId ?? null,
        column ?? null,
        value ?? null,
        rule,
        message,
        code?.zh ?? null,
        code?.how ?? null,
      ];
    }),
  );
}

/** The records of a file that got into no correction, as lines of a report; problems of no record stand alone. */
export function wrongLines(problems: readonly FileProblem[]): RecordLine[] {
  const byRecord = new Map<string, FileProblem[]>();
  problems.forEach((problem, at) => {
    // A row without a readable id is a line of its own.
    const key = problem.recordId === undefined ? `#${problem.row ?? `?${at}`}` : `=${problem.recordId}`;
    byRecord.set(key, [...(byRecord.get(key) ?? []), problem]);
  });
  return [...byRecord.values()].map((ofRecord) => ({
    correctionId: undefined,
    recordId: ofRecord[0]?.recordId,
    rows: [...new Set(ofRecord.flatMap(({ row }) => row ?? []))],
    outcome: 'wrong',
    changes: [],
    problems: ofRecord.map(({ rule, column, message }) => ({
      code: rule,
      message,
      ...(column === undefined ? {} : { field: column }),
      foundBy: 'us',
    })),
  }));
}
