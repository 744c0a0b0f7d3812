import { describe, expect, it } from '@jest/globals';
import type { Exchange } from '../../../providers/http/http.ts';
import { judgeDelivery } from '../../../providers/webhook/verdict.ts';

const answer = (status: number): Exchange => ({ kind: 'answer', status, headers: {}, text: 'whatever' });

describe('an event that was posted', () => {
  it.each([200, 201, 202, 204, 299])('is taken by %i', (status) => {
    expect(judgeDelivery(answer(status))).toEqual({ kind: 'taken', status });
  });

  it('is not wanted by 410 alone', () => {
    expect(judgeDelivery(answer(199)).kind).toBe('notTaken');
    for (let status = 300; status < 600; status += 1) {
      expect(judgeDelivery(answer(status)).kind).toBe(status === 410 ? 'notWanted' : 'notTaken');
    }
  });

  it.each<[string, Exchange, { readonly message: string; readonly status?: number }]>([
    ['did not leave', { kind: 'notSent', reason: 'ECONNREFUSED' }, { message: 'not sent, ECONNREFUSED' }],
    [
      'got no answer',
      { kind: 'lost', reason: 'time-out (request)', headers: {} },
      { message: 'answer lost, time-out (request)' },
    ],
    [
      'got half of a 200',
      { kind: 'lost', reason: 'connection closed early', status: 200, headers: {} },
      { message: 'answer lost, connection closed early', status: 200 },
    ],
  ])('is not taken when it %s', (_what, exchange, said) => {
    expect(judgeDelivery(exchange)).toStrictEqual({ kind: 'notTaken', ...said });
  });
});
