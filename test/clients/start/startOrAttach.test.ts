import { describe, expect, it } from '@jest/globals';
import type { WorkflowExecutionStatusName } from '@temporalio/client';
import { allinpayWithdrawalFlow, referralWithdrawalFlow } from '../../../clients/flows.ts';
import { InputMismatchError, PreviousRunLostError, StartContendedError } from '../../../clients/index.ts';
import type { KnownRun, Runs, StartAnswer } from '../../../clients/start/runs.ts';
import { startOrAttach, type StartedRun } from '../../../clients/start/startOrAttach.ts';
import { startRequestOf } from '../../../clients/start/startRequest.ts';
import {
  allinpayWithdrawalInput,
  INPUT_DIGEST_MEMO,
  referralWithdrawalInput,
  type AllinpayWithdrawal,
} from '../../../contract/index.ts';
import { allinpayInput, referralInput } from '../fixtures.ts';

type Policy = Parameters<Runs['start']>[1];
interface StoredRun extends KnownRun {
  readonly input: unknown;
}

/** The server's rules of one id, as far as starting meets them; `before` plays other clients between two calls. */
class FakeRuns implements Runs {
  readonly stored: StoredRun[] = [];
  readonly policies: Policy[] = [];
  inputsRead = 0;
  before: (call: 'start' | 'describe') => void = () => undefined;

  add(execution: WorkflowExecutionStatusName, changes: Partial<StoredRun> = {}): void {
    const runId = `run-${this.stored.length + 1}`;
    const input = allinpayInput();
    const run = { runId, workflowType: 'allinpayWithdrawal', execution, memo: {}, input, ...changes };
    this.stored.push(run);
  }

  close(execution: WorkflowExecutionStatusName): void {
    const last = this.stored.pop()!;
    this.stored.push({ ...last, execution });
  }

  start(...[request, reuse]: Parameters<Runs['start']>): Promise<StartAnswer> {
    this.before('start');
    this.policies.push(reuse);
    const last = this.stored.at(-1);
    if (last?.execution === 'RUNNING') return Promise.resolve({ kind: 'running', runId: last.runId });
    const mayFollow = reuse === 'ALLOW_DUPLICATE_FAILED_ONLY' && last?.execution !== 'COMPLETED';
    if (last !== undefined && !mayFollow) {
      return Promise.resolve({ kind: 'taken', cause: new Error('already started') });
    }
    this.add('RUNNING', { memo: request.memo, input: request.input, workflowType: request.flow });
    return Promise.resolve({ kind: 'running', runId: this.stored.at(-1)!.runId });
  }

  describe(_workflowId: string, runId?: string): Promise<KnownRun | undefined> {
    this.before('describe');
    const found = runId === undefined ? this.stored.at(-1) : this.stored.find((run) => run.runId === runId);
    return Promise.resolve(found);
  }

  firstInput(_workflowId: string, runId: string): Promise<unknown> {
    this.inputsRead += 1;
    return Promise.resolve(this.stored.find((run) => run.runId === runId)?.input);
  }
}

function checked(changes: Parameters<typeof allinpayInput>[0] = {}): AllinpayWithdrawal {
  return allinpayWithdrawalInput.parse(allinpayInput(changes));
}

function start(runs: Runs, changes: Parameters<typeof allinpayInput>[0] = {}): Promise<StartedRun> {
  return startOrAttach(runs, allinpayWithdrawalFlow, checked(changes));
}

function memoOf(input: AllinpayWithdrawal): KnownRun['memo'] {
  return startRequestOf(allinpayWithdrawalFlow, input, 'of another client').memo;
}

const workflowId = 'allinpay-withdrawal/default/A-1';

describe('an id that no run holds', () => {
  it('is started, and the run is known as ours', async () => {
    const runs = new FakeRuns();
    expect(await start(runs)).toEqual({ workflowId, runId: 'run-1', attached: false });
    expect(runs.policies).toEqual(['REJECT_DUPLICATE']);
  });

  it('is started once by a hundred starts at the same time', async () => {
    const runs = new FakeRuns();
    const started = await Promise.all(Array.from({ length: 100 }, () => start(runs)));
    expect(runs.stored).toHaveLength(1);
    expect(started.filter(({ attached }) => !attached)).toHaveLength(1);
  });
});

