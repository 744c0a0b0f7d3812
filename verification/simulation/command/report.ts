import Table from 'cli-table3';
import type { Batch, BrokenSeed } from './batch.ts';

/** What was covered, by kind: a row that is missing was never tried. */
export function coverageTable(coverage: Batch['coverage']): string {
  const table = new Table({
    head: ['what', 'which', 'times'],
    style: { head: [], border: [], compact: true },
  });
  let last = '';
  for (const [name, times] of Object.entries(coverage)) {
    const at = name.lastIndexOf('/');
    const [kind, which] = at < 0 ? ['', name] : [name.slice(0, at), name.slice(at + 1)];
    table.push([kind === last ? '' : kind, which, { hAlign: 'right', content: times.toLocaleString('en') }]);
    last = kind;
  }
  return table.toString();
}

export function brokenText({ seed, rule, message, trace }: BrokenSeed): string {
  return `${trace}\n\nseed ${seed} breaks a rule: ${rule}\n${message}\n\nAgain: npm run verify -- simulate --seed ${seed}`;
}

export function rateText({ seeds, payouts, hash }: Batch, ms: number): string {
  const perSecond = (seeds / (ms / 1000)).toFixed(0);
  const minutes = ms / 60_000;
  return `${seeds.toLocaleString('en')} seeds, ${payouts.toLocaleString('en')} payouts (${(payouts / minutes).toFixed(0)} a minute), ${(ms / 1000).toFixed(1)} s, ${perSecond} seeds/s, hash ${hash.toString(16).padStart(8, '0')}`;
}
