import type { MatrixFlow } from './calls.ts';
import type { Cell } from './cells.ts';
import { expected } from './expectations.ts';
import { allinpaySubject } from './flows/allinpay.ts';
import { lumpSumSubject } from './flows/lumpSum.ts';
import { referralSubject } from './flows/referral.ts';
import { outcomeOf, type Observation } from './invariants.ts';
import type { Lane } from './lane.ts';
import { cameAbout, runsOf, standingOf, startSecond } from './observe.ts';
import { attend } from './person.ts';
import { scenarios } from './scenarios.ts';
import { Stage } from './stage.ts';
import type { Subject } from './subject.ts';

const subjects: Readonly<Record<MatrixFlow, (lane: Lane, name: string) => Promise<Subject>>> = {
  referralWithdrawal: referralSubject,
  lumpSumCorrection: lumpSumSubject,
  allinpayWithdrawal: allinpaySubject,
};

/** A cell that has run; `later` looks at it once more, after others. */
export interface RunCell {
  readonly outcome: string;
  readonly calls: number;
  readonly seconds: number;
  later(): Promise<Observation>;
}

/** Runs a payout to its end, or for so long, while one fault meets one of its calls. */
export async function runCell(lane: Lane, { call, fault }: Cell, longestMs: number): Promise<RunCell> {
  const begun = performance.now();
  const { sandbox } = lane.world;
  sandbox.setFaults([]);
  sandbox.setSettings({ feishu: { replayAfterDeactivation: 'original' } });
  await lane.orders.takeBack();
  const subject = await subjects[call.flow](lane, `${call.name}-${fault}`);
  const stage = new Stage(lane, subject, call);
  const { arrange, act, proof = 'ledger' } = scenarios[fault];

  await arrange?.(stage);
  const { runId: first } = await subject.start();
  await act?.(stage);
  const story = await attend(stage, longestMs);

  const happened = await cameAbout(stage, proof);
  const end = await standingOf(stage);
  const runIds = first === undefined || first === end.runId ? [end.runId] : [first, end.runId];
  const runs = await runsOf(stage, runIds);
  const secondStart = await startSecond(stage, end);
  if (end.execution === 'RUNNING') await stage.handle.terminate('crash matrix: it found no end');
  const calls = stage.calls.filter(({ api }) => api !== 'feishu.token').length;
  return {
    outcome: outcomeOf({ story, end }),
    calls,
    seconds: (performance.now() - begun) / 1000,
    async later() {
      const later = await standingOf(stage);
      return {
        flow: call.flow,
        expected: expected(call, fault),
        story,
        happened,
        runs,
        end,
        later,
        secondStart,
      };
    },
  };
}
