import { z } from 'zod';
import { flows } from './flows/index.ts';
import { meaningOf } from './meanings/index.ts';
import { outcomeEvent } from './outcomeEvent.ts';
import { payoutRecord } from './payoutRecord.ts';
import { updateArguments, updateNames } from './updates.ts';

/** The schema of all that crosses the border: `allinpayWithdrawal.input`, `update.approve`, `outcomeEvent`. */
export const contractSchemas: ReadonlyMap<string, z.ZodType> = new Map([
  ...Object.values(flows).map(({ type, input }): [string, z.ZodType] => [`${type}.input`, input]),
  ...Object.values(flows).map(({ type, result }): [string, z.ZodType] => [`${type}.result`, result]),
  ...updateNames.map((name): [string, z.ZodType] => [`update.${name}`, updateArguments[name]]),
  ['outcomeEvent', outcomeEvent],
  ['payoutRecord', payoutRecord],
]);

/** Whether a schema is of what we give, not of what we are given. */
export function isGiven(name: string): boolean {
  return name.endsWith('.result') || name === 'outcomeEvent' || name === 'payoutRecord';
}

type Schema = z.core.JSONSchema.BaseSchema;

/** A copy that says of each member what it means. */
function described(name: string, schema: Schema, at = ''): Schema {
  const same = (part: Schema): Schema => described(name, part, at);
  const { properties, items, oneOf, anyOf } = schema;
  const list = items !== undefined && !Array.isArray(items) && typeof items === 'object' ? items : undefined;
  return {
    ...schema,
    ...(properties === undefined ? {} : { properties: describedMembers(name, properties, at) }),
    ...(list === undefined ? {} : { items: described(name, list, `${at}[]`) }),
    ...(oneOf === undefined ? {} : { oneOf: oneOf.map(same) }),
    ...(anyOf === undefined ? {} : { anyOf: anyOf.map(same) }),
  };
}

function describedMembers(
  name: string,
  members: NonNullable<Schema['properties']>,
  at: string,
): NonNullable<Schema['properties']> {
  const copy: NonNullable<Schema['properties']> = {};
  for (const [member, schema] of Object.entries(members)) {
    const path = at === '' ? member : `${at}.${member}`;
    const description = meaningOf(name, path);
    copy[member] =
      typeof schema === 'boolean'
        ? schema
        : { ...(description === undefined ? {} : { description }), ...described(name, schema, path) };
  }
  return copy;
}

/** @returns file name → JSON Schema (2020-12) of every input, result and update argument, of the webhook's event and of the record, for other languages. */
export function jsonSchemas(): Record<string, unknown> {
  return Object.fromEntries(
    [...contractSchemas].map(([name, schema]) => [
      `${name}.json`,
      { title: name.replace('.', ' '), ...described(name, z.toJSONSchema(schema, { io: 'input' })) },
    ]),
  );
}
