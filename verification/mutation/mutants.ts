import { z } from 'zod';

const place = z.object({ line: z.int(), column: z.int() });

/** As far as it is read here. Source: the mutation-testing-elements report schema, version 2. */
const reportSchema = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.string(),
      mutants: z.array(
        z.object({
          status: z.string(),
          mutatorName: z.string(),
          replacement: z.string().optional(),
          location: z.object({ start: place, end: place }),
        }),
      ),
    }),
  ),
});

/** One place of a file changed once, and whether a test noticed. */
export interface Mutant {
  readonly file: string;
  readonly line: number;
  /** the whole line, which tells one place of a file from others that are written alike */
  readonly within: string;
  /** what stood there and what it was changed to, each on one line */
  readonly code: string;
  readonly becomes: string;
  readonly noticed: boolean;
}

/** Every change that was tried, of a report of Stryker's. */
export function readMutants(report: unknown): Mutant[] {
  return Object.entries(reportSchema.parse(report).files).flatMap(([file, { source, mutants }]) =>
    mutants
      .filter(({ status }) => status !== 'Ignored' && status !== 'CompileError')
      .map(({ status, replacement = '', location }) => ({
        file,
        line: location.start.line,
        within: oneLine(source.split('\n')[location.start.line - 1] ?? ''),
        code: oneLine(cut(source, location)),
        becomes: oneLine(replacement),
        noticed: status === 'Killed' || status === 'Timeout',
      })),
  );
}

type Location = Readonly<Record<'start' | 'end', z.output<typeof place>>>;

function cut(source: string, { start, end }: Location): string {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  const last = lines.pop() ?? '';
  return [...lines, last.slice(0, end.column - 1)].join('\n').slice(start.column - 1);
}

function oneLine(code: string): string {
  return code.replace(/\s+/g, ' ').trim();
}
