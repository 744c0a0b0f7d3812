import { describe, expect, it, jest } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import type { ActivityExecuteInput } from '@temporalio/worker';
import { wellFormedFailures } from '../../workers/wellFormedFailures.ts';

/** What an activity is seen to throw that throws this. */
async function thrownFor(error: unknown): Promise<unknown> {
  const { inbound } = wellFormedFailures();
  const input: ActivityExecuteInput = { args: [], headers: {} };
  const activity = jest.fn<() => Promise<unknown>>().mockRejectedValue(error);
  return inbound?.execute?.(input, activity).catch((thrown: unknown) => thrown);
}

const half = 'a\ud83d';
const mended = 'a\ufffd';

describe('what an activity throws', () => {
  it('is the same error with every text of it well-formed, those of its causes too', async () => {
    const cause = new Error(half);
    const failure = ApplicationFailure.create({ type: half, message: half, cause, details: [1] });

    expect(await thrownFor(failure)).toBe(failure);
    expect(failure).toMatchObject({ type: mended, message: mended, details: [1] });
    expect(cause.message).toBe(mended);
    expect(cause.stack).toContain(mended);
    expect(failure.stack).not.toContain('\ud83d');
  });

  it('may be a text, or go round in circles', async () => {
    expect(await thrownFor(half)).toEqual(new Error(mended));
    const circle = new Error(half);
    circle.cause = circle;
    expect(await thrownFor(circle)).toBe(circle);
    expect(circle.message).toBe(mended);
    expect(await thrownFor(undefined)).toBeUndefined();
  });
});
