import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import type { JsonSchema } from './jsonSchema.ts';

const ajv = new Ajv2020({ strict: false, validateFormats: false });
/** Longer lists say nothing that shorter ones do not. */
const LIST_ITEMS_MAX = 4;
const LAST_INSTANT = new Date('2040-01-01T00:00:00Z');

/** Data that a JSON Schema of the contract takes. What the schema cannot say (`no account twice`) is not minded. */
export function dataOf(schema: JsonSchema): fc.Arbitrary<unknown> {
  const kinds = schema.oneOf ?? schema.anyOf;
  if (kinds !== undefined && schema.properties === undefined) return fc.oneof(...kinds.map(dataOf));
  const data = plainDataOf(schema);
  if (kinds === undefined) return data;
  const { $schema, ...keywords } = schema;
  const takes = ajv.compile(keywords);
  return data.filter((value) => takes(value));
}

function plainDataOf(schema: JsonSchema): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const {
    minimum = -1000,
    exclusiveMinimum = minimum - 1,
    maximum = 1000,
    minLength,
    maxLength = 40,
  } = schema;
  const [type, ...others] = schema.type === undefined ? [] : [schema.type].flat();
  if (type !== undefined && others.length > 0) {
    return fc.oneof(...[type, ...others].map((one) => plainDataOf({ ...schema, type: one })));
  }
  switch (type) {
    case 'string':
      return textOf(schema).filter((text) => text.length >= (minLength ?? 0) && text.length <= maxLength);
    case 'integer':
    case 'number':
      return fc.integer({ min: Math.max(minimum, exclusiveMinimum + 1), max: maximum });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array': {
      const longest = Math.max(
        schema.minItems ?? 0,
        Math.min(schema.maxItems ?? LIST_ITEMS_MAX, LIST_ITEMS_MAX),
      );
      return fc.array(dataOf(schema.items ?? {}), { minLength: schema.minItems ?? 0, maxLength: longest });
    }
    case 'object':
      return objectOf(schema);
    case undefined:
    default:
      return fc.constant('anything');
  }
}

function objectOf({ properties = {}, required = [] }: JsonSchema): fc.Arbitrary<unknown> {
  const members = Object.fromEntries(
    Object.entries(properties).map(([name, member]) => [name, dataOf(member)]),
  );
  return fc.record(members, { requiredKeys: [...required], noNullPrototype: true });
}

function textOf({ format, pattern }: JsonSchema): fc.Arbitrary<string> {
  if (format === 'date-time') {
    const instants = fc.date({ min: new Date(0), max: LAST_INSTANT, noInvalidDate: true });
    return instants.map((instant) => instant.toISOString());
  }
  return pattern === undefined ? fc.string() : fc.stringMatching(new RegExp(pattern));
}
