import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { RealWorld } from '../../../test/harness/realWorld.ts';
import type { Command } from './languages.ts';

/** What one asks a `lines` program of examples/clients for. */
export type Ask =
  | { readonly do: 'start'; readonly flow: string; readonly id: string; readonly input: object }
  | { readonly do: 'result' | 'standing'; readonly id: string }
  | { readonly do: 'offer'; readonly id: string; readonly decision?: string }
  | {
      readonly do: 'tell';
      readonly id: string;
      readonly update: string;
      readonly said: object;
      readonly updateId: string;
    }
  | { readonly do: 'find'; readonly query: string };

const answerSchema = z.union([
  z.strictObject({ ok: z.unknown() }),
  z.strictObject({
    failed: z.object({ type: z.string(), message: z.string(), known: z.record(z.string(), z.unknown()) }),
  }),
  z.strictObject({ refused: z.object({ type: z.string(), message: z.string() }) }),
  z.strictObject({ lost: z.string() }),
  z.strictObject({ mismatch: z.string() }),
]);

export type Answer = z.output<typeof answerSchema>;

/** A client of another language that does what it is asked, one thing after another. */
export class LineProgram {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #answers: AsyncIterator<string>;
  readonly #ended: Promise<unknown>;
  #log = '';

  constructor({ words: [program, ...words], environment }: Command, { address, uiUrl }: RealWorld) {
    const { PATH, HOME } = process.env;
    const server = { TEMPORAL_ADDRESS: address, TEMPORAL_HTTP: uiUrl };
    this.#child = spawn(program, words, { env: { PATH, HOME, ...environment, ...server } });
    this.#ended = once(this.#child, 'close');
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#log += text;
    });
    this.#answers = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** @throws Error with what the program wrote, when it ends without an answer */
  async ask(ask: Ask): Promise<Answer> {
    this.#child.stdin.write(`${JSON.stringify(ask)}\n`);
    const line = await this.#answers.next();
    if (line.done === true) throw new Error(`no answer to ${JSON.stringify(ask)}: ${this.#log.slice(-2000)}`);
    return answerSchema.parse(JSON.parse(line.value));
  }

  /** Its standard input ends, so it does; it also does when this process is gone. */
  async stop(): Promise<void> {
    this.#child.stdin.end();
    await this.#ended;
  }
}
