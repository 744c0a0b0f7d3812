import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { circlesOf, fileCirclesOf, readStructure, type Structure } from '../../scripts/structure/imports.ts';
import { PRODUCT } from '../../scripts/structure/page.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));

/** A structure of these imports. */
function imports(...pairs: readonly (readonly [string, string])[]): Structure {
  const arrows = pairs.map(([from, to]) => ({ from, to }));
  return { files: new Map(arrows.flatMap(({ from, to }) => [[from, 1] as const, [to, 1] as const])), arrows };
}

describe('the structure of the product', () => {
  let structure: Structure;

  beforeAll(async () => {
    structure = await readStructure(project, PRODUCT);
  });

  it('is read: every folder has files, and flows know activities', () => {
    for (const folder of PRODUCT)
      expect([...structure.files.keys()].filter((file) => file.startsWith(`${folder}/`))).not.toEqual([]);
    expect(structure.arrows).toContainEqual({
      from: 'workflows/calls/proxies.ts',
      to: 'activities/allinpay/index.ts',
    });
  });

  it('has no circle of rooms', () => {
    expect(circlesOf(structure, 2)).toEqual([]);
  });

  it('has no circle of files, not of types either', () => {
    expect(fileCirclesOf(structure)).toEqual([]);
  });
});

describe('a circle', () => {
  it('is found over any number of files and rooms, once', () => {
    const structure = imports(['a/x/1.ts', 'a/y/1.ts'], ['a/y/1.ts', 'b/z/1.ts'], ['b/z/1.ts', 'a/x/1.ts']);
    expect(circlesOf(structure, 2)).toEqual([['a/x', 'a/y', 'b/z']]);
    expect(circlesOf(structure, 1)).toEqual([['a', 'b']]);
    expect(fileCirclesOf(structure)).toEqual([['a/x/1.ts', 'a/y/1.ts', 'b/z/1.ts']]);
  });

  it('is found of rooms whose files go round only together', () => {
    const structure = imports(['a/x/1.ts', 'a/y/1.ts'], ['a/y/2.ts', 'a/x/2.ts']);
    expect(circlesOf(structure, 2)).toEqual([['a/x', 'a/y']]);
    expect(fileCirclesOf(structure)).toEqual([]);
  });

  it('is none between a folder and what lies in it, nor on the way to one', () => {
    const structure = imports(['a/1.ts', 'a/x/1.ts'], ['a/x/2.ts', 'a/2.ts'], ['b/y/1.ts', 'a/x/1.ts']);
    expect(circlesOf(structure, 2)).toEqual([]);
  });
});
