import type { Api } from '../../sandbox/apis.ts';
import { headOf } from '../../test/harness/realWorld.ts';
import type { Fault } from './faults.ts';
import type { Stage } from './stage.ts';
import {
  carryOnWhenKilled,
  killAndCarryOn,
  lag,
  resetToBefore,
  startAgain,
  untilPolledInVain,
  untilStatus,
} from './steps.ts';

/** How one fault is brought about. Whoever waits for the end of the payout and decides where it asks comes after. */
export interface Scenario {
  /** before the payout starts */
  readonly arrange?: (stage: Stage) => Promise<void> | void;
  /** while it runs */
  readonly act?: (stage: Stage) => Promise<void>;
  /** what shows that it came about: what was arranged and never happened proves nothing. Default: the ledger */
  readonly proof?: Proof;
}

/** ledger: a call was disturbed on its way. order: the worker did as ordered. lag: a look-up told less than there was */
export type Proof = 'ledger' | 'order' | 'lag' | 'act';

/** Longer than any client waits, and than a killed worker's cell lasts. */
const HELD = { fault: 'delay', ms: 60_000 } as const;
const HTTP_TIME_OUT = 20_000;
const killedAfterRecord: Scenario = {
  proof: 'order',
  async arrange({ lane, subject, call }) {
    if (call.recordedBy === 'activity') await lane.orders.give('beforeNext', call);
    if (call.recordedBy === 'retry') await subject.holdBack();
  },
  async act(stage) {
    const { recordedBy } = stage.call;
    if (recordedBy === 'activity') {
      await carryOnWhenKilled(stage);
      return;
    }
    await (recordedBy === 'payout' ? stage.untilClosed() : untilPolledInVain(stage));
    if (recordedBy === 'retry') await stage.subject.mend();
    await killAndCarryOn(stage);
  },
};

/** The first send is lost, after it was processed or before; what comes then is refused. */
const refusals: Readonly<Partial<Record<Api, { lost: 'dropAfter' | 'dropBefore'; refusal: object }>>> = {
  // The account is closed meanwhile, by Feishu's own API.
  'feishu.withdraw': { lost: 'dropAfter', refusal: {} },
  'wallet.credit': { lost: 'dropAfter', refusal: { code: 422, httpStatus: 422 } },
  'feishu.lumpSumUpdate': { lost: 'dropBefore', refusal: { code: 2290001 } },
  'allinpay.withdraw': { lost: 'dropBefore', refusal: { code: 3101 } },
};

const refusedAfterLoss: Scenario = {
  arrange(stage) {
    const { api } = stage.call;
    const { lost, refusal } = refusals[api] ?? { lost: 'dropAfter', refusal: {} };
    const refuse = { on: api, ...stage.subject.where(api), fault: 'code', code: 0, ...refusal } as const;
    stage.fail(stage.once({ fault: lost }), ...(api === 'feishu.withdraw' ? [] : [refuse]));
  },
  async act(stage) {
    await stage.untilSeen();
    await stage.subject.closeMeanwhile();
  },
};

const lookUpLags: Scenario = {
  proof: 'lag',
  arrange(stage) {
    // A poll that does not know an order that was taken; elsewhere the answer is lost, and nobody knows.
    if (stage.call.name === 'poll') stage.fail({ ...lag(stage), fault: 'lookupLag', times: 2 });
    else
      stage.fail(
        { on: 'allinpay.withdraw', ...stage.subject.where('allinpay.withdraw'), fault: 'dropAfter' },
        lag(stage),
      );
  },
  async act(stage) {
    if (stage.call.name !== 'lookUp') return;
    await untilStatus(stage, 'outcomeUnknown');
    await startAgain(stage);
  },
};

const resetAfterLoss: Scenario = {
  arrange(stage) {
    const lost = stage.once({ fault: 'dropAfter' });
    stage.fail({ ...lost, times: 2 }, ...(stage.call.api === 'allinpay.withdraw' ? [lag(stage)] : []));
  },
  async act(stage) {
    await stage.untilSeen();
    if (stage.call.api === 'allinpay.withdraw') await untilStatus(stage, 'outcomeUnknown');
    await resetToBefore(stage);
  },
};

/** The answer is held while the attempts are changed, and the worker dies before it comes. */
const optionsChanged = {
  arrange: (stage) => {
    // A try that looks the order up before it sends must not be saved by that.
    stage.fail(stage.once(HELD), ...(stage.call.api === 'allinpay.withdraw' ? [lag(stage)] : []));
  },
  async act(stage) {
    await stage.untilProcessed();
    const { lane, subject, call } = stage;
    // One try becomes three; where there is no limit, the tries are taken away.
    await lane.pending.raiseAttempts(subject.workflowId, call.tries === 'one' ? 3 : 1);
    await killAndCarryOn(stage);
  },
} satisfies Scenario;

