import {
  FileRefusedError,
  readCorrectionFile,
  type FileProblem,
} from '../../cli/files/lumpSum/correctionFile.ts';
import { peakMb, residentMb } from '../../test/harness/memory.ts';

/** What one reading of a file came to. */
export interface Read {
  /** why it was refused as a whole */
  readonly refusal?: string;
  readonly problems: readonly FileProblem[];
  readonly wrong: number;
  readonly records: number;
  /** ms of the processor: other programs add nothing to it */
  readonly cpu: number;
  /** MB by which the process has grown at most meanwhile */
  readonly growth: number;
}

type Outcome = Omit<Read, 'cpu' | 'growth'>;

const [path = ''] = process.argv.slice(2);
const before = await residentMb(process.pid);
const begun = process.cpuUsage();
const outcome = await read(path);
const { user, system } = process.cpuUsage(begun);
const growth = (await peakMb(process.pid)) - before;
process.stdout.write(JSON.stringify({ ...outcome, cpu: (user + system) / 1000, growth } satisfies Read));

async function read(file: string): Promise<Outcome> {
  try {
    const { problems, wrong, records } = await readCorrectionFile(file);
    return { problems, wrong: wrong.length, records: records.length };
  } catch (error) {
    if (!(error instanceof FileRefusedError)) throw error;
    return { refusal: error.reason, problems: [], wrong: 0, records: 0 };
  }
}
