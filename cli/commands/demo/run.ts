import { rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { PayoutsClient, type Progress } from '../../../clients/index.ts';
import { failWhenBroken, startStack, type Stack } from '../../../local/stack/stack.ts';
import type { CommandContext } from '../../command.ts';
import type { ExitCode } from '../../io.ts';
import { optionsBy } from '../../typed.ts';
import { aborted, sayTo, type WorkerIo } from '../../workerIo.ts';
import { bonusMishaps, seededBonuses } from './bonusScene.ts';
import { runBonuses } from './bonuses.ts';
import { readExamples } from './examples.ts';
import { runExamples } from './payouts.ts';
import { isAsExpected, reportDocument, reportOf, reportText, type DemoReport } from './report.ts';
import { expectedEndings, faults, madeToGoWrong, seededAccounts } from './scene.ts';
import { seedAccounts, seedingSettings, seedShops } from './seed.ts';

const options = z.object({ keep: z.boolean().default(false) });

/** Long past what the examples take: what is open then is reported as open, and as not expected. */
const PATIENCE_MS = 180_000;

/** `payouts demo` */
export async function runDemo(io: WorkerIo, context: CommandContext, command: Command): Promise<ExitCode> {
  const { keep } = optionsBy(options, command);
  const stop = AbortSignal.any([io.askedToStop(), io.npmGone()]);
  const say = sayTo(io);
  const cacheDir = join(io.directory, '.payouts');
  const name = `demo-${new Date().toISOString().replace(/\D/g, '').slice(0, 14)}-${process.pid}`;
  const stateDir = join(cacheDir, name);
  const stack = await startStack({
    environment: io.env,
    cacheDir,
    stateDir,
    address: context.global.address,
    keepsState: false,
    // On a server that may have run the examples before, only a profile of their own gives them ids of their own.
    profile: ({ uiUrl }) => (uiUrl === undefined ? name : 'default'),
    sandboxSettings: seedingSettings,
    say,
    workers: io.workers,
  });
  let report: DemoReport | undefined;
  const given = new AbortController();
  const broken = failWhenBroken(stack).finally(() => {
    given.abort();
  });
  try {
    const playing = playExamples(io, stack, stateDir, AbortSignal.any([stop, given.signal]));
    report = await Promise.race([broken, playing]);
    const shown = report;
    context.print(reportDocument(shown), () => reportText(shown, [...madeToGoWrong, ...bonusMishaps]));
    if (keep) {
      say(`\n${whereItIs(stack)}\nLeft up for you; Ctrl-C ends it.`);
      await Promise.race([aborted(stop), broken]);
    }
    return exitCodeOf(report, stop, keep);
  } finally {
    await stack.stop();
    const asWished = stop.aborted || (report !== undefined && isAsExpected(report));
    if (asWished) await rm(stateDir, { recursive: true, force: true });
    else say(`What the parts have logged is in ${relative(io.directory, stateDir)}.`);
  }
}

function exitCodeOf(report: DemoReport, stop: AbortSignal, keep: boolean): ExitCode {
  if (stop.aborted && !keep) return 130;
  return isAsExpected(report) ? 0 : 1;
}

async function playExamples(
  io: WorkerIo,
  stack: Stack,
  folder: string,
  stop: AbortSignal,
): Promise<DemoReport> {
  const { sandbox, temporal, profile } = stack;
  const say = sayTo(io);
  const examples = await readExamples(profile);
  const { allinpay, wrong, referral } = examples;
  await seedAccounts(sandbox, seededAccounts);
  await seedShops(sandbox, [...allinpay, ...wrong]);
  sandbox.setFaults(faults);
  say(whereItIs(stack));
  say(
    `Running ${allinpay.length + wrong.length} Allinpay and ${referral.length} referral withdrawals, and correcting ` +
      `some of ${seededBonuses.length} bonuses …`,
  );
  const progress = progressLine(io);
  const payouts = new PayoutsClient(temporal.client);
  const signal = AbortSignal.any([stop, AbortSignal.timeout(PATIENCE_MS)]);
  const [run, bonuses] = await Promise.all([
    runExamples(examples, {
      payouts,
      temporal: temporal.client,
      signal,
      onProgress: (ofAllinpay, ofReferral) => {
        progress.show(ofAllinpay, ofReferral);
      },
    }),
    runBonuses({ payouts, sandbox, profile, folder, signal }),
  ]);
  progress.clear();
  return reportOf(run.allinpay, run.referral, sandbox.ledger(), expectedEndings, bonuses);
}

function whereItIs({ temporal, sandbox }: Stack): string {
  const { address, namespace, uiUrl } = temporal;
  const watch = uiUrl === undefined ? [] : [`Watch them: ${uiUrl}/namespaces/${namespace}/workflows`];
  return [...watch, `Temporal at ${address}, the sandbox's ledger at ${sandbox.url}/sandbox/ledger`].join(
    '\n',
  );
}

interface ProgressLine {
  show(allinpay: Progress | undefined, referral: Progress | undefined): void;
  clear(): void;
}

/** One line that is written over, where there is a terminal. */
function progressLine({ isTTY, stderr }: WorkerIo): ProgressLine {
  const write = (text: string): void => {
    if (isTTY) stderr.write(`\r\u001b[K${text}`);
  };
  return {
    show: (allinpay, referral) => {
      write([shown('Allinpay', allinpay), shown('referral', referral)].join(' · '));
    },
    clear: () => {
      write('');
    },
  };
}

function shown(what: string, progress: Progress | undefined): string {
  if (progress === undefined) return `${what} –`;
  const { total, completed, failed, needPerson } = progress;
  return `${what} ${completed + failed + needPerson} of ${total}`;
}
