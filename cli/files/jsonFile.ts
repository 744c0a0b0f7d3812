import { LosslessNumber, parse as parseLossless } from 'lossless-json';
import type { Problem } from '../../contract/index.ts';
import { isRecord } from '../../contract/input.ts';
import { onlyProblem, type RawFile, type RawPayout } from './rawPayout.ts';

/**
 * Whole numbers stay numbers while they are exact. Anything else keeps its digits and is no JS number, so that no
 * check can take `100.10`, `1e2` or a 19-digit id for something it is not.
 */
function readNumber(text: string): unknown {
  if (!/^-?\d+$/.test(text)) return new LosslessNumber(text);
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
}

/** @returns what a JSON text says with every digit of its numbers, or why it is no JSON */
export function parseLosslessJson(
  text: string,
): { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string } {
  try {
    return { ok: true, value: parseLossless(text, undefined, { parseNumber: readNumber }) };
  } catch (error) {
    return { ok: false, message: `is no JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
}

function rawPayout(data: unknown, place: string): RawPayout {
  return {
    data,
    whereIs: (field) => {
      if (place === '') return { field: field ?? 'the payout' };
      return { field: field === undefined ? place : `${place}.${field}` };
    },
  };
}

function rawPayouts(list: readonly unknown[], place: string): RawPayout[] {
  return list.map((data, index) => rawPayout(data, `${place}[${index}]`));
}

/** @returns the payouts of `{…}`, `[{…}, …]` or `{"payouts": [{…}, …]}`. */
export function readJsonFile(text: string): RawFile {
  const parsed = parseLosslessJson(text);
  if (!parsed.ok) return onlyProblem(parsed.message);
  const data = parsed.value;
  if (Array.isArray(data)) return listed(data, '');
  if (!isRecord(data)) return onlyProblem('must hold an object, a list of objects, or {"payouts": [...]}');
  if (!('payouts' in data)) return { payouts: [rawPayout(data, '')], problems: [] };
  const { payouts, ...others } = data;
  const strangers = Object.keys(others).map((name): Problem => {
    return { field: name, message: 'is not known beside "payouts"; take it out' };
  });
  const file = Array.isArray(payouts)
    ? listed(payouts, 'payouts')
    : onlyProblem('must be a list of payouts', 'payouts');
  return { payouts: file.payouts, problems: [...strangers, ...file.problems] };
}

function listed(list: readonly unknown[], place: string): RawFile {
  if (list.length === 0) return onlyProblem('holds no payouts');
  return { payouts: rawPayouts(list, place), problems: [] };
}
