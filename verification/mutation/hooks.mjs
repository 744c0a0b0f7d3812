import { readFile } from 'node:fs/promises';
import { fileURLToPath, URL } from 'node:url';
import { transform } from '@swc/core';

let globals;
let folder;
const transformed = new Map();

export function initialize(data) {
  ({ globals, folder } = data);
}

/** A module of ours is loaded anew for each round, by the query that its importer has; a dependency once. */
export async function resolve(specifier, context, next) {
  if (specifier === '@jest/globals') return { url: globals, format: 'module', shortCircuit: true };
  const resolved = await next(specifier, context);
  if (!resolved.url.startsWith(folder) || resolved.url.includes('?')) return resolved;
  return { ...resolved, url: resolved.url + new URL(context.parentURL ?? folder).search };
}

export async function load(url, context, next) {
  const { pathname } = new URL(url);
  if (!url.startsWith(folder) || !pathname.endsWith('.ts')) return next(url, context);
  if (!transformed.has(pathname))
    transformed.set(pathname, await javascriptOf(fileURLToPath(new URL(pathname, url))));
  return { format: 'module', source: transformed.get(pathname), shortCircuit: true };
}

async function javascriptOf(file) {
  const { code } = await transform(await readFile(file, 'utf8'), {
    filename: file,
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'es6' },
    sourceMaps: 'inline',
  });
  return code;
}