describe.each(['RUNNING', 'COMPLETED'] as const)('an id held by a %s run', (execution) => {
  it('is attached to when the digests agree, without reading the input', async () => {
    const runs = new FakeRuns();
    runs.add(execution, { memo: memoOf(checked()) });
    expect(await start(runs)).toEqual({ workflowId, runId: 'run-1', attached: true });
    expect(runs.inputsRead).toBe(0);
  });

  it('is attached to whatever the order of details, the way amounts are written, and who asks', async () => {
    const runs = new FakeRuns();
    runs.add(execution, { memo: memoOf(checked()) });
    const details = [
      { accountUserId: 17, amount: '200.5' },
      { externalCode: 'S-1', amount: '100.00' },
    ];
    expect((await start(runs, { details, requestedBy: 'li', batchId: 'b2' })).attached).toBe(true);
  });

  it('is refused when the amounts differ, naming what each pays', async () => {
    const runs = new FakeRuns();
    runs.add(execution, { memo: memoOf(checked()) });
    const refusal = start(runs, { details: [{ externalCode: 'S-1', amount: '100.01' }] });
    await expect(refusal).rejects.toThrow(InputMismatchError);
    await expect(refusal).rejects.toThrow(
      /only the run pays 100\.00 CNY to externalCode S-1, 200\.50 CNY to accountUserId 17; only this input pays 100\.01/,
    );
  });

  it('is compared by its first event when the run has no memo of ours', async () => {
    const runs = new FakeRuns();
    runs.add(execution);
    expect((await start(runs)).attached).toBe(true);
    await expect(start(runs, { details: [{ externalCode: 'S-1', amount: '1' }] })).rejects.toThrow(
      InputMismatchError,
    );
    expect(runs.inputsRead).toBe(2);
  });

  it('is refused when the first event holds no input that the contract knows', async () => {
    const runs = new FakeRuns();
    runs.add(execution, { input: { orderId: 'A-1' } });
    await expect(start(runs)).rejects.toThrow(/breaks the contract: details: is required/);
  });

  it('is refused when the run is of another type', async () => {
    const runs = new FakeRuns();
    runs.add(execution, { workflowType: 'somethingElse' });
    await expect(start(runs)).rejects.toThrow(/is a somethingElse, not a allinpayWithdrawal/);
  });
});

describe('a digest that differs', () => {
  const older = { [INPUT_DIGEST_MEMO]: 'made by an older client, of less' };

  it('says nothing: a run that was asked for the same is attached to', async () => {
    const runs = new FakeRuns();
    runs.add('RUNNING', { memo: older });
    expect(await start(runs)).toMatchObject({ runId: 'run-1', attached: true });
    expect(runs.inputsRead).toBe(1);
  });

  it('says nothing: a run that was asked for something else is refused', async () => {
    const runs = new FakeRuns();
    runs.add('RUNNING', { memo: older });
    const details = [{ externalCode: 'S-1', amount: '1' }];
    await expect(start(runs, { details })).rejects.toThrow(InputMismatchError);
  });
});

describe.each(['RUNNING', 'COMPLETED'] as const)(
  'an id held by a %s referral run by other terms',
  (execution) => {
    const held = { approval: 'required', requestedBy: 'ann' } as const;
    type Terms = Parameters<typeof referralInput>[0];

    function attach(theirs: Terms, ours: Terms, memo?: KnownRun['memo']): Promise<StartedRun> {
      const runs = new FakeRuns();
      const input = referralInput(theirs);
      const ofRun = startRequestOf(
        referralWithdrawalFlow,
        referralWithdrawalInput.parse(input),
        'another',
      ).memo;
      runs.add(execution, { workflowType: 'referralWithdrawal', input, memo: memo ?? ofRun });
      const checkedOurs = referralWithdrawalInput.parse(referralInput(ours));
      return startOrAttach(runs, referralWithdrawalFlow, checkedOurs);
    }

    it.each<[string, Terms, Terms, RegExp]>([
      [
        'another credit',
        {},
        { credit: 'webhook' },
        /: credit is "none" in the run and "webhook" in this input\. Nothing/,
      ],
      ['no credit', { credit: 'confirm' }, {}, /credit is "confirm" in the run and "none" in this input/],
      ['an approval', {}, held, /approval is "none" in the run and "required" in this input/],
      ['no approval', held, {}, /approval is "required" in the run and "none" in this input/],
    ])('is refused where this input wants %s, naming both', async (_what, theirs, ours, message) => {
      await expect(attach(theirs, ours)).rejects.toThrow(InputMismatchError);
      await expect(attach(theirs, ours)).rejects.toThrow(message);
      await expect(attach(theirs, ours, {})).rejects.toThrow(message);
    });

    it('is attached to where the terms are defaults, written out or not', async () => {
      expect((await attach({}, { credit: 'none', approval: 'none' })).attached).toBe(true);
      expect((await attach({ credit: 'none', approval: 'none' }, {}, {})).attached).toBe(true);
      expect((await attach({ reconcile: 'later' }, { reconcile: 'now' })).attached).toBe(true);
    });
  },
);

