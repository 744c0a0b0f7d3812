import { z } from 'zod';
import type { Problem } from '../../../contract/index.ts';
import { wallTimeOf } from '../../times.ts';
import { filterOptions, type FilterKind } from './filterOptions.ts';

const texts = z.record(z.string(), z.unknown());

/**
 * @param options as commander has them
 * @returns the filters that were typed, not yet checked by the contract
 */
export function filtersOf(options: unknown): Record<string, unknown> {
  const typed = texts.parse(options);
  return Object.fromEntries(
    filterOptions.flatMap(([option, member, kind]) => {
      const text = typed[camelCase(option)];
      return typeof text === 'string' ? [[member, valueOf(kind, text)]] : [];
    }),
  );
}

/** A day alone is the whole day. */
function valueOf(kind: FilterKind, text: string): string | string[] {
  switch (kind) {
    case 'list':
      return text.split(',').map((part) => part.trim());
    case 'since':
      return wallTimeOf(text, 'begin');
    case 'until':
      return wallTimeOf(text, 'end');
    case 'date':
      return text;
  }
}

/** A problem of the checked query, under the option that was typed. */
export function byOption({ field = '', message }: Problem): Problem {
  const member = field.replace(/^filters\./, '').replace(/\[\d+\]$/, '');
  const option = filterOptions.find(([, name]) => name === member)?.[0] ?? otherOptions[member];
  return { field: option === undefined ? field : `--${option}`, message };
}

const otherOptions: Readonly<Record<string, string>> = {
  pageSize: 'page-size',
  userIdType: 'user-id-type',
  profile: 'profile',
};

function camelCase(option: string): string {
  return option.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
