import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import prepare from '../../test/harness/globalSetup.ts';
import { removeProgram } from '../../test/harness/workerProgram.ts';
import { currentVersion, historyFile } from './corpus.ts';
import { RealStage } from './realStage.ts';
import type { Scene } from './scene.ts';
import { scenes } from './scenes/index.ts';
import { recordedHistory } from './scrub.ts';
import { SkippedStage } from './skippedStage.ts';
import type { Run, Stage } from './stage.ts';

/**
 * Plays the scenes and writes a history of each: `npm run verify -- record`, or of some: `npm run verify -- record allinpayWithdrawal
 * lumpSumCorrection/stale`. A history that is there already is replaced.
 */
async function record(wanted: readonly string[]): Promise<void> {
  const chosen = scenes.filter(({ flow, name }) => {
    const path = `${flow}/${name}`;
    return wanted.length === 0 || wanted.some((start) => path === start || path.startsWith(`${start}/`));
  });
  if (chosen.length === 0) throw new Error(`no path is named ${wanted.join(' or ')}`);
  const real = chosen.filter((scene) => scene.on === 'real');
  const skipped = chosen.filter((scene) => scene.on === 'skipped');
  const failed = [
    ...(real.length > 0 ? await playAll(await RealStage.open(), real) : []),
    ...(skipped.length > 0 ? await playAll(await SkippedStage.open(), skipped) : []),
  ];
  if (failed.length > 0) throw new Error(`not recorded: ${failed.join(', ')}`);
}

type Played<S> = Scene & { readonly play: (stage: S) => Promise<Run> };

/** @returns the paths that could not be recorded; the others are */
async function playAll<S extends Stage & { close(): Promise<void> }>(
  stage: S,
  played: readonly Played<S>[],
): Promise<string[]> {
  const failed: string[] = [];
  try {
    for (const scene of played) {
      const path = `${scene.flow}/${scene.name}`;
      const begun = Date.now();
      stage.fail();
      try {
        await keep(scene, await scene.play(stage));
        process.stdout.write(`${path} ${Date.now() - begun} ms\n`);
      } catch (error) {
        failed.push(path);
        process.stderr.write(`${path}: ${error instanceof Error ? error.message : String(error)}\n`);
      }
    }
  } finally {
    await stage.close();
  }
  return failed;
}

/** A run that came to another end than its path is named for would be kept as a history of nothing. */
async function keep({ flow, name, ends }: Scene, run: Run): Promise<void> {
  const standing = await run.standing();
  if (standing !== ends) throw new Error(`${flow}/${name} is ${standing}, not ${ends}`);
  const file = historyFile(currentVersion(), flow, name);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, await recordedHistory(run.handle));
}

await prepare();
try {
  await record(process.argv.slice(2));
} finally {
  await removeProgram();
}
