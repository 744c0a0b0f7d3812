import type { Exchange, PostRequest } from '../../../providers/http/http.ts';

// Stands in for providers/http/http.ts: no socket, the same three ways in which a POST can end.

type Post = (request: PostRequest) => Promise<Exchange>;

const network: { carry: Post | undefined } = { carry: undefined };

/** From now on this network carries the requests of every client. One world lives at a time in a process. */
export function carryBy(carry: Post): void {
  network.carry = carry;
}

export async function post(request: PostRequest): Promise<Exchange> {
  request.signal?.throwIfAborted();
  if (network.carry === undefined) throw new Error('there is no network');
  return network.carry(request);
}
