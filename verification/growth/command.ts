import { parseArgs } from 'node:util';
import { bundleNow } from '../simulation/command/bundle.ts';
import { loadWorkflowCode } from '../simulation/server/workflowCode.ts';
import { stories } from './stories.ts';
import { tell, type Growth } from './tell.ts';

/** What a history may hold after a year. The server warns at about this, and ends a run at five times as much. */
export const EVENTS_MAX = 10_000;
export const BYTES_MAX = 20_000_000;

/** @returns the exit code: 0 no history has grown too long, 1 one has */
export async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      days: { type: 'string', default: '365' },
      json: { type: 'boolean' },
      bundle: { type: 'string' },
    },
  });
  const made = values.bundle === undefined ? await bundleNow() : undefined;
  const code = loadWorkflowCode(values.bundle ?? made?.path ?? '');
  await made?.remove();
  const told: Growth[] = [];
  if (values.json !== true) process.stdout.write(HEAD);
  for (const story of stories) {
    if (positionals.length > 0 && !positionals.includes(story.name)) continue;
    const growth = await tell(story, Number(values.days), code);
    told.push(growth);
    if (values.json !== true) process.stdout.write(rowOf(growth));
  }
  if (values.json === true) process.stdout.write(JSON.stringify(told));
  return told.every(({ events, bytes }) => events < EVENTS_MAX && bytes < BYTES_MAX) ? 0 : 1;
}

const HEAD = '| story | days | ends | updates | events | MB |\n|---|---:|---|---:|---:|---:|\n';

function rowOf({ name, days, status, updates, events, bytes }: Growth): string {
  const mb = (bytes / 1_000_000).toFixed(2);
  return `| ${name} | ${days} | ${status} | ${updates} | ${events.toLocaleString('en')} | ${mb} |\n`;
}
