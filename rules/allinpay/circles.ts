import { at } from '../at.ts';
/**
 * Tarjan's strongly connected components: two nodes have the same number where each can be reached from the other, that
 * is, where they lie on a circle.
 *
 * @param ways for each node: the nodes that it leads to
 * @returns for each node: the number of its component
 */
export function circlesOf(ways: readonly (readonly number[])[]): readonly number[] {
  const found = ways.map(() => UNSEEN);
  const circles = ways.map(() => UNSEEN);
  const open: number[] = [];
  let next = 0;

  const visit = (node: number): number => {
    let lowest = next;
    found[node] = next;
    next += 1;
    open.push(node);
    for (const to of at(ways, node)) {
      const seen = at(found, to);
      if (seen === UNSEEN) lowest = Math.min(lowest, visit(to));
      else if (circles[to] === UNSEEN) lowest = Math.min(lowest, seen);
    }
    if (lowest === found[node]) {
      for (let member = open.pop(); member !== undefined; member = open.pop()) {
        circles[member] = node;
        if (member === node) break;
      }
    }
    return lowest;
  };

  for (const node of ways.keys()) if (found[node] === UNSEEN) visit(node);
  return circles;
}

const UNSEEN = -1;
