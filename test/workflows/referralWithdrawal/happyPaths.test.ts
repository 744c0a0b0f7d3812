import { describe, expect, it } from '@jest/globals';
import { sentBy } from '../../harness/sender.ts';
import { referralTests } from './referralTests.ts';

const tests = referralTests();
const someText: unknown = expect.any(String);
const textWith = (part: string): unknown => expect.stringContaining(part);

describe('a referral withdrawal without trouble', () => {
  it('withdraws once, compares once and is reconciled, in 17 events beside its upserts', async () => {
    const referral = await tests.start({ points: 100 });

    const result = await referral.result();

    expect(result).toMatchObject({
      flow: 'referralWithdrawal',
      status: 'reconciled',
      profile: 'default',
      attention: null,
      externalOrderId: referral.orderId,
      referralAccountId: referral.account,
      withdrawn: { points: 100, cash: [] },
      credited: { points: 100, cash: [] },
      reconciliation: { status: 'reconciled', ours: { points: 100 }, provider: { points: 100 }, checks: 1 },
      sentBy,
    });
    expect(result.withdrawnAt).toBe(new Date(Number(result.transTime)).toISOString());
    expect(referral.effects('feishu.withdrawal')).toMatchObject([
      { points: 100, transTime: result.transTime },
    ]);
    expect(referral.calls('feishu.withdraw')).toHaveLength(1);
    expect(referral.calls('feishu.reconciliation')).toHaveLength(1);
    const { events, upserts } = await referral.history();
    console.log(`referral withdrawal, reconciled now: ${events} events, ${upserts} of them upserts`);
    expect(events - upserts).toBe(17);
  });

  it('reconciles over the millisecond of the transaction and the next', async () => {
    const referral = await tests.start({ points: 3 });

    const { transTime, reconciliation } = await referral.result();

    expect(reconciliation).toMatchObject({ from: transTime, to: String(Number(transTime) + 1) });
  });

  it('says that a figure which nobody credited is compared with itself', async () => {
    const [uncredited, credited] = await Promise.all([
      tests.start({ points: 4 }, { credit: 'none' }),
      tests.start({ points: 4 }, { credit: 'webhook' }),
    ]);

    expect((await uncredited.result()).reconciliation?.note).toMatch(/compared with itself/);
    expect((await credited.result()).reconciliation).not.toHaveProperty('note');
  });

  it('ends as withdrawn when reconciled later, in 11 events beside its upserts', async () => {
    const referral = await tests.start({ points: 7 }, { reconcile: 'later' });

    const result = await referral.result();

    expect(result).toMatchObject({
      status: 'withdrawn',
      credited: { points: 7, cash: [] },
      reconciliation: { status: 'later', ours: { points: 7 }, provider: null, checks: 0 },
    });
    expect(referral.calls('feishu.reconciliation')).toHaveLength(0);
    const { events, upserts } = await referral.history();
    console.log(`referral withdrawal, reconciled later: ${events} events, ${upserts} of them upserts`);
    expect(events - upserts).toBe(11);
  });

  it('ends as withdrawn with a note when there is only cash, which cannot be reconciled', async () => {
    const referral = await tests.start({ cash: '10.5' });

    const result = await referral.result();

    expect(result).toMatchObject({
      status: 'withdrawn',
      withdrawn: { points: 0, cash: [{ currency: 'CNY', amount: '10.50' }] },
      reconciliation: { status: 'notApplicable', provider: null, checks: 0, note: textWith('cash has no') },
    });
    expect(referral.calls('feishu.reconciliation')).toHaveLength(0);
  });

  it('reconciles the points and says of the cash that it is not compared', async () => {
    const referral = await tests.start({ points: 100, cash: '10.5' }, { credit: 'webhook' });

    expect(await referral.result()).toMatchObject({
      status: 'reconciled',
      withdrawn: { points: 100, cash: [{ currency: 'CNY', amount: '10.50' }] },
      credited: { points: 100, cash: [{ currency: 'CNY', amount: '10.50' }], reference: someText },
      reconciliation: {
        status: 'reconciled',
        note: 'cash has no reconciliation API: only points are compared',
      },
    });
  });

  it('takes the chosen kinds only', async () => {
    const referral = await tests.start({ points: 100, cash: '10.5' }, { bonusTypes: ['point'] });

    expect(await referral.result()).toMatchObject({ withdrawn: { points: 100, cash: [] } });
  });

  it.each(['zero', 'absent'] as const)('ends as nothingToWithdraw when the details are %s', async (kind) => {
    tests.world.sandbox.setSettings({ feishu: { emptyWithdrawal: kind } });

    const referral = await tests.start({}, { credit: 'webhook' });

    expect(await referral.result()).toMatchObject({
      status: 'nothingToWithdraw',
      withdrawn: { points: 0, cash: [] },
      credited: null,
    });
    expect(referral.calls('wallet.credit')).toHaveLength(0);
    expect(referral.calls('feishu.reconciliation')).toHaveLength(0);
  });

  it('answers the query after its end with its result', async () => {
    const referral = await tests.start({ points: 1 }, { batchId: 'B-1', requestedBy: 'Wang' });

    const result = await referral.result();

    expect(result).toMatchObject({ batchId: 'B-1', requestedBy: 'Wang' });
    expect(await referral.shown()).toEqual(result);
  });

  it('ignores the lines of other accounts that moved in its window', async () => {
    const neighbour = await tests.world.feishu.account({ points: 5 });
    const referral = await tests.start({ points: 9 }, { credit: 'confirm' });
    const { transTime } = await referral.until('crediting');
    // Nothing has moved the sandbox's clock: it gives the next millisecond, which is in the window.
    expect(await tests.world.feishu.withdraw(neighbour, 'of-a-neighbour')).toBe(
      String(Number(transTime) + 1),
    );

    await referral.say('confirmCredit', { by: 'Wang', points: 9, cash: [] });

    expect(await referral.result()).toMatchObject({ status: 'reconciled', reconciliation: { checks: 1 } });
  });
});

