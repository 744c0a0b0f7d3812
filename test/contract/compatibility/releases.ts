import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import * as fc from 'fast-check';
import { z } from 'zod';
import { contractSchemas, jsonSchemas } from '../../../contract/jsonSchemas.ts';
import { parse } from '../../../contract/problems.ts';
import { jsonSchema, type JsonSchema } from './jsonSchema.ts';
import { dataOf } from './sampleInputs.ts';

const folder = new URL('../../../contract/released/', import.meta.url);
const SAMPLES = 20;

/** One schema as a release had it, with data that the release took. */
export interface Released {
  readonly version: string;
  /** `allinpayWithdrawal.input` */
  readonly name: string;
  readonly schema: JsonSchema;
  readonly samples: readonly unknown[];
}

const kept = z.strictObject({ schema: jsonSchema, samples: z.array(z.unknown()) });

/** Every schema of every release that is kept. */
export async function releases(): Promise<Released[]> {
  const versions = (await readdir(folder)).sort();
  const all = await Promise.all(versions.map((version) => released(version)));
  return all.flat();
}

async function released(version: string): Promise<Released[]> {
  const files = (await readdir(new URL(`${version}/`, folder))).sort();
  return Promise.all(
    files.map(async (file) => {
      const data: unknown = JSON.parse(await readFile(new URL(`${version}/${file}`, folder), 'utf8'));
      return { version, name: file.replace(/\.json$/, ''), ...kept.parse(data) };
    }),
  );
}

/** The schema of today under that name; undefined where there is none any more. */
export function schemaNow(name: string): JsonSchema | undefined {
  const schema = jsonSchemas()[`${name}.json`];
  return schema === undefined ? undefined : jsonSchema.parse(JSON.parse(JSON.stringify(schema)));
}

/** Keeps what is now, with samples of what it takes, as the contract of a release. */
export async function keepRelease(version: string): Promise<void> {
  await mkdir(new URL(`${version}/`, folder), { recursive: true });
  for (const [name, schema] of contractSchemas) {
    const asJson = schemaNow(name);
    if (asJson === undefined) throw new Error(`no JSON Schema of ${name}`);
    const taken = dataOf(asJson).filter((data) => parse(schema, data).ok);
    const samples = fc.sample(taken, { numRuns: SAMPLES, seed: 1 });
    const lines = samples.map((sample) => JSON.stringify(sample)).join(',\n');
    const text = `{"schema":${JSON.stringify(asJson)},\n"samples":[\n${lines}\n]}\n`;
    await writeFile(new URL(`${version}/${name}.json`, folder), text);
  }
}
