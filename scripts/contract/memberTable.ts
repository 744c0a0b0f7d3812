import { z } from 'zod';
import { headSchema } from '../../contract/head.ts';
import { contractSchemas, isGiven } from '../../contract/jsonSchemas.ts';
import { meaningOf } from '../../contract/meanings/index.ts';
import { NAME_PATTERN } from '../../contract/nameText.ts';
import { code, table } from '../providers/table.ts';

type Schema = z.core.JSONSchema.BaseSchema;

interface Member {
  readonly path: string;
  readonly schema: Schema;
  readonly needed: boolean;
}

/** Members that are told once for all: those of the head and of its like in every result, and those of a record. */
const COMMON = new Set([...Object.keys(headSchema), 'problems', 'statedBy', 'sentBy']);
/** The result that shows what is common to all. */
const WHOLE = 'allinpayWithdrawal.result';

/** A table of the members of a schema of the contract that are its own, by the JSON Schema that is made of it. */
export function memberTable(name: string): string {
  return tableOf(name, (path) => !isToldElsewhere(name, path));
}

/** What every result has. */
export function headTable(): string {
  return tableOf(WHOLE, isCommon);
}

function isCommon(path: string): boolean {
  return COMMON.has(path.split(/[.[]/)[0] ?? '');
}

function isToldElsewhere(name: string, path: string): boolean {
  if (name.endsWith('.result')) return isCommon(path);
  return name === 'outcomeEvent' && /^data\.(payout|record)[.[]/.test(path);
}

function tableOf(name: string, isShown: (path: string) => boolean): string {
  const zod = contractSchemas.get(name);
  if (zod === undefined) throw new Error(`the contract has no ${name}`);
  const all = uniqueByPath(membersOf(z.toJSONSchema(zod, { io: 'input' }), ''));
  const members = all.filter(({ path }) => isShown(path));
  const isResult = isGiven(name);
  return table(
    ['member', 'type', isResult ? 'there' : 'left out', 'means'],
    members.map(({ path, schema, needed }) => [
      code(path),
      typeWords(schema),
      isResult ? (needed ? 'always' : '') : needed ? 'needed' : defaultOf(schema),
      meaningOf(name, path) ?? '',
    ]),
  );
}

function membersOf(schema: Schema, at: string): Member[] {
  const required = new Set(schema.required ?? []);
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, member]): Member[] => {
    if (typeof member === 'boolean') return [];
    const path = at === '' ? name : `${at}.${name}`;
    return [{ path, schema: member, needed: required.has(name) }, ...membersOf(member, path)];
  });
  const { items } = schema;
  const list = typeof items === 'object' && !Array.isArray(items) ? membersOf(items, `${at}[]`) : [];
  const kinds = [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])].filter(({ type }) => type !== 'null');
  // What one kind lacks need not be there.
  const lacks = (kind: Schema, path: string): boolean =>
    !path.slice(at.length + 1).includes('[') && membersOf(kind, at).every((member) => member.path !== path);
  const ofKinds = kinds
    .flatMap((kind) => membersOf(kind, at))
    .map(({ needed, ...member }) => ({
      ...member,
      needed: needed && !kinds.some((kind) => lacks(kind, member.path)),
    }));
  return [...own, ...list, ...ofKinds];
}

/** Members that several kinds of one thing share, each once: it may say what it may say in any of them. */
function uniqueByPath(members: readonly Member[]): Member[] {
  const unique = new Map<string, Member>();
  for (const member of members) {
    const { path, schema, needed } = unique.get(member.path) ?? member;
    unique.set(path, { path, schema: either(schema, member.schema), needed: needed && member.needed });
  }
  return [...unique.values()];
}

function either(one: Schema, other: Schema): Schema {
  const words = [...new Set([...wordsOf(one), ...wordsOf(other)])];
  if (words.length < 2) return one;
  const { const: _const, ...rest } = one;
  return { ...rest, enum: words };
}

function wordsOf(schema: Schema): NonNullable<Schema['enum']> {
  return schema.enum ?? (schema.const === undefined ? [] : [schema.const]);
}

function defaultOf(schema: Schema): string {
  if (schema.default === undefined) return '';
  return code(JSON.stringify(schema.default));
}

/** Longer lists of words have a table of their own on the page. */
const WORDS_MAX = 9;

function typeWords(schema: Schema): string {
  const kinds = schema.anyOf;
  if (kinds !== undefined) return kinds.map(typeWords).join(' or ');
  if (schema.const !== undefined) return code(JSON.stringify(schema.const));
  if (schema.enum !== undefined) {
    return schema.enum.length > WORDS_MAX ? 'word' : schema.enum.map((word) => code(String(word))).join(', ');
  }
  return [schema.type ?? 'any']
    .flat()
    .map((type) => plainWords(type, schema))
    .join(' or ');
}

function plainWords(type: string, { format, pattern, ...limits }: Schema): string {
  switch (type) {
    case 'string':
      if (format === 'date-time') return 'instant';
      if (pattern?.startsWith('^(0|') === true) return 'amount';
      return withLimits(kindOfText(pattern), limits.minLength, limits.maxLength);
    case 'array':
      return withLimits('list', limits.minItems, limits.maxItems);
    case 'integer':
    case 'number':
      return withLimits(type, limits.minimum, smaller(limits.maximum));
    default:
      return type;
  }
}

function kindOfText(pattern: string | undefined): string {
  if (pattern === '^[A-Za-z0-9._:-]*$') return 'key';
  return pattern?.endsWith(NAME_PATTERN) === true ? 'name' : 'text';
}

/** Every integer of JSON ends there. */
function smaller(most: number | undefined): number | undefined {
  return most === Number.MAX_SAFE_INTEGER ? undefined : most;
}

function withLimits(what: string, least: number | undefined, most: number | undefined): string {
  if (least === Number.MIN_SAFE_INTEGER) return what;
  if (least !== undefined && most !== undefined) return `${what}, ${least}–${most}`;
  if (most !== undefined) return `${what}, at most ${most}`;
  return least === undefined ? what : `${what}, at least ${least}`;
}
