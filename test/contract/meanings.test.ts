import { describe, expect, it } from '@jest/globals';
import { jsonSchemas } from '../../contract/jsonSchemas.ts';
import { meaningOf, meanings } from '../../contract/meanings/index.ts';
import { jsonSchema, type JsonSchema } from './compatibility/jsonSchema.ts';

function membersOf(schema: JsonSchema, at = ''): string[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, member]) => {
    const path = at === '' ? name : `${at}.${name}`;
    return [path, ...membersOf(member, path)];
  });
  const items = schema.items === undefined ? [] : membersOf(schema.items, `${at}[]`);
  const kinds = [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])].flatMap((kind) => membersOf(kind, at));
  return [...own, ...items, ...kinds];
}

const members = Object.entries(jsonSchemas()).flatMap(([file, schema]) => {
  const name = file.replace(/\.json$/, '');
  const paths = membersOf(jsonSchema.parse(JSON.parse(JSON.stringify(schema))));
  return [...new Set(paths)].map((path) => ({ name, path }));
});

describe('what members mean', () => {
  it('is said of every member of every schema', () => {
    expect(members.length).toBeGreaterThan(200);
    expect(members.filter(({ name, path }) => meaningOf(name, path) === undefined)).toEqual([]);
  });

  it('is said of members that are there', () => {
    const there = (schema: string, path: string): boolean =>
      members.some(
        ({ name, path: other }) => (name === schema || name.endsWith(`.${schema}`)) && other === path,
      );
    const idle = Object.entries(meanings).flatMap(([schema, said]) =>
      Object.keys(said)
        .filter((path) => !there(schema, path))
        .map((path) => `${schema} ${path}`),
    );
    expect(idle).toEqual([]);
  });
});
