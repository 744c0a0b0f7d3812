import { z } from 'zod';
import type { Answer } from '../../answer.ts';
import { problemsOf, readJson, type JsonObject } from '../../json.ts';
import { refuse, type Family } from '../dialect.ts';
import type { FeishuRequest } from '../request.ts';
import { userIdTypes } from './people.ts';

/** Which problems of a refused call are named: a batch may have hundreds. */
const mostProblems = 20;

export const compensation: Family = {
  badParameter(problems) {
    const { body, ...answer } = refuse(400, 2290001, 'param is invalid');
    const violations = problems.slice(0, mostProblems).map((description) => ({ description }));
    return { ...answer, body: { ...body, error: { field_violations: violations } } };
  },
  serverError: () => refuse(500, 2290002, 'server error'),
};

/** An answer with code 0, which says nothing about the items in it. */
export function success(data: JsonObject): Answer {
  return { status: 200, code: '0', body: { code: 0, msg: 'success', data } };
}

/** Query parameters that say in which form employees are named. */
export const userIdQuery = z.object({ user_id_type: z.enum(userIdTypes) });

/** The query parameters as a schema wants them, else 2290001. */
export function readParameters<Schema extends z.ZodType>(
  request: FeishuRequest,
  schema: Schema,
): { readonly parameters: z.output<Schema> } | { readonly refused: Answer } {
  const read = schema.safeParse(request.query);
  return read.success
    ? { parameters: read.data }
    : { refused: compensation.badParameter(problemsOf(read.error)) };
}

/** What a body says as far as a schema can read it, for `subject`: a bad request is about something as well. */
export function glance<Schema extends z.ZodType>(
  request: FeishuRequest,
  schema: Schema,
): z.output<Schema> | undefined {
  return schema.safeParse(readJson(request.text)?.value).data;
}
