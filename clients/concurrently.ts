/**
 * Calls `work` for every item, at most `limit` at a time, and gives the answers in the items' order. `work` must not
 * throw for one item what the others should not suffer from: the first error ends it all.
 */
export async function concurrently<Item, Answer>(
  items: readonly Item[],
  limit: number,
  work: (item: Item, index: number) => Promise<Answer>,
): Promise<Answer[]> {
  const answers = new Map<number, Answer>();
  const queue = items.entries();
  const lane = async (): Promise<void> => {
    // One iterator for all lanes: each takes the next item that nobody has.
    for (const [index, item] of queue) answers.set(index, await work(item, index));
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane));
  return [...answers].sort(([a], [b]) => a - b).map(([, answer]) => answer);
}
