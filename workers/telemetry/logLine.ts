import type { LogEntry } from '@temporalio/worker';

/** Members of an entry that hold the token of a task, under any of its names. */
const TOKEN = /task_?token/i;

/** Members in which the SDK writes down a whole task, as JSON and encoded: its token and its input with it. */
const WHOLE_TASK = /^task(_?encoded)?$/i;

/**
 * Bytes in a text, as base64 or as a list of numbers. Messages of the SDK and of its core have tokens in their midst,
 * under no name; a token is never as short as this, and whatever else is as long is nothing that a person reads.
 */
const BYTES = /[A-Za-z0-9+/]{100,}={0,2}|(?:\d{1,3}, ?){40,}\d{1,3}/g;

/**
 * What the SDK logged, as one line. The token of a task never stands in it: whoever has one and reaches the server can
 * answer the task in the worker's place, and say of a send that it failed.
 */
export function logLine({ timestampNanos, level, message, meta }: LogEntry): string {
  const time = new Date(Number(timestampNanos / 1_000_000n)).toISOString();
  const details = meta === undefined ? '' : ` ${written(meta)}`;
  return `${time} [${level}] ${withoutBytes(message + details)}\n`;
}

/** A text that may come from the SDK, without what could be the token of a task. */
export function withoutBytes(text: string): string {
  return text.replace(BYTES, '(withheld)');
}

function written(meta: object): string {
  try {
    return JSON.stringify(meta, plain);
  } catch {
    // A circle, or a member that throws when it is read: a log line is no reason for a worker to stumble.
    return '(its details cannot be written down)';
  }
}

/** A replacer sees every member at every depth; of an error only the stack is written, none of its own members. */
function plain(this: unknown, member: string, value: unknown): unknown {
  if (TOKEN.test(member) || WHOLE_TASK.test(member)) return undefined;
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Error) return value.stack ?? value.message;
  return isBytes(value) || isBytes(original(this, member)) ? '(withheld)' : value;
}

/** A Buffer has become a list of numbers by its `toJSON` before a replacer sees it. */
function original(holder: unknown, member: string): unknown {
  return typeof holder === 'object' && holder !== null ? Reflect.get(holder, member) : undefined;
}

function isBytes(value: unknown): boolean {
  return ArrayBuffer.isView(value) || value instanceof ArrayBuffer;
}
