import { describe, expect, it } from '@jest/globals';
import {
  compareOutcomes,
  outcomeEvent,
  outcomeWebhookId,
  type OutcomePlace,
} from '../../contract/outcomeEvent.ts';

const event = {
  type: 'payout.settled',
  timestamp: '2026-01-31T00:00:03.000Z',
  data: {
    workflowId: 'allinpay-withdrawal/default/ST-1',
    runId: '45ae8dd1-f0ba-4cd0-92f1-e0ef1e32ed39',
    startedAt: '2026-01-31T00:00:00.000Z',
    sequence: 2,
    payout: {
      flow: 'allinpayWithdrawal',
      status: 'settled',
      profile: 'default',
      attention: null,
      waiting: null,
      orderId: 'ST-1',
    },
  },
};

describe('an event', () => {
  it('keeps what the flow adds to the head', () => {
    expect(outcomeEvent.parse(event)).toEqual(event);
  });

  it.each(['settled', 'Payout.settled', 'paid.settled'])('is none of the type %s', (type) => {
    expect(outcomeEvent.safeParse({ ...event, type }).success).toBe(false);
  });

  it('has the id of its run and its number', () => {
    expect(outcomeWebhookId(event.data)).toBe(
      'outcome/allinpay-withdrawal/default/ST-1/45ae8dd1-f0ba-4cd0-92f1-e0ef1e32ed39/2',
    );
  });

  it('has an id that a header can hold, whatever the run was called', () => {
    const id = outcomeWebhookId({ ...event.data, workflowId: '提现 1\r\nx: y' });
    expect(id).toMatch(/^[!-~]+$/);
    expect(id).toContain('outcome/%E6%8F%90%E7%8E%B0%201%0D%0Ax:%20y/');
  });
});

describe('the events of one payout', () => {
  const place = (runId: string, start: number, sequence: number, second: number): OutcomePlace => ({
    runId,
    startedAt: `2026-01-31T00:00:0${start}.000Z`,
    sequence,
    timestamp: `2026-01-31T00:00:0${second}.000Z`,
  });
  it.each([
    ['by their numbers', place('a', 0, 1, 1), place('a', 0, 2, 1)],
    ['by their runs before that', place('a', 0, 5, 2), place('b', 3, 1, 3)],
    ['by time where a run was reset, which keeps its start', place('a', 0, 5, 2), place('b', 0, 2, 3)],
  ])('are ordered %s', (_how, older, newer) => {
    expect(compareOutcomes(older, newer)).toBeLessThan(0);
    expect(compareOutcomes(newer, older)).toBeGreaterThan(0);
  });
});
