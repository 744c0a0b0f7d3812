import { z } from 'zod';
import type { Answer } from '../answer.ts';
import type { Api, Subject } from '../apis.ts';
import { problemsOf, readJson } from '../json.ts';
import type { World } from '../world.ts';
import { hire, limited, refuse, type Family } from './dialect.ts';

/** What a Feishu endpoint is given to work with. */
export interface FeishuRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly contentType: string;
  readonly authorization: string;
  readonly text: string;
}

/** One endpoint: what it is called here, whom a call is about, what it does. */
export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly api: Api;
  /** read leniently: it serves fault rules and the ledger, and a bad request has a subject as well */
  subject(request: FeishuRequest): Subject;
  process(world: World, request: FeishuRequest): Answer;
  /** of a batch: the first so many records only */
  processPart?(world: World, request: FeishuRequest, first: number): void;
  /** hire where it is left out */
  readonly family?: Family;
}

export const nobody = (): Subject => ({ accounts: [] });

/** Feishu takes the type with and without a charset. */
export function isJsonType(contentType: string): boolean {
  return /^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(contentType);
}

/**
 * The body as a schema wants it, else the family's refusal naming what is wrong. Members that the schema does not name are
 * ignored, as Feishu does.
 */
export function readBody<Schema extends z.ZodType>(
  request: FeishuRequest,
  schema: Schema,
  family: Family = hire,
): { readonly body: z.output<Schema> } | { readonly refused: Answer } {
  if (!isJsonType(request.contentType)) return { refused: family.badParameter(['Content-Type']) };
  const json = readJson(request.text);
  if (json === null) return { refused: family.badParameter(['body is not JSON']) };
  const read = schema.safeParse(json.value);
  if (!read.success) return { refused: family.badParameter(problemsOf(read.error)) };
  return { body: read.data };
}

/** One member of the body where it is a string, for `subject`. */
export function bodyText(request: FeishuRequest, member: string): string | undefined {
  const read = z.record(z.string(), z.unknown()).safeParse(readJson(request.text)?.value);
  const value = read.success ? read.data[member] : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** The tenant token that came with the request, where it has the form of one. */
export function bearerOf(request: FeishuRequest): string | null {
  return /^Bearer (\S+)$/.exec(request.authorization)?.[1] ?? null;
}

/** Authentication comes before anything else, as was observed: a bad body with a bad token is a bad token. */
export function refuseToken(world: World, request: FeishuRequest): Answer | null {
  const status = world.settings.feishu.authErrorStatus;
  const token = bearerOf(request);
  if (token === null)
    return refuse(status, 99991661, 'Missing access token for authorization. Please make a test attempt.');
  if (world.tokens.holds(token)) return null;
  return token.startsWith('eyJ')
    ? refuse(status, 99991668, 'Invalid access token for authorization. Please make a test attempt.')
    : refuse(status, 99991663, 'Invalid access token for authorization. Please make a test attempt.');
}

/** The limit of an API as the settings scale it; null where it has none. */
export function limitOf(world: World, api: Api): { limit: number; windowMs: number } | null {
  const { limits, limitFactor } = world.settings.feishu;
  const found = Object.entries(limits).find(([name]) => name === api)?.[1] ?? null;
  return found && { ...found, limit: Math.max(1, Math.floor(found.limit * limitFactor)) };
}

/** 99991400 where the documented limit of the API is used up. */
export function refuseOverLimit(world: World, api: Api): Answer | null {
  const limit = limitOf(world, api);
  const refused = limit && world.limits.admit(api, limit);
  return limit && refused && limited(world.settings.feishu.limitStatus, limit.limit, refused.resetSeconds);
}
