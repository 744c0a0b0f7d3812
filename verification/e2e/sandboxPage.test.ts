import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { apis } from '../../sandbox/apis.ts';
import { namedAccounts } from '../../sandbox/index.ts';
import { temporaryDirectory } from '../../test/cli/workerTerminal.ts';
import {
  makeProject,
  npmStart,
  untilGone,
  untilUp,
  type NpmStart,
  type Up,
} from '../../test/harness/npmStack.ts';
import { program } from '../../test/harness/prepared.ts';
import { until } from '../../test/harness/until.ts';

const project = new URL('../../', import.meta.url).pathname;
const page = await readFile(join(project, 'docs/sandbox.md'), 'utf8');

interface Block {
  readonly commands: string;
  /** lines of which each must be printed; `…` stands for anything */
  readonly shown: readonly string[];
}

const blocks: readonly Block[] = [
  ...page.matchAll(/```sh\n([\s\S]*?)```(?:\n\n```text\n([\s\S]*?)```)?/g),
].map(([, commands = '', shown = '']) => ({
  commands,
  shown: shown.split('\n').filter((line) => line !== ''),
}));

let folder: Awaited<ReturnType<typeof temporaryDirectory>>;
let started: NpmStart;
let up: Up;

beforeAll(async () => {
  folder = await temporaryDirectory();
  await makeProject(folder.path);
  started = npmStart(folder.path);
  up = await untilUp(folder.path, started);
}, 90_000);

afterAll(async () => {
  started.signalAll('SIGTERM');
  await untilGone(folder.path, up);
  await folder.remove();
});

/** Types commands into a shell of a reader, who has typed before what the stack printed. */
async function typeIn(commands: string): Promise<{ code: number | null; output: string }> {
  const exports = started.printed.out.split('\n').filter((line) => line.trim().startsWith('export '));
  const own = `npx() { shift; node ${join(program(), 'cli/main.js')} "$@"; }`;
  const shell = spawn('sh', ['-ec', [...exports, own, commands].join('\n')], {
    cwd: project,
    env: { PATH: process.env['PATH'], HOME: folder.path, COLUMNS: '200' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [shell.stdout, shell.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const code = await new Promise<number | null>((resolve) => shell.once('close', resolve));
  return { code, output };
}

/** Whether the line's parts stand in one line of the output, in this order; blanks count as one. */
function isPrinted(line: string, output: string): boolean {
  const parts = line.split('…').map((part) => part.trim().replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(parts.join('.*')).test(output);
}

/** Looking changes nothing, and what is to be seen may take a while. */
const onlyLooks = ({ commands }: Block): boolean =>
  commands
    .trim()
    .split('\n')
    .every((line) => /^(npx payouts (show|list)|curl -sS "[^"]*"$)/.test(line));

describe('the page of the sandbox', () => {
  it.each(blocks.map((block) => [block.commands.trim().split('\n')[0], block] as const))(
    'is true of: %s',
    async (_first, block) => {
      const missing = await until(
        `all of ${JSON.stringify(block.shown)} is printed`,
        async () => {
          const { code, output } = await typeIn(block.commands);
          const lacking = block.shown.filter((line) => !isPrinted(line, output));
          if (onlyLooks(block)) return lacking.length === 0 && { lacking, output };
          expect({ code, output }).toEqual({ code: 0, output });
          return { lacking, output };
        },
        60_000,
      );
      expect({ ...missing, lacking: [] }).toEqual(missing);
    },
    90_000,
  );

  it('has every account that misbehaves, every call and every fault', async () => {
    for (const { externalCode, what } of namedAccounts) {
      expect(page).toMatch(new RegExp(`\\| \`${externalCode}\` +\\| ${what} +\\|`));
    }
    for (const api of apis) expect(page).toContain(`\`${api}\``);
    const rules = await readFile(join(project, 'sandbox/faults/rules.ts'), 'utf8');
    const faults = [...rules.matchAll(/fault: z\.literal\('(\w+)'\)/g)].map(([, name]) => name);
    expect(faults.length).toBeGreaterThan(20);
    for (const fault of faults) expect(page).toContain(`\`${fault}\``);
  });
});
