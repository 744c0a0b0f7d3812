import { describe, expect, it } from '@jest/globals';
import type { Call } from '../../sandbox/index.ts';
import { differences, type End } from './endState.ts';
import { polledTimes, pollTimes } from './polls.ts';
import { atLeast, atMost, broken, none } from './report.ts';

const start = Date.parse('2026-03-02T10:00:00Z');

function aCall(api: Call['api'], orderId: string, second: number): Call {
  return { seq: 1, at: new Date(start + second * 1000).toISOString(), api, orderId, httpStatus: 200 };
}

const anEnd = (booked: string): End => ({ status: 'settled', told: '', booked, paid: [1] });

describe('the times of polls', () => {
  const lookUp = 'allinpay.withdrawResultQuery';

  it('begin at the send: the look-up before it is none', () => {
    const calls = [lookUp, 'allinpay.withdraw', lookUp] as const;
    const times = pollTimes(
      { calls: calls.map((api, second) => aCall(api, 'A', second * 10)) },
      { from: start, until: start + 20_000 },
    );
    expect(times).toMatchObject({ polled: 1, calls: 1, longest: 10_000 });
  });

  it('tell of an order that is not looked up any more', () => {
    const calls = [aCall('allinpay.withdraw', 'A', 0), aCall(lookUp, 'A', 5)];
    expect(pollTimes({ calls }, { from: start, until: start + 65_000 }).longest).toBe(60_000);
  });

  it('tell of an order that was never looked up', () => {
    const calls = [
      aCall('allinpay.withdraw', 'A', 0),
      aCall('allinpay.withdraw', 'B', 0),
      aCall(lookUp, 'B', 1),
    ];
    expect(pollTimes({ calls }, { from: start, until: start + 2000 })).toMatchObject({
      polled: 1,
      longest: 2000,
    });
  });

  it('are those of the time asked for: what was waited for before that is left out', () => {
    const calls = [
      aCall('allinpay.withdraw', 'A', 0),
      aCall(lookUp, 'A', 40),
      aCall(lookUp, 'A', 102),
      aCall(lookUp, 'A', 112),
    ];
    expect(pollTimes({ calls }, { from: start + 100_000, until: start + 112_000 })).toEqual({
      polled: 1,
      longest: 10_000,
      shortest: 10_000,
      calls: 2,
    });
  });
});

describe('how often orders were polled', () => {
  const lookUp = 'allinpay.withdrawResultQuery';

  it('counts an order only when it was looked up so often after its send', () => {
    const calls = [
      aCall(lookUp, 'A', 0),
      aCall('allinpay.withdraw', 'A', 1),
      aCall(lookUp, 'A', 2),
      aCall('allinpay.withdraw', 'B', 3),
    ];
    const often = (times: number, since = start): number => polledTimes({ calls }, times, since);
    expect([often(0), often(1), often(2), often(1, start + 2500)]).toEqual([2, 1, 0, 0]);
  });
});

describe('two runs of the same payouts', () => {
  it('differ where one books twice, and where one lacks a payout', () => {
    const calm = new Map([
      ['A', anEnd('once')],
      ['B', anEnd('once')],
      ['C', anEnd('once')],
    ]);
    const rough = new Map([
      ['A', anEnd('once')],
      ['B', anEnd('once,once')],
    ]);
    expect([...differences(calm, rough, ({ booked }) => booked).keys()]).toEqual(['B', 'C']);
  });
});

describe('a report', () => {
  it('names every claim that does not hold', () => {
    const claims = [
      none('lost', ['A']),
      atMost('calls', 2, 1.5),
      atLeast('crashes', 0, 2),
      none('twice', []),
    ];
    const report = { scenario: 'kills', size: '3', seconds: 1, claims, figures: {} };
    expect(broken([report])).toEqual([
      'kills: lost: 1: A',
      'kills: calls: 2 (at most 1.5)',
      'kills: crashes: 0 (at least 2)',
    ]);
  });
});
