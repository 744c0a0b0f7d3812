import got, { RequestError, TimeoutError, type Request } from 'got';
import { collectHeaders, type AnswerHeaders } from './headers.ts';
import type { ClientRoute } from './proxy.ts';
import { openRoute } from './route.ts';
import { NoTunnel } from './tunnel.ts';

/** One POST. Times in milliseconds, sizes in bytes after decompression. */
export interface PostRequest extends ClientRoute {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * What became of one POST.
 * - `answer`: a whole answer came, whatever it says.
 * - `notSent`: no connection stood, so not one byte of the request left.
 * - `lost`: the request left, in part or whole, and no whole answer came. It may have been processed.
 */
export type Exchange =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: AnswerHeaders;
      readonly text: string;
    }
  | { readonly kind: 'notSent'; readonly reason: string }
  | {
      readonly kind: 'lost';
      readonly reason: string;
      readonly status?: number;
      readonly headers: AnswerHeaders;
    };

const CONNECT_TIMEOUT_MS = 5_000;

class AnswerTooLarge extends Error {}

/**
 * Sends one POST, once: no retry, no redirect followed, no connection reused, the answer limited in time and size.
 * @throws the signal's reason when it is aborted before a connection stood; nothing else.
 */
export async function post(request: PostRequest): Promise<Exchange> {
  request.signal?.throwIfAborted();
  const route = openRoute(request);
  const stream = got.stream.post(request.url, {
    headers: { 'user-agent': 'durable-payouts', ...request.headers },
    body: request.body,
    ...route.options,
    retry: { limit: 0 },
    followRedirect: false,
    throwHttpErrors: false,
    decompress: true,
    timeout: {
      request: request.timeoutMs,
      lookup: Math.min(CONNECT_TIMEOUT_MS, request.timeoutMs),
      connect: Math.min(CONNECT_TIMEOUT_MS, request.timeoutMs),
      secureConnect: Math.min(CONNECT_TIMEOUT_MS, request.timeoutMs),
    },
    ...(request.signal && { signal: request.signal }),
  });
  // got may report once more after the answer was given up; nobody listens to the stream by then.
  stream.on('error', () => undefined);
  route.watch(stream);

  try {
    const text = await readLimited(stream, request.maxResponseBytes);
    const { status, headers } = head(stream);
    if (status === undefined) return { kind: 'lost', reason: 'no answer', headers };
    return { kind: 'answer', status, headers, text };
  } catch (error) {
    const reason = describe(error, request);
    if (!route.stood()) {
      request.signal?.throwIfAborted();
      return { kind: 'notSent', reason: route.first + reason };
    }
    const { status, headers } = head(stream);
    return { kind: 'lost', reason, headers, ...(status !== undefined && { status }) };
  } finally {
    route.end();
  }
}

/** Counts what comes out of decompression: a few compressed bytes can stand for gigabytes. */
async function readLimited(stream: Request, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size > maxBytes) throw new AnswerTooLarge();
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function head(stream: Request): { status: number | undefined; headers: AnswerHeaders } {
  const response = stream.response;
  return { status: response?.statusCode, headers: collectHeaders(response?.headers ?? {}) };
}

/** Codes only: the text of a transport error can hold the URL, and with it an account id. */
function describe(error: unknown, request: PostRequest): string {
  if (error instanceof AnswerTooLarge) return `answer larger than ${request.maxResponseBytes} bytes`;
  if (request.signal?.aborted) return 'cancelled while under way';
  if (error instanceof RequestError && error.cause instanceof NoTunnel) return error.cause.reason;
  if (error instanceof TimeoutError) return `time-out (${error.event})`;
  if (error instanceof RequestError) return error.code;
  return 'connection closed early';
}
