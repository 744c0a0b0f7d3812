import { describe, expect, test } from '@jest/globals';
import { createTokenSource, type FetchedToken } from '../../../providers/feishu/token.ts';
import { failed, type CallResult } from '../../../providers/http/outcome.ts';
import { NOT_SENT } from '../../../providers/http/verdict.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;

function sourceOf(fetch: (index: number) => CallResult<FetchedToken>) {
  const state = { now: 0, fetches: 0 };
  const source = createTokenSource(
    async () => {
      state.fetches += 1;
      await Promise.resolve();
      return fetch(state.fetches);
    },
    () => state.now,
  );
  return { source, state };
}

const numbered = (index: number): CallResult<FetchedToken> => ({
  ok: true,
  value: { token: `token ${index}`, lifetimeMs: 2 * HOUR },
});

describe('the token source', () => {
  test('fetches once for callers at the same time', async () => {
    const { source, state } = sourceOf(numbered);
    const tokens = await Promise.all([source.get(), source.get(), source.get()]);
    expect(tokens).toEqual(Array(3).fill({ ok: true, value: 'token 1' }));
    expect(state.fetches).toBe(1);
  });

  test('keeps the token until three minutes before its end', async () => {
    const { source, state } = sourceOf(numbered);
    await source.get();
    state.now = 2 * HOUR - 3 * MINUTE - 1;
    expect(await source.get()).toEqual({ ok: true, value: 'token 1' });
    state.now += 1;
    expect(await source.get()).toEqual({ ok: true, value: 'token 2' });
  });

  test('hands out a token that ends sooner than that, and fetches again for the next call', async () => {
    const { source, state } = sourceOf((index) => ({
      ok: true,
      value: { token: `token ${index}`, lifetimeMs: MINUTE },
    }));
    expect(await source.get()).toEqual({ ok: true, value: 'token 1' });
    expect(await source.get()).toEqual({ ok: true, value: 'token 2' });
    expect(state.fetches).toBe(2);
  });

  test('counts the lifetime from before the fetch', async () => {
    const state = { now: 0, fetches: 0 };
    const source = createTokenSource(
      () => {
        state.fetches += 1;
        state.now += 10 * MINUTE;
        return Promise.resolve(numbered(state.fetches));
      },
      () => state.now,
    );
    await source.get();
    state.now = 2 * HOUR - 3 * MINUTE;
    expect(await source.get()).toEqual({ ok: true, value: 'token 2' });
  });

  test('forgets an invalid token, but not the one that replaced it meanwhile', async () => {
    const { source, state } = sourceOf(numbered);
    await source.get();
    source.invalidate('token 1');
    expect(await source.get()).toEqual({ ok: true, value: 'token 2' });
    source.invalidate('token 1');
    expect(await source.get()).toEqual({ ok: true, value: 'token 2' });
    expect(state.fetches).toBe(2);
  });

  test('does not remember a failure', async () => {
    const { source } = sourceOf((index) =>
      index === 1 ? failed('feishu', 'token', NOT_SENT, { what: 'not sent' }) : numbered(index),
    );
    expect(await source.get()).toMatchObject({ ok: false, failure: { type: 'NotSent' } });
    expect(await source.get()).toEqual({ ok: true, value: 'token 2' });
  });
});
