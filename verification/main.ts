import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('..', import.meta.url));

/** Node's words for one program; what was typed after its name comes behind them. */
interface Program {
  readonly what: string;
  readonly steps: (typed: readonly string[]) => readonly (readonly string[])[];
  readonly environment?: Readonly<Record<string, string>>;
}

const typescript = ['--import', 'tsx'];
const jest = (config: string): string[] => [npm(), 'test', '--', '--config', `verification/${config}`];
const suites = (): string[] => jest('jest.config.mjs');
const built = (): string[] => [npm(), 'run', 'build'];

const programs: Readonly<Record<string, Program>> = {
  tests: {
    what: 'every suite of this folder, each net in a short form with a seed of its own; what CI runs (the default)',
    steps: (typed) => [[...suites(), ...typed]],
  },
  simulate: {
    what: 'payouts, faults, people and restarts in virtual time, a seed each',
    steps: (typed) => [[...typescript, 'verification/simulation/main.ts', ...typed]],
  },
  growth: {
    what: 'a year of one payout in virtual time: how long its history has grown',
    steps: (typed) => [[...typescript, '--max-semi-space-size=64', 'verification/growth/main.ts', ...typed]],
  },
  crash: {
    what: 'every external call × every fault, on a real server, with SIGKILL',
    steps: (typed) => [[...typescript, 'verification/crash/main.ts', ...typed]],
  },
  load: {
    what: 'a thousand payouts while workers and server crash, ten thousand at once',
    steps: (typed) => [[...typescript, 'verification/load/main.ts', ...typed]],
  },
  record: {
    what: 'records a history of every path of every flow, which the suites replay',
    steps: (typed) => [[...typescript, 'verification/replay/main.ts', ...typed]],
  },
  fuzz: {
    what: 'answers of the providers, changed in every way that a wire allows',
    steps: (typed) => [[...suites(), 'verification/fuzz', ...typed]],
    environment: { FUZZ_RUNS: '34000' },
  },
  coverage: {
    what: 'how far the suites of the decisions reach: every branch',
    steps: (typed) => [[...jest('mutation/jest.config.mjs'), ...typed]],
  },
  mutation: {
    what: 'changes the decisions one place at a time: does a suite notice?',
    steps: (typed) => [
      [
        'node_modules/@stryker-mutator/core/bin/stryker.js',
        'run',
        'verification/mutation/stryker.config.mjs',
        ...typed,
      ],
      [...typescript, 'verification/mutation/main.ts'],
    ],
  },
  live: {
    what: 'calls that only read, at the real providers',
    steps: (typed) => [[...jest('live/jest.config.mjs'), ...typed]],
  },
  pace: {
    what: 'how near the whole comes to the limits of the providers, beside a plain loop',
    steps: (typed) => [built(), ['dist/verification/bench/pace.js', ...typed]],
  },
  start: {
    what: 'how long the commands take to start, beside bare node',
    steps: (typed) => [built(), ['dist/verification/bench/start.js', ...typed]],
  },
};

/** The npm that runs this, as a program of node. */
function npm(): string {
  const path = process.env['npm_execpath'];
  if (path === undefined) throw new Error('run it by npm: npm run verify -- NAME');
  return path;
}

/** Runs a program to its end, or until one of its steps fails. @returns its exit code */
async function run({ steps, environment }: Program, typed: readonly string[]): Promise<number> {
  for (const words of steps(typed)) {
    const child = spawn(process.execPath, words, {
      cwd: project,
      stdio: 'inherit',
      env: { ...environment, ...process.env },
    });
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0) return code ?? 1;
  }
  return 0;
}

function usage(): string {
  const lines = Object.entries(programs).map(([name, { what }]) => `  ${name.padEnd(10)}${what}`);
  return `npm run verify -- [NAME] [words of its own]\n\n${lines.join('\n')}\n`;
}

// Ctrl-C reaches the program too, which ends what it started; this one waits for it.
process.on('SIGINT', () => undefined);

const [name = 'tests', ...typed] = process.argv.slice(2);
const named = Object.hasOwn(programs, name) ? programs[name] : undefined;
if (named !== undefined) process.exitCode = await run(named, typed);
else if (['help', '--help', '-h'].includes(name)) process.stdout.write(usage());
else {
  process.stderr.write(`No program is named ${name}.\n\n${usage()}`);
  process.exitCode = 2;
}
