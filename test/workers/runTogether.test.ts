import { describe, expect, it } from '@jest/globals';
import { runTogether, WorkersFailedError, type OneWorker } from '../../workers/runTogether.ts';
import { until } from '../harness/until.ts';

/** Behaves as the SDK's worker does, and as it does when its core has died. */
class FakeWorker implements OneWorker {
  readonly options: { readonly taskQueue: string };
  state = 'INITIALIZED';
  calls = 0;
  wasShutDown = false;
  /** what its shutdown comes to; by default it ends at once */
  onShutdown = (): void => {
    this.end();
  };
  #settle: { resolve(): void; reject(error: Error): void } | undefined;

  constructor(taskQueue: string) {
    this.options = { taskQueue };
  }

  run(): Promise<void> {
    this.state = 'RUNNING';
    return new Promise<void>((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
  }

  shutdown(): void {
    if (this.state !== 'RUNNING') throw new Error(`Not running. Current state: ${this.state}`);
    this.wasShutDown = true;
    this.state = 'DRAINING';
    this.onShutdown();
  }

  getState(): string {
    return this.state;
  }

  getStatus(): { numInFlightActivities: number } {
    return { numInFlightActivities: this.calls };
  }

  end(): void {
    this.state = 'STOPPED';
    this.#settle?.resolve();
  }

  break(error: Error): void {
    this.state = 'FAILED';
    this.#settle?.reject(error);
  }
}

/** Only what hangs gets there. */
const HANGS = 60_000;

function crew(longestEndMs = HANGS) {
  const payouts = new FakeWorker('payouts');
  const allinpay = new FakeWorker('payouts/default/allinpay');
  const wallet = new FakeWorker('payouts/default/wallet');
  const together = runTogether([payouts, allinpay, wallet], longestEndMs);
  let ending: { failure?: unknown } | undefined;
  together.run.then(
    () => (ending = {}),
    (failure: unknown) => (ending = { failure }),
  );
  /** the message of its failure; nothing when it ended well */
  const outcome = async (): Promise<string | undefined> => {
    const { failure } = await until('they have ended', () => ending);
    if (failure === undefined) return undefined;
    expect(failure).toBeInstanceOf(WorkersFailedError);
    return failure instanceof Error ? failure.message : '';
  };
  return { payouts, allinpay, wallet, together, outcome, hasEnded: () => ending !== undefined };
}

describe('workers that run together', () => {
  it('end well when they are asked to, after the calls that are under way', async () => {
    const { payouts, allinpay, together, outcome, hasEnded } = crew();
    allinpay.onShutdown = () => undefined;
    const stopped = together.shutdown();
    await until('they are told', () => payouts.wasShutDown && allinpay.wasShutDown);
    expect(hasEnded()).toBe(false);
    allinpay.end();
    await stopped;
    expect(await outcome()).toBeUndefined();
  });

  it('fail when one fails, and the others are shut down first', async () => {
    const { payouts, allinpay, wallet, outcome } = crew();
    allinpay.break(new Error('namespace\n  not found'));
    expect(await outcome()).toBe(
      'The worker of task queue payouts/default/allinpay failed: namespace not found',
    );
    expect([payouts.state, wallet.state]).toEqual(['STOPPED', 'STOPPED']);
  });

  it('fail when one ends that nobody has asked', async () => {
    const { payouts, wallet, outcome } = crew();
    payouts.end();
    expect(await outcome()).toBe('The worker of task queue payouts ended by itself (STOPPED).');
    expect(wallet.wasShutDown).toBe(true);
  });

  it.each(['STOPPING', 'DRAINING', 'DRAINED', 'FAILED', 'STOPPED'])(
    'fail when one is %s and never ends: it is not waited for',
    async (state) => {
      const { payouts, wallet, outcome } = crew();
      payouts.state = state;
      expect(await outcome()).toBe(`The worker of task queue payouts ended by itself (${state}).`);
      expect(wallet.wasShutDown).toBe(true);
    },
  );

  it('fail after the calls of the healthy ones, and of the one that ended as far as it can tell of them', async () => {
    const { payouts, allinpay, wallet, outcome, hasEnded } = crew();
    allinpay.onShutdown = () => undefined;
    wallet.calls = 1;
    wallet.state = 'DRAINING';
    await until('the others are told', () => payouts.wasShutDown && allinpay.wasShutDown);
    expect(hasEnded()).toBe(false);
    allinpay.end();
    expect(hasEnded()).toBe(false);
    wallet.calls = 0;
    expect(await outcome()).toBe(
      'The worker of task queue payouts/default/wallet ended by itself (DRAINING).',
    );
  });

  it('fail in the end also while a healthy one does not end', async () => {
    const { payouts, allinpay, outcome } = crew(50);
    allinpay.onShutdown = () => undefined;
    payouts.state = 'DRAINING';
    expect(await outcome()).toBe('The worker of task queue payouts ended by itself (DRAINING).');
    expect(allinpay.wasShutDown).toBe(true);
  });

  it('fail when one does not end though it was asked to', async () => {
    const { allinpay, together, outcome } = crew(50);
    allinpay.onShutdown = () => undefined;
    await together.shutdown();
    expect(await outcome()).toBe(
      'The worker of task queue payouts/default/allinpay does not end, though it was asked to.',
    );
  });

  it('fail when one fails while it ends', async () => {
    const { allinpay, together, outcome } = crew();
    allinpay.onShutdown = () => {
      allinpay.break(new Error('cannot shut down'));
    };
    await together.shutdown();
    expect(await outcome()).toBe(
      'The worker of task queue payouts/default/allinpay failed: cannot shut down',
    );
  });

  it('fail by a fault that is none of theirs, after they have shut down', async () => {
    const { payouts, together, outcome } = crew();
    together.fail('planted');
    expect(await outcome()).toBe('planted');
    expect(payouts.state).toBe('STOPPED');
  });

  it('tell of a failure in one line of bounded length, and never the token of a task', async () => {
    const { payouts, outcome } = crew();
    payouts.break(new Error(`line\nline ${'A'.repeat(200)} ${'long '.repeat(1000)}`));
    const message = await outcome();
    expect(message).toMatch(/^The worker of task queue payouts failed: line line \(withheld\) long long/);
    expect(message?.length).toBeLessThanOrEqual(1000);
  });
});
