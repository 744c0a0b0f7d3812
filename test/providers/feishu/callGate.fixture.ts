/** Time that goes by when it is told to, and wakes whoever waits at the moment that was agreed. */
export function simulatedTime() {
  const state = { now: 1_000 };
  const sleepers = new Set<{ at: number; wake: () => void }>();
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    now: () => state.now,
    wait: (ms: number) =>
      new Promise<void>((wake) => {
        sleepers.add({ at: state.now + ms, wake });
      }),
    async goOn(ms: number) {
      const end = state.now + ms;
      for (;;) {
        await settle();
        const [next] = [...sleepers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
        if (next === undefined) break;
        sleepers.delete(next);
        state.now = Math.max(state.now, next.at);
        next.wake();
      }
      state.now = end;
    },
  };
}
