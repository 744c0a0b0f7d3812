/**
 * Whole numbers as ranges: `0-12,14`; an empty text for none.
 * @param numbers ascending, each once
 */
export function rangesOf(numbers: readonly number[]): string {
  const ranges: { readonly first: number; last: number }[] = [];
  for (const number of numbers) {
    const open = ranges.at(-1);
    if (open?.last === number - 1) open.last = number;
    else ranges.push({ first: number, last: number });
  }
  return ranges.map(({ first, last }) => (first === last ? String(first) : `${first}-${last}`)).join(',');
}

/**
 * The numbers that ranges stand for, ascending.
 * @param count all of them are less
 * @throws RangeError for a text that `rangesOf` does not write
 */
export function numbersIn(ranges: string, count: number): number[] {
  const numbers: number[] = [];
  for (const range of ranges === '' ? [] : ranges.split(',')) {
    const [, first, last] = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(range) ?? [];
    const from = Number(first);
    const to = last === undefined ? from : Number(last);
    const isNext = from > (numbers.at(-1) ?? -1) && to >= from && to < count;
    if (!isNext) throw new RangeError(`not ascending numbers below ${count}: ${ranges.slice(0, 100)}`);
    for (let number = from; number <= to; number += 1) numbers.push(number);
  }
  return numbers;
}
