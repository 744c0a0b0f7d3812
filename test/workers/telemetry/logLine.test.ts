import { describe, expect, it } from '@jest/globals';
import type { LogEntry } from '@temporalio/worker';
import { logLine, withoutBytes } from '../../../workers/telemetry/logLine.ts';

/** As the server makes them: the namespace's id first, then workflow, run, activity and attempt. */
const token = Buffer.from(
  `\n$32049b68-7872-4094-8e63-d0dd59896a83\x12\x22allinpay-withdrawal/default/ST-2026\x1a$f3a0a1c2-0d42-4b7e-9a4e-b0b5b1d2c3e4 \x05(\x012\x011B\x15sendAllinpayWithdrawal`,
);
const base64 = token.toString('base64');
const numbers = [...token].join(',');

function lineOf(meta: Record<string, unknown>, message = 'Activity failed'): string {
  const entry: LogEntry = { level: 'WARN', message, timestampNanos: 1_790_000_000_000_000_000n, meta };
  return logLine(entry);
}

function failing(properties: object): Error {
  return Object.assign(new Error('no answer'), properties);
}

class Wrapped {
  toJSON(): object {
    return { inner: { taskToken: base64 } };
  }
}

describe('a log line', () => {
  it('says when, how grave, what and with which details', () => {
    expect(lineOf({ attempt: 3, workflowId: 'w/1', durationMs: 12n })).toBe(
      '2026-09-21T14:13:20.000Z [WARN] Activity failed {"attempt":3,"workflowId":"w/1","durationMs":"12"}\n',
    );
  });

  it.each<[string, Record<string, unknown>]>([
    ['under its name', { taskToken: base64 }],
    ['under its other names', { base64TaskToken: base64, task_token: base64, activityTaskToken: base64 }],
    ['as the core writes it', { taskToken: `TaskToken(${base64})` }],
    ['as bytes under its name', { taskToken: new Uint8Array(token) }],
    ['as bytes under another name', { a: new Uint8Array(token), b: token, c: new Uint8Array(token).buffer }],
    ['as a list of numbers', { bytes: [...token], text: `Task { task_token: [${[...token].join(', ')}] }` }],
    [
      'deep in the details',
      { a: [{ b: { c: [{ taskToken: base64, info: { base64TaskToken: base64 } }] } }] },
    ],
    ['as a member of an error', { error: failing({ taskToken: base64, info: { base64TaskToken: base64 } }) }],
    ['as a member of an error’s cause', { error: failing({ cause: failing({ taskToken: base64 }) }) }],
    ['in the message of an error', { error: new Error(`already running: ${base64}`) }],
    ['made by toJSON', { wrapped: new Wrapped() }],
    ['under no name', { note: `token ${base64}.`, list: [base64] }],
    [
      'with the whole task',
      {
        task: JSON.stringify({ taskToken: base64 }),
        taskEncoded: Buffer.from(`\nX${base64}`).toString('base64'),
      },
    ],
  ])('never holds the token of a task: %s', (_case, meta) => {
    const line = lineOf({ attempt: 1, ...meta });
    expect(line).not.toMatch(/task_?token"|CiQz/i);
    expect(line).not.toContain(base64);
    expect(line.replaceAll(' ', '')).not.toContain(numbers);
    expect(line).toContain('"attempt":1');
  });

  it('never holds a token that stands in its message', () => {
    expect(lineOf({}, `Got start event for an already running activity: ${base64}`)).toBe(
      '2026-09-21T14:13:20.000Z [WARN] Got start event for an already running activity: (withheld) {}\n',
    );
    expect(withoutBytes(`TaskToken(${base64}) not found`)).toBe('TaskToken((withheld)) not found');
  });

  it('holds ids, paths and stacks whole', () => {
    const error = new Error('no answer');
    const id = `allinpay-withdrawal/default/${'A1'.repeat(32)}`;
    const line = lineOf({ error, id, runId: 'f3a0a1c2-0d42-4b7e-9a4e-b0b5b1d2c3e4' });
    expect(line).toContain(id);
    expect(line).toContain(JSON.stringify(error.stack));
  });

  it('is written also where the details cannot be', () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    expect(lineOf({ circle, taskToken: base64 })).toBe(
      '2026-09-21T14:13:20.000Z [WARN] Activity failed (its details cannot be written down)\n',
    );
  });
});
