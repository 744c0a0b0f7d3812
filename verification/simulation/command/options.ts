import { parseArgs } from 'node:util';
import { moneyFlows, type MoneyFlow } from '../../../contract/flows/names.ts';

export interface Options {
  readonly first: number;
  readonly seeds: number;
  /** only payouts of this flow; all kinds where it is left out */
  readonly flow: MoneyFlow | undefined;
  /** prints what happens, line by line */
  readonly traced: boolean;
  readonly workers: number;
  /** of the workflows; made of the sources where it is left out */
  readonly bundle: string | undefined;
  /** prints one JSON object in place of the tables */
  readonly json: boolean;
  /** runs the planted bugs */
  readonly planted: boolean;
  /** only the planted bugs from this one on, counted from 1 */
  readonly from: number;
}

export const USAGE = `npm run verify -- simulate [--seeds N] [--first S] [--flow F] [--workers K] [--json]
npm run verify -- simulate --seed S      one seed, with everything that happens in it
npm run verify -- simulate --planted [--from N] [--flow F]     bugs planted on purpose: each must be caught`;

/** @throws Error for what cannot be understood */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seeds: { type: 'string', default: '1000' },
      first: { type: 'string', default: '1' },
      seed: { type: 'string' },
      flow: { type: 'string' },
      workers: { type: 'string', default: '1' },
      bundle: { type: 'string' },
      json: { type: 'boolean', default: false },
      planted: { type: 'boolean', default: false },
      from: { type: 'string', default: '1' },
    },
  });
  const flow = moneyFlows.find((name) => name === values.flow);
  if (values.flow !== undefined && flow === undefined)
    throw new Error(`no flow ${values.flow}: ${moneyFlows.join(', ')}`);
  return {
    first: wholeNumber('first', values.seed ?? values.first),
    seeds: values.seed === undefined ? wholeNumber('seeds', values.seeds) : 1,
    flow,
    traced: values.seed !== undefined,
    workers: wholeNumber('workers', values.workers),
    bundle: values.bundle,
    json: values.json,
    planted: values.planted,
    from: wholeNumber('from', values.from),
  };
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`--${name} must be a whole number above 0`);
  return value;
}
