import { createHash } from 'node:crypto';
import { z } from 'zod';
import { userIdQuery } from './envelope.ts';

/** Query parameters of the two queries. */
export const pageQuery = userIdQuery.extend({
  page_size: z
    .string()
    .regex(/^\d{1,3}$/, 'expected an integer')
    .transform(Number)
    .refine((size) => size >= 1 && size <= 500, 'expected 1 to 500'),
  page_token: z.string().min(1).optional(),
});

/** Something to be listed; keys sort as the list does. */
export interface Row<Value> {
  readonly key: string;
  readonly value: Value;
}

/** A page, and the key that the next one starts behind; null at the end. */
export interface Page<Value> {
  readonly rows: readonly Value[];
  readonly last: string | null;
}

/** The rows behind a key. By key and not by count, so that what is added or removed meanwhile shifts nothing. */
export function pageOf<Value>(rows: Iterable<Row<Value>>, after: string, size: number): Page<Value> {
  const page: Row<Value>[] = [];
  for (const row of rows) {
    if (row.key <= after) continue;
    if (page.length === size) return { rows: page.map(({ value }) => value), last: page.at(-1)?.key ?? null };
    page.push(row);
  }
  return { rows: page.map(({ value }) => value), last: null };
}

/** Opaque to callers, and good for the query it was given by alone: another one's cannot be meant. */
export function tokenFor(query: unknown, last: string): string {
  return Buffer.from(`${last}.${digest(query, last)}`).toString('base64');
}

/** The key that a token stands for; null where it is none of this query's. */
export function keyIn(query: unknown, token: string): string | null {
  const [key = ''] = Buffer.from(token, 'base64').toString().split('.');
  return tokenFor(query, key) === token ? key : null;
}

function digest(query: unknown, last: string): string {
  return createHash('sha256')
    .update(JSON.stringify([query, last]))
    .digest('hex')
    .slice(0, 16);
}
