import { ApplicationFailure, workflowInfo } from '@temporalio/workflow';
import type { z } from 'zod';
import type { WorkflowFailureType } from '../../contract/failures.ts';
import type { MoneyFlowContract } from '../../contract/flows/defineFlow.ts';
import type { MoneyFlow } from '../../contract/flows/names.ts';
import { describeProblems, parse, type Problem } from '../../contract/problems.ts';
import { cutText, wellFormed } from '../../contract/text.ts';
import { workflowIdOf } from '../../contract/workflowId.ts';

/** Shorter, and the server could end a payout whose money is under way. */
const TIMEOUT_MS_MIN = 365 * 24 * 3600_000;

const PROBLEMS_MAX = 2000;
const FIELD_CHARACTERS_MAX = 200;
const PROBLEM_CHARACTERS_MAX = 1000;
const MESSAGE_CHARACTERS_MAX = 20_000;

/**
 * What is wrong with the way this run was started: with a retry policy, a cron or a short timeout the server would
 * start or end runs on its own, and with another id the order would have no lock.
 */
function startProblems(expectedId: string | undefined): Problem[] {
  const info = workflowInfo();
  const problems: Problem[] = [];
  const report = (field: string, message: string): void => {
    problems.push({ field, message });
  };
  if (expectedId !== undefined && info.workflowId !== expectedId) {
    report('workflow id', `must be ${expectedId}, is ${info.workflowId}`);
  }
  if (info.retryPolicy !== undefined)
    report('retry policy', 'must not be set: a payout is never run again by the server');
  if (info.cronSchedule !== undefined && info.cronSchedule !== '') report('cron schedule', 'must not be set');
  const timeouts = [
    ['execution timeout', info.executionTimeoutMs],
    ['run timeout', info.runTimeoutMs],
  ] as const;
  for (const [name, timeout] of timeouts) {
    if (timeout !== undefined && timeout > 0 && timeout < TIMEOUT_MS_MIN) {
      report(name, 'must be left out or at least 365 days: ending a payout by the clock could lose it');
    }
  }
  return problems;
}

export type Admission<T> =
  | { readonly admitted: true; readonly input: T }
  | { readonly admitted: false; readonly problems: readonly Problem[] };

/** Holds an input and the way its run was started against the rules; names everything wrong at once. */
export function admit<T>(
  flow: MoneyFlowContract<MoneyFlow, z.ZodType<T>, z.ZodType>,
  raw: unknown,
): Admission<T> {
  const parsed = parse(flow.input, raw);
  const key = textMember(raw, flow.orderKey);
  const expectedId =
    key === '' ? undefined : workflowIdOf(flow.type, textMember(raw, 'profile', 'default'), key);
  const problems = [
    ...(parsed.ok ? [] : parsed.problems),
    ...flow.alsoWrong(raw),
    ...startProblems(expectedId),
  ];
  if (parsed.ok && problems.length === 0) return { admitted: true, input: parsed.value };
  return { admitted: false, problems };
}

/** The failure a workflow ends with: at the top, never retried, with what is known of the payout in its details. */
export function endedAs(type: WorkflowFailureType, message: string, details: unknown): ApplicationFailure {
  return ApplicationFailure.create({ type, message, nonRetryable: true, details: [details] });
}

export function invalidInput(problems: readonly Problem[], details: object): ApplicationFailure {
  const named = bounded(problems);
  return endedAs('InvalidInput', described(named), { ...details, problems: named });
}

/** One sentence of problems, of a length that a failure may have. */
export function described(problems: readonly Problem[]): string {
  return cutText(describeProblems(bounded(problems)), MESSAGE_CHARACTERS_MAX, ' …');
}

/** A failure over 2 MB fails the workflow task for ever: an input of nothing but mistakes must not get there. */
export function bounded(problems: readonly Problem[]): Problem[] {
  const named = problems.slice(0, PROBLEMS_MAX).map(({ field, message, ...problem }) => ({
    ...problem,
    message: cutText(message, PROBLEM_CHARACTERS_MAX),
    ...(field === undefined ? {} : { field: cutText(field, FIELD_CHARACTERS_MAX) }),
  }));
  const more = problems.length - named.length;
  return more === 0 ? named : [...named, { message: `and ${more} more problems` }];
}

/** A member of an input that was refused, as far as it can be read. */
export function textMember(raw: unknown, name: string, otherwise = ''): string {
  if (typeof raw !== 'object' || raw === null) return otherwise;
  const value: unknown = Reflect.get(raw, name);
  return typeof value === 'string' ? cutText(wellFormed(value), FIELD_CHARACTERS_MAX) : otherwise;
}
