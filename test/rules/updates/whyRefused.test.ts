import { describe, expect, it } from '@jest/globals';
import type { Attention, AttentionReason, Decision } from '../../../contract/attention.ts';
import type { Status } from '../../../contract/head.ts';
import type { UpdateArgument } from '../../../contract/updates.ts';
import { answeredBy, whyRefused, type UpdateState } from '../../../rules/updates/whyRefused.ts';

const NOW = Date.parse('2026-01-31T10:00:00Z');

function state(more: Partial<UpdateState> = {}): UpdateState {
  return {
    status: 'processing',
    attention: null,
    requestedBy: 'Ann',
    cancellable: false,
    judged: false,
    stoppedBy: undefined,
    carriedOut: undefined,
    approvalRequired: false,
    approvalOffer: undefined,
    openAccounts: [],
    awaitsConfirmation: false,
    confirmedBy: undefined,
    pollAsks: 0,
    lastPollAsk: undefined,
    now: NOW,
    ...more,
  };
}

type Stated = Extract<UpdateArgument<'resolve'>, { readonly decision: 'recordOutcome' }>;

function attention(reason: AttentionReason, decisions: readonly Decision[]): Attention {
  return { reason, decisions, since: '2026-01-31T09:00:00Z', offer: 1, also: [], message: 'because' };
}

describe.each(['approve', 'reject'] as const)('%s', (name) => {
  const by = (person: string, more: Partial<UpdateState> = {}): string | undefined =>
    whyRefused({ name, argument: { by: person } }, state({ status: 'awaitingApproval', ...more }));

  it('is for another person than the one who asked, however they write their name', () => {
    expect(by('Bob')).toBeUndefined();
    for (const same of ['Ann', 'ann', ' ANN ', 'ａｎｎ', 'A\u200bnn'])
      expect(by(same)).toContain('another person');
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
    expect(cancel({ cancellable: true, stoppedBy: 'Eve' })).toContain('already');
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
    expect(poll({ lastPollAsk: NOW - 59_999 })).toContain('less than a minute ago');
    expect(poll({ lastPollAsk: NOW - 60_000 })).toBeUndefined();
  });
});

