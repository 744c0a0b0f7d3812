import { Graphviz } from '@hpcc-js/wasm-graphviz';
import { circlesOf, readStructure } from './imports.ts';
import { pictureOf, roomsOf } from './picture.ts';

/** What runs, and the sandbox; what verifies is left out. */
export const PRODUCT: readonly string[] = [
  'contract',
  'rules',
  'providers',
  'activities',
  'workflows',
  'workers',
  'clients',
  'local',
  'cli',
  'sandbox',
];

/** The pages that are made from the imports, by their paths. */
export async function structurePages(project: string): Promise<Record<string, string>> {
  const structure = await readStructure(project, PRODUCT);
  const circles = circlesOf(structure, 2);
  if (circles.length > 0)
    throw new Error(`rooms in a circle: ${circles.map((rooms) => rooms.join(' ↔ ')).join('; ')}`);
  const graphviz = await Graphviz.load();
  const rows = [...roomsOf(structure, 2)].map(
    ([room, { files, lines }]) => `| ${room} | ${files} | ${lines} |`,
  );
  const sizes = [...structure.files.values()];
  const page = [
    '# Structure',
    '',
    'Written by `npm run docs:structure` from the imports, not by hand. Every folder may import `contract/`; those arrows are left out. A number at an arrow is how many imports it stands for, one in a box how many files. No folder, and no room in one, reaches itself over others: that is tried with every test run, and the arrows are a rule of the linter.',
    '',
    '![folders and who imports whom](structure.svg)',
    '',
    '| room | files | lines |',
    '| --- | ---: | ---: |',
    ...rows,
    `| all | ${sizes.length} | ${sizes.reduce((sum, lines) => sum + lines, 0)} |`,
    '',
  ].join('\n');
  return {
    'docs/structure.md': page,
    'docs/structure.svg': withoutComments(graphviz.dot(pictureOf(structure))),
  };
}

/** The version of the drawing program among them, which would change the file without changing the picture. */
function withoutComments(svg: string): string {
  return svg.replace(/<!--[\s\S]*?-->\n?/g, '');
}
