/**
 * Works on a few items at once and gives the answers in the items' order, as they come to be wanted: no more than
 * `limit` answers wait, however many items there are. `work` must not throw.
 */
export async function* inOrder<Item, Answer>(
  items: Iterable<Item>,
  limit: number,
  work: (item: Item) => Promise<Answer>,
): AsyncGenerator<Answer, void, undefined> {
  const underWay: Promise<Answer>[] = [];
  for (const item of items) {
    underWay.push(work(item));
    const first = underWay.length >= limit ? underWay.shift() : undefined;
    if (first !== undefined) yield await first;
  }
  for (const answer of underWay) yield await answer;
}
