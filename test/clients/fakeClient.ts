import type { PayoutStarter } from '../../clients/follow/runPayouts.ts';
import {
  InputMismatchError,
  PayoutFailedError,
  PayoutInterruptedError,
  type PayoutDescription,
  type PayoutResult,
} from '../../clients/index.ts';
import { workflowIdOfRequest } from '../../clients/results/outcome.ts';
import { described } from './fixtures.ts';

/** What one payout does when it is looked at, look by look; the last stays. */
export interface Script {
  readonly looks: readonly Partial<PayoutDescription>[];
  readonly snapshot?: PayoutResult;
  readonly result?: PayoutResult | Error;
}

type Started = Awaited<ReturnType<PayoutStarter['start']>>;

export function failedAs(type: string, message: string, result?: PayoutResult): PayoutFailedError {
  const failure = { workflowId: 'w', type, message, result };
  return new PayoutFailedError(
    failure,
    new Error('Workflow execution failed', { cause: new Error(message) }),
  );
}

export const terminated = new PayoutInterruptedError('w', 'terminated', undefined);
export const mismatch = new InputMismatchError('w', 'run-0', ['only the run pays 1.00 CNY to the platform']);

/** Starts scripted payouts by workflow id, and counts what is done at the same time. */
export class FakeStarter implements PayoutStarter {
  readonly scripts = new Map<string, Script | Error>();
  readonly starts: string[] = [];
  looks = 0;
  busiest = 0;
  #busy = 0;

  async start(request: Parameters<PayoutStarter['start']>[0]): Promise<Started> {
    const workflowId = workflowIdOfRequest(request);
    this.starts.push(workflowId);
    this.#busy += 1;
    this.busiest = Math.max(this.busiest, this.#busy);
    await Promise.resolve();
    this.#busy -= 1;
    const script = this.scripts.get(workflowId) ?? { looks: [{}] };
    if (script instanceof Error) throw script;
    return this.#payout(workflowId, script);
  }

  within<T>(_milliseconds: number, call: () => Promise<T>): Promise<T> {
    return call();
  }

  #payout(workflowId: string, script: Script): Started {
    let look = 0;
    return {
      workflowId,
      runId: 'run-1',
      attached: false,
      describe: () => {
        this.looks += 1;
        const seen = script.looks[Math.min(look, script.looks.length - 1)];
        look += 1;
        return Promise.resolve(described({ workflowId, ...seen }));
      },
      snapshot: () =>
        script.snapshot === undefined
          ? Promise.reject(new Error('no worker'))
          : Promise.resolve(script.snapshot),
      result: () =>
        script.result === undefined || script.result instanceof Error
          ? Promise.reject(script.result ?? new Error('nothing scripted'))
          : Promise.resolve(script.result),
    };
  }
}
