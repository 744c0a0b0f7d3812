import { describe, expect, it } from '@jest/globals';
import { inShanghai, instantOf, wallTimeOf } from '../../cli/times.ts';

describe('a time that is typed', () => {
  it.each([
    ['2026-11-30', '2026-11-30T00:00:00+08:00', '2026-12-01T00:00:00+08:00'],
    ['2028-02-29', '2028-02-29T00:00:00+08:00', '2028-03-01T00:00:00+08:00'],
    ['2026-11-30 08:15', '2026-11-30T08:15:00+08:00', '2026-11-30T08:15:00+08:00'],
    ['2026-11-30T08:15:59', '2026-11-30T08:15:59+08:00', '2026-11-30T08:15:59+08:00'],
    ['2026-11-30T08:15:00Z', '2026-11-30T08:15:00Z', '2026-11-30T08:15:00Z'],
  ])('%s is %s where a period begins and %s where it ends', (text, begin, end) => {
    expect([instantOf(text, 'begin'), instantOf(text, 'end')]).toEqual([begin, end]);
  });

  it.each(['2026-02-30', '2026-11-30 25:00', 'monday', '2026-11-3', ''])(
    '%j is no time: it is passed on for the contract to refuse',
    (text) => {
      expect([instantOf(text, 'begin'), instantOf(text, 'end')]).toEqual([text, text]);
    },
  );

  it.each([
    ['2026-08-01', '2026-08-01 00:00:00', '2026-08-01 23:59:59'],
    ['2026-08-01T12:34', '2026-08-01 12:34:00', '2026-08-01 12:34:00'],
    ['2026-08-01T12:34:56Z', '2026-08-01 20:34:56', '2026-08-01 20:34:56'],
    ['soon', 'soon', 'soon'],
  ])('%s is asked of Feishu as since %s and until %s', (text, since, until) => {
    expect([wallTimeOf(text, 'begin'), wallTimeOf(text, 'end')]).toEqual([since, until]);
  });

  it('is shown in UTC+8', () => {
    expect(inShanghai('2026-11-29T16:00:00.000Z')).toBe('2026-11-30T00:00:00+08:00');
  });
});
