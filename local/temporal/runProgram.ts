import { spawn } from 'node:child_process';
import { endWithParent } from './endWithParent.ts';

/** How a short-lived program ended: its exit code with all it printed, or why it never got that far. */
export type ProgramRun =
  | { readonly kind: 'exited'; readonly code: number; readonly stdout: string; readonly stderr: string }
  | { readonly kind: 'failed'; readonly why: string };

export interface RunLimits {
  readonly env: NodeJS.ProcessEnv;
  /** Asked every second with the time since the start; a text ends the run and becomes its reason. */
  readonly giveUp: (elapsedMs: number) => string | undefined | Promise<string | undefined>;
}

/**
 * Runs a program to its end without a shell and never throws. It runs in a process group of its own, and giving up kills
 * the group: pip and the SDK start processes of their own, which would otherwise be left running.
 */
export async function runProgram(
  command: string,
  args: readonly string[],
  limits: RunLimits,
): Promise<ProgramRun> {
  return await new Promise((resolve) => {
    const child = spawn(command, args, {
      env: limits.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const started = Date.now();
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));

    const endGroup = (): void => {
      if (child.pid === undefined) return;
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch {
        // The group is gone already.
      }
    };
    const release = child.pid === undefined ? undefined : endWithParent(-child.pid);
    const finish = (run: ProgramRun): void => {
      clearInterval(watch);
      release?.();
      resolve(run);
    };
    const watch = setInterval(() => {
      void Promise.resolve(limits.giveUp(Date.now() - started)).then((why) => {
        if (why === undefined) return;
        endGroup();
        finish({ kind: 'failed', why });
      });
    }, 1_000);

    child.once('error', (error) => {
      finish({ kind: 'failed', why: error.message });
    });
    child.once('close', (code, signal) => {
      if (code === null)
        finish({ kind: 'failed', why: `${command} was ended by ${signal ?? 'an unknown signal'}` });
      else finish({ kind: 'exited', code, stdout, stderr });
    });
  });
}

/** The last line of a program's output that says anything: what a person would quote. */
export function lastWords(output: string): string {
  return (
    output
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .at(-1) ?? 'it said nothing'
  );
}