describe('resolve', () => {
  const resolve = (argument: UpdateArgument<'resolve'>, more: Partial<UpdateState>): string | undefined =>
    whyRefused({ name: 'resolve', argument }, state(more));
  const unknown = attention('outcomeUnknown', ['resubmit', 'notSubmitted']);
  const credit = attention('creditRefused', ['retry', 'accept']);

  it('is one of the decisions that are shown', () => {
    expect(
      resolve({ by: 'Ann', decision: 'resubmit', note: 'looked into it' }, { attention: unknown }),
    ).toBeUndefined();
    expect(
      resolve({ by: 'Ann', decision: 'adopt', note: 'looked into it' }, { attention: unknown }),
    ).toContain('resubmit, notSubmitted');
    expect(resolve({ by: 'Ann', decision: 'retry' }, { attention: attention('settings', []) })).toContain(
      'no decision now',
    );
  });

  it('needs something to decide, and one decision at a time', () => {
    expect(resolve({ by: 'Ann', decision: 'retry' }, { attention: null })).toContain(
      'nothing needs a decision',
    );
    expect(
      resolve(
        { by: 'Ann', decision: 'resubmit', note: 'looked into it' },
        { attention: unknown, carriedOut: { by: 'Eve', decision: 'notSubmitted' } },
      ),
    ).toContain('notSubmitted by Eve is being carried out');
  });

  it('accepts a credit only with what was credited', () => {
    const accept = { by: 'Ann', decision: 'accept', note: 'looked into it' } as const;
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

  const late = { ...attention('overdue', ['extend']), offer: 7 };
  const settings = { ...attention('settings', ['retry']), offer: 8 };
  const both = { ...late, also: [settings] };

  it('answers any reason that is raised, not the gravest alone', () => {
    expect(resolve({ by: 'Ann', decision: 'retry' }, { attention: both })).toBeUndefined();
    expect(resolve({ by: 'Ann', decision: 'retry', offer: 8 }, { attention: both })).toBeUndefined();
  });

  it('answers one offer: the number that was shown', () => {
    expect(resolve({ by: 'Ann', decision: 'retry', offer: 7 }, { attention: both })).toContain(
      'overdue takes extend, not retry',
    );
    expect(resolve({ by: 'Ann', decision: 'adopt', note: 'looked into it' }, { attention: both })).toBe(
      'overdue takes extend; settings takes retry, not adopt',
    );
    expect(resolve({ by: 'Ann', decision: 'retry', offer: 6 }, { attention: both })).toContain(
      'offer 6 does not stand any more',
    );
  });

  it('is refused while the payout is being cancelled', () => {
    expect(resolve({ by: 'Ann', decision: 'retry' }, { attention: both, stoppedBy: 'Eve' })).toContain(
      'cancelled by Eve',
    );
  });

  const stated = (status: 'settled' | 'failed'): Stated => ({
    by: 'ANN ',
    decision: 'recordOutcome',
    note: 'by the bank',
    details: [{ externalCode: 'S1', status }],
  });
  const open = {
    attention: attention('overdue', ['extend', 'recordOutcome']),
    openAccounts: ['externalCode:S1'],
  };

  it('states the outcome of details that are open, and of no others', () => {
    expect(resolve(stated('failed'), open)).toBeUndefined();
    expect(resolve(stated('failed'), { ...open, openAccounts: ['externalCode:S2'] })).toContain(
      'not for externalCode:S1',
    );
    const details = Array.from({ length: 6 }, (_, at) => ({
      externalCode: `X${at}`,
      status: 'failed' as const,
    }));
    expect(resolve({ ...stated('failed'), details }, open)).toMatch(
      /not for externalCode:X0, externalCode:X1, externalCode:X2, externalCode:X3, externalCode:X4$/,
    );
  });

  it('that lets money leave again needs another person where the payout had to be approved', () => {
    const required = { ...open, approvalRequired: true, requestedBy: 'Ann' };
    expect(resolve(stated('settled'), required)).toBeUndefined();
    expect(resolve(stated('failed'), required)).toContain('another person');
    const [settled, failed] = [stated('settled'), stated('failed')];
    const mixed = {
      ...settled,
      details: [...settled.details, { accountUserId: 2, status: 'failed' as const }],
    };
    const accounts = [...open.openAccounts, 'accountUserId:2'];
    expect(resolve(mixed, { ...required, openAccounts: accounts })).toContain('another person');
    expect(resolve(failed, { ...required, requestedBy: undefined })).toBeUndefined();
    const lost = attention('outcomeUnknown', ['resubmit', 'notSubmitted', 'abandon']);
    for (const decision of ['resubmit', 'notSubmitted', 'abandon'] as const) {
      const said = { by: 'ann', decision, note: 'looked into it' } as const;
      expect(resolve(said, { ...required, attention: lost })).toContain('another person');
      expect(resolve({ ...said, by: 'Bob' }, { ...required, attention: lost })).toBeUndefined();
    }
  });

  it('on a credit is late once the credit has been confirmed', () => {
    const overdue = { attention: attention('creditOverdue', ['retry', 'accept']), confirmedBy: 'Eve' };
    expect(resolve({ by: 'Ann', decision: 'retry' }, overdue)).toContain('confirmed by Eve');
    const difference = { ...overdue, attention: attention('reconcileBreak', ['recheck']) };
    expect(resolve({ by: 'Ann', decision: 'recheck' }, difference)).toBeUndefined();
  });
});

describe('approve and reject', () => {
  it('answer one offer, too', () => {
    const state1 = state({ status: 'awaitingApproval', approvalOffer: 1 });
    const by = (offer?: number) =>
      whyRefused(
        { name: 'approve', argument: { by: 'Bob', ...(offer === undefined ? {} : { offer }) } },
        state1,
      );
    expect(by()).toBeUndefined();
    expect(by(1)).toBeUndefined();
    expect(by(2)).toContain('offer 2 does not stand');
  });
});

describe('a robot that asks for polls', () => {
  const poll = (pollAsks: number, ago: number) =>
    whyRefused({ name: 'pollNow', argument: { by: 'robot' } }, state({ pollAsks, lastPollAsk: NOW - ago }));

  it('may once a minute, after sixty times once an hour, after five hundred once a day', () => {
    expect(poll(59, 60_000)).toBeUndefined();
    expect(poll(60, 3_599_999)).toContain('less than an hour ago');
    expect(poll(60, 3_600_000)).toBeUndefined();
    expect(poll(499, 3_600_000)).toBeUndefined();
    expect(poll(500, 86_399_999)).toMatch(/less than a day ago.* again from 2026-01-31T10:00:00\.001Z/);
    expect(poll(500, 86_400_000)).toBeUndefined();
  });
});

describe('what else is under way', () => {
  it('keeps judging, confirming and taking back from each other', () => {
    const carriedOut = { by: 'Eve', decision: 'retry' } as const;
    const approve = { name: 'approve', argument: { by: 'Bob' } } as const;
    expect(whyRefused(approve, state({ status: 'awaitingApproval', stoppedBy: 'Eve' }))).toContain(
      'cancelled by Eve',
    );
    expect(
      whyRefused({ name: 'cancel', argument: { by: 'Bob' } }, state({ cancellable: true, carriedOut })),
    ).toContain('retry by Eve is being carried out');
    expect(
      whyRefused(
        { name: 'confirmCredit', argument: { by: 'Bob', points: 1, cash: [] } },
        state({ status: 'crediting', awaitsConfirmation: true, carriedOut }),
      ),
    ).toContain('retry by Eve is being carried out');
  });

  it('leaves decisions that let no money leave again to whoever asked for the payout', () => {
    const all = ['adopt', 'accept', 'recheck', 'retry', 'extend'] as const;
    const mine = state({
      approvalRequired: true,
      requestedBy: 'Ann',
      attention: attention('reconcileBreak', all),
    });
    const said = [
      { by: 'Ann', decision: 'adopt', note: 'looked into it' },
      { by: 'Ann', decision: 'accept', note: 'looked into it' },
      { by: 'Ann', decision: 'recheck' },
      { by: 'Ann', decision: 'retry' },
      { by: 'Ann', decision: 'extend', settleBy: '2026-03-01T00:00:00Z' },
    ] as const;
    for (const argument of said) expect(whyRefused({ name: 'resolve', argument }, mine)).toBeUndefined();
  });
});

it('a decision answers nothing where nothing is raised', () => {
  expect(answeredBy({ decision: 'retry', by: 'Ann' }, null)).toBeUndefined();
});