it('a mismatch is told in few and whole characters, whatever the run was given', async () => {
  const runs = new FakeRuns();
  const input = { [`\ud83d${'x'.repeat(5000)}`]: 1 };
  runs.add('RUNNING', { input });
  const error: unknown = await start(runs).catch((reason: unknown) => reason);
  if (!(error instanceof InputMismatchError)) throw error;
  expect(error.message.length).toBeLessThan(2500);
  expect(error.message).not.toMatch(/\p{Cs}/u);
});

describe('an id whose last run is closed without a result', () => {
  it('is started again over a Failed run, with another input too: no money moved', async () => {
    const runs = new FakeRuns();
    runs.add('FAILED');
    const started = await start(runs, { details: [{ isPlatform: true, amount: '5' }] });
    expect(started).toEqual({ workflowId, runId: 'run-2', attached: false });
    expect(runs.policies).toEqual(['REJECT_DUPLICATE', 'ALLOW_DUPLICATE_FAILED_ONLY']);
  });

  const lost = [
    ['TERMINATED', 'terminated'],
    ['TIMED_OUT', 'timed out'],
    ['CANCELLED', 'canceled'],
  ] as const;

  it.each(lost)(
    'is not started over a %s run, and the message says how to go on',
    async (execution, lostAs) => {
      const runs = new FakeRuns();
      runs.add(execution);
      const refusal = start(runs);
      await expect(refusal).rejects.toThrow(PreviousRunLostError);
      await expect(refusal).rejects.toMatchObject({ runId: 'run-1', lostAs });
      await expect(refusal).rejects.toThrow(/send: "never"/);
      expect(runs.stored).toHaveLength(1);
    },
  );

  it.each(lost.map(([execution]) => execution))(
    'is started over a %s run with send: "never"',
    async (execution) => {
      const runs = new FakeRuns();
      runs.add(execution);
      expect(await start(runs, { send: 'never' })).toMatchObject({ runId: 'run-2', attached: false });
    },
  );

  it('is never started over a lost referral run: a person looks first', async () => {
    const runs = new FakeRuns();
    runs.add('TERMINATED', { workflowType: 'referralWithdrawal' });
    const input = referralWithdrawalInput.parse(referralInput());
    await expect(startOrAttach(runs, referralWithdrawalFlow, input)).rejects.toThrow(
      /its withdraw call replays by order id.*--id-reuse-policy AllowDuplicate/,
    );
  });
});

describe('when another client is at it at the same time', () => {
  it('attaches to the run that it started over the Failed one first', async () => {
    const runs = new FakeRuns();
    runs.add('FAILED');
    runs.before = () => {
      if (runs.policies.length === 1 && runs.stored.length === 1)
        runs.add('RUNNING', { memo: memoOf(checked()) });
    };
    expect(await start(runs)).toMatchObject({ runId: 'run-2', attached: true });
    expect(runs.stored).toHaveLength(2);
  });

  it('attaches to the run that ended well before it could be started over', async () => {
    const runs = new FakeRuns();
    runs.add('FAILED');
    runs.before = (call) => {
      if (call === 'start' && runs.policies.length === 1) runs.add('COMPLETED', { memo: memoOf(checked()) });
    };
    expect(await start(runs)).toMatchObject({ runId: 'run-2', attached: true });
  });

  it('gives up after some rounds rather than looking for ever', async () => {
    const runs = new FakeRuns();
    runs.add('CONTINUED_AS_NEW');
    await expect(start(runs)).rejects.toThrow(StartContendedError);
    expect(runs.policies).toHaveLength(5);
  });

  it('attaches to an open run that closes while it is looked at', async () => {
    const runs = new FakeRuns();
    runs.add('RUNNING', { memo: memoOf(checked()) });
    runs.before = (call) => {
      if (call === 'describe') runs.close('FAILED');
    };
    expect(await start(runs)).toMatchObject({ runId: 'run-1', attached: true });
  });
});
