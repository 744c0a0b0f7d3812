import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { z } from 'zod';
import { problemsOf } from '../json.ts';

export type Env = { Bindings: HttpBindings };

/** The body as JSON, or undefined where it is none. */
export async function jsonOf(c: Context<Env>): Promise<unknown> {
  const text = await c.req.text();
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** 400 naming every problem. */
export function refuse(c: Context<Env>, error: z.ZodError): Response {
  return c.json({ problems: problemsOf(error) }, 400);
}