/** As above, and changed once more while the second try waits for its time: the server then gives the call up at once. */
const optionsChangedAgain: Scenario = {
  arrange: optionsChanged.arrange,
  async act(stage) {
    await stage.untilProcessed();
    const { lane, call, subject } = stage;
    const { workflowId } = subject;
    if (call.tries === 'one') await lane.pending.raiseAttempts(workflowId, 3);
    const { attempt } = await stage.pendingCall();
    await lane.kill();
    await lane.pending.shortenTimeouts(workflowId);
    await lane.pending.untilAttempt(workflowId, attempt + 1);
    await lane.pending.restoreTimeouts(workflowId);
    await lane.freshWorker(workflowId);
  },
};

/** So long a call is held that somebody ends by hand: its worker goes on with it afterwards, and is not to send. */
const HELD_SHORT = { fault: 'delay', ms: 3000 } as const;

/**
 * What an operator does while a call is under way, and that its worker knows nothing of.
 * @param isHidden whether the look-up does not know the order of a call that sent it
 */
const byHand = (end: (stage: Stage) => Promise<void>, isHidden = true): Scenario => ({
  proof: 'act',
  arrange(stage) {
    const { api, onlyUnsent } = stage.call;
    const where = stage.subject.where(api);
    stage.fail(
      // What makes the payout wait until it can send.
      ...(onlyUnsent ? [{ on: api, ...where, fault: 'dropBefore', times: 1 } as const] : []),
      stage.once(HELD_SHORT),
      // As with changed options: a look-up before a second send must not be what saves it.
      ...(isHidden && api === 'allinpay.withdraw' ? [lag(stage)] : []),
    );
  },
  async act(stage) {
    await stage.untilProcessed();
    await end(stage);
    // It answers at once, and not only when the time has come to make the call again.
    await headOf(stage.handle);
  },
});

const fails = (rule: Parameters<Stage['once']>[0]): Scenario => ({
  arrange: (stage) => {
    stage.fail(stage.once(rule));
  },
});

export const scenarios: Readonly<Record<Fault, Scenario>> = {
  killedBeforeMark: {
    proof: 'order',
    arrange: ({ lane, call }) => lane.orders.give('beforeMark', call),
    act: carryOnWhenKilled,
  },
  killedBeforeSend: {
    proof: 'order',
    arrange: ({ lane, call }) => lane.orders.give('beforeSend', call),
    act: carryOnWhenKilled,
  },
  killedAfterSend: {
    ...fails(HELD),
    async act(stage) {
      await stage.untilProcessed();
      await killAndCarryOn(stage);
    },
  },
  killedAfterAnswer: {
    proof: 'order',
    arrange: ({ lane, call }) => lane.orders.give('afterAnswer', call),
    act: carryOnWhenKilled,
  },
  killedAfterRecord,
  answerLost: fails({ fault: 'dropAfter' }),
  answerGarbled: fails({ fault: 'garbage' }),
  rateLimited: fails({ fault: 'rateLimit', resetSeconds: 1 }),
  serverError: fails({ fault: 'serverError' }),
  serverErrorAfter: fails({ fault: 'serverErrorAfter' }),
  timeOut: fails(HELD),
  processedLate: fails({ fault: 'delayBefore', ms: HTTP_TIME_OUT + 1500 }),
  connectionRefused: {
    proof: 'order',
    arrange: ({ lane, call }) => lane.orders.give('refuse', call),
  },
  reset: {
    proof: 'act',
    async act(stage) {
      await stage.untilClosed();
      await resetToBefore(stage);
    },
  },
  resetAfterLoss,
  startedAgain: {
    ...fails({ fault: 'delay', ms: 1500 }),
    async act(stage) {
      await stage.untilProcessed();
      await startAgain(stage);
    },
  },
  optionsChanged,
  optionsChangedAgain,
  failedByHand: byHand(({ lane, subject, call }) => lane.pending.fail(subject.workflowId, call.activity)),
  completedByHand: byHand(({ lane, subject, call }) =>
    lane.pending.completeWithNothing(subject.workflowId, call.activity),
  ),
  cancelRequested: byHand(async ({ handle }) => {
    await handle.cancel();
  }, false),
  refusedAfterLoss,
  refusedThoughDone: fails({ fault: 'code', code: 3, after: true }),
  lookUpLags,
};
