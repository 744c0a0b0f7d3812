import { describe, expect, it } from '@jest/globals';
import type { Attention, AttentionReason, Decision } from '../../contract/attention.ts';
import type { Status } from '../../contract/head.ts';
import type { UpdateArgument } from '../../contract/updates.ts';
import { whyRefused, type UpdateState } from '../../workflows/updateRules.ts';

const NOW = Date.parse('2026-01-31T10:00:00Z');

function state(more: Partial<UpdateState> = {}): UpdateState {
  return {
    status: 'processing',
    attention: null,
    requestedBy: 'Ann',
    cancellable: false,
    judged: false,
    stopped: false,
    deciding: false,
    awaitsConfirmation: false,
    lastPollAsk: undefined,
    now: NOW,
    ...more,
  };
}

function attention(reason: AttentionReason, decisions: readonly Decision[]): Attention {
  return { reason, decisions, since: '2026-01-31T09:00:00Z', message: 'because' };
}

describe.each(['approve', 'reject'] as const)('%s', (name) => {
  const by = (person: string, more: Partial<UpdateState> = {}): string | undefined =>
    whyRefused({ name, argument: { by: person } }, state({ status: 'awaitingApproval', ...more }));

  it('is for another person than the one who asked, however they write their name', () => {
    expect(by('Bob')).toBeUndefined();
    for (const same of ['Ann', 'ann', ' ANN ']) expect(by(same)).toContain('another person');
    expect(by('Ann', { requestedBy: ' ann ' })).toContain('another person');
  });

  it('has its time once', () => {
    expect(by('Bob', { status: 'processing' })).toContain('the payout is processing');
    expect(by('Bob', { judged: true })).toContain('already');
  });

  it('is open to anyone where nobody is known to have asked', () => {
    expect(by('Ann', { requestedBy: undefined })).toBeUndefined();
  });
});

describe('cancel', () => {
  const cancel = (more: Partial<UpdateState>): string | undefined =>
    whyRefused({ name: 'cancel', argument: { by: 'Ann' } }, state(more));

  it('is accepted only while nothing can have been sent', () => {
    expect(cancel({ cancellable: true })).toBeUndefined();
    expect(cancel({ cancellable: false })).toContain('may have been sent');
    expect(cancel({ cancellable: true, stopped: true })).toContain('already');
  });
});

describe('confirmCredit', () => {
  const confirm = (awaitsConfirmation: boolean): string | undefined =>
    whyRefused(
      { name: 'confirmCredit', argument: { by: 'Ann', points: 1, cash: [] } },
      state({ status: 'crediting', awaitsConfirmation }),
    );

  it('is accepted while the flow waits for it', () => {
    expect(confirm(true)).toBeUndefined();
    expect(confirm(false)).toContain('no credit waits');
  });
});

describe('pollNow', () => {
  const poll = (more: Partial<UpdateState>): string | undefined =>
    whyRefused({ name: 'pollNow', argument: { by: 'Ann' } }, state(more));

  it.each<Status>(['processing', 'overdue', 'outcomeUnknown', 'confirmingRefusal'])(
    'is for a payout that is %s',
    (status) => {
      expect(poll({ status })).toBeUndefined();
    },
  );

  it.each<Status>(['submitting', 'awaitingApproval', 'orderConflict', 'settled', 'reconciling'])(
    'is not for one that is %s',
    (status) => {
      expect(poll({ status })).toContain(status);
    },
  );

  it('is accepted once a minute', () => {
    expect(poll({ lastPollAsk: NOW - 59_999 })).toContain('less than a minute');
    expect(poll({ lastPollAsk: NOW - 60_000 })).toBeUndefined();
  });
});

describe('resolve', () => {
  const resolve = (argument: UpdateArgument<'resolve'>, more: Partial<UpdateState>): string | undefined =>
    whyRefused({ name: 'resolve', argument }, state(more));
  const unknown = attention('outcomeUnknown', ['resubmit', 'notSubmitted']);
  const credit = attention('creditRefused', ['retry', 'accept']);

  it('is one of the decisions that are shown', () => {
    expect(resolve({ by: 'Ann', decision: 'resubmit' }, { attention: unknown })).toBeUndefined();
    expect(resolve({ by: 'Ann', decision: 'adopt' }, { attention: unknown })).toContain(
      'resubmit, notSubmitted',
    );
    expect(resolve({ by: 'Ann', decision: 'retry' }, { attention: attention('settings', []) })).toContain(
      'no decision now',
    );
  });

  it('needs something to decide, and one decision at a time', () => {
    expect(resolve({ by: 'Ann', decision: 'retry' }, { attention: null })).toContain(
      'nothing needs a decision',
    );
    expect(resolve({ by: 'Ann', decision: 'resubmit' }, { attention: unknown, deciding: true })).toContain(
      'another decision',
    );
  });

  it('accepts a credit only with what was credited', () => {
    const accept = { by: 'Ann', decision: 'accept' } as const;
    expect(resolve(accept, { attention: credit })).toContain('points and cash');
    expect(resolve({ ...accept, points: 5 }, { attention: credit })).toContain('points and cash');
    expect(resolve({ ...accept, cash: [] }, { attention: credit })).toContain('points and cash');
    expect(resolve({ by: 'Ann', decision: 'retry' }, { attention: credit })).toBeUndefined();
    expect(resolve({ ...accept, points: 5, cash: [] }, { attention: credit })).toBeUndefined();
    expect(resolve(accept, { attention: attention('creditOverdue', ['retry', 'accept']) })).toContain(
      'points and cash',
    );
    expect(
      resolve(accept, { attention: attention('reconcileBreak', ['recheck', 'accept']) }),
    ).toBeUndefined();
  });
});