describe('a referral withdrawal that waits for approval', () => {
  it('makes no call until another person approves, then says who did', async () => {
    const referral = await tests.start({ points: 2 }, { approval: 'required', requestedBy: 'Wang' });
    await referral.until('awaitingApproval');
    expect(referral.ledger.calls).toHaveLength(0);

    await referral.say('approve', { by: 'Li' });

    expect(await referral.result()).toMatchObject({
      status: 'reconciled',
      requestedBy: 'Wang',
      approvedBy: 'Li',
    });
  });

  it('is not approved by whoever asked for it, however they write themselves', async () => {
    const referral = await tests.start({ points: 2 }, { approval: 'required', requestedBy: 'Wang' });
    await referral.until('awaitingApproval');

    for (const by of ['Wang', 'wang', 'WANG']) {
      expect(await referral.refusal('approve', { by })).toMatchObject({
        type: 'UpdateRefused',
        message: textWith('another person must judge it'),
      });
    }
    await referral.say('reject', { by: 'Li', note: 'not this month' });

    const { type, message, details } = await referral.ended();
    expect(type).toBe('ApprovalRefused');
    expect(message).toContain('not this month');
    expect(details).toMatchObject({ status: 'refused', attention: null, credited: null });
    expect(await referral.shown()).toEqual(details);
    expect(referral.ledger.calls).toHaveLength(0);
  });

  it('takes an update once by its id, whoever repeats it', async () => {
    const referral = await tests.start({ points: 2 }, { approval: 'required', requestedBy: 'Wang' });
    await referral.until('awaitingApproval');

    const first = await referral.say('approve', { by: 'Li' }, 'approval-1');
    expect(await referral.say('approve', { by: 'Li' }, 'approval-1')).toEqual(first);
    await referral.result();
  });

  it('is cancelled by a person, with no call made', async () => {
    const referral = await tests.start({ points: 2 }, { approval: 'required', requestedBy: 'Wang' });
    await referral.until('awaitingApproval');

    await referral.say('cancel', { by: 'Wang' });

    const { type, details } = await referral.ended();
    expect(type).toBe('Cancelled');
    expect(details.status).toBe('cancelled');
    expect(referral.ledger.calls).toHaveLength(0);
  });

  it('closes as canceled by a request to Temporal, with no call made', async () => {
    const referral = await tests.start({ points: 2 }, { approval: 'required', requestedBy: 'Wang' });
    await referral.until('awaitingApproval');

    await referral.handle.cancel();
    await expect(referral.result()).rejects.toMatchObject({ cause: { name: 'CancelledFailure' } });

    expect((await referral.handle.describe()).status.name).toBe('CANCELLED');
    expect(await referral.shown()).toMatchObject({ status: 'cancelled', attention: null });
    expect(referral.ledger.calls).toHaveLength(0);
  });
});

describe('a referral withdrawal under way', () => {
  it('refuses to be cancelled, and sets a request to Temporal aside', async () => {
    const referral = await tests.start({ points: 2 }, { credit: 'confirm' });
    await referral.until('crediting');

    expect(await referral.refusal('cancel', { by: 'Wang' })).toMatchObject({ type: 'UpdateRefused' });
    await referral.handle.cancel();
    await referral.say('confirmCredit', { by: 'Wang', points: 2, cash: [] });

    expect(await referral.result()).toMatchObject({ status: 'reconciled' });
  });

  it('refuses malformed updates naming every problem', async () => {
    const referral = await tests.start({ points: 2 }, { credit: 'confirm' });
    await referral.until('crediting');

    const { type, message } = await referral.refusal('confirmCredit', { points: 1.5, cash: [], extra: 1 });

    expect(type).toBe('InvalidInput');
    for (const problem of ['by: is required', 'points: must be a whole number', 'extra: is not a member']) {
      expect(message).toContain(problem);
    }
    await referral.say('confirmCredit', { by: 'Wang', points: 2, cash: [] });
    await referral.result();
  });

  it('refuses updates for which it is not the time', async () => {
    const referral = await tests.start({ points: 2 }, { credit: 'confirm' });
    await referral.until('crediting');

    for (const [name, argument] of [
      ['approve', { by: 'Li' }],
      ['reject', { by: 'Li' }],
      ['pollNow', { by: 'Li' }],
      ['resolve', { by: 'Li', decision: 'accept', note: 'looked into it' }],
    ] as const) {
      expect(await referral.refusal(name, argument)).toMatchObject({ type: 'UpdateRefused' });
    }
    await referral.say('confirmCredit', { by: 'Wang', points: 2, cash: [] });
    await referral.result();
  });
});
