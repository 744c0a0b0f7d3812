import type { Command } from 'commander';
import { z } from 'zod';
import type { LumpSumFilters, Problem } from '../../../contract/index.ts';

type Kind = 'list' | 'since' | 'until' | 'date';

/** Every filter that Feishu documents, by the option that gives it. */
const filterOptions = [
  ['ids', 'ids', 'list', 'record ids'],
  ['unique-ids', 'uniqueIds', 'list', 'unique ids that the records were made with'],
  ['user-ids', 'userIds', 'list', 'people, by ids of --user-id-type'],
  ['item-ids', 'itemIds', 'list', 'bonus items'],
  ['created-since', 'createTimeGte', 'since', 'made at or after'],
  ['created-until', 'createTimeLte', 'until', 'made at or before'],
  ['modified-since', 'modifyTimeGte', 'since', 'changed at or after'],
  ['modified-until', 'modifyTimeLte', 'until', 'changed at or before'],
  ['company-ids', 'companyIds', 'list', 'companies'],
  ['service-company-ids', 'serviceCompanyIds', 'list', 'service companies'],
  ['department-ids', 'departmentIds', 'list', 'departments'],
  ['job-family-ids', 'jobFamilyIds', 'list', 'job families'],
  ['job-level-ids', 'jobLevelIds', 'list', 'job levels'],
  ['work-location-ids', 'workLocationIds', 'list', 'work locations'],
  ['employee-type-ids', 'employeeTypeIds', 'list', 'employee types'],
  ['onboarded-since', 'onboardDateGte', 'date', 'people who joined on or after'],
  ['onboarded-until', 'onboardDateLte', 'date', 'people who joined on or before'],
  ['offboarded-since', 'offboardDateGte', 'date', 'people who left on or after'],
  ['offboarded-until', 'offboardDateLte', 'date', 'people who left on or before'],
] as const satisfies readonly (readonly [string, keyof LumpSumFilters, Kind, string])[];

const argument: Record<Kind, string> = {
  list: '<id,id>',
  since: '<time>',
  until: '<time>',
  date: '<YYYY-MM-DD>',
};

/** Adds an option for each filter. */
export function withFilterOptions(command: Command): Command {
  for (const [option, , kind, what] of filterOptions) {
    command.option(`--${option} ${argument[kind]}`, what);
  }
  return command;
}

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

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A day alone is the whole day. */
function valueOf(kind: Kind, text: string): string | string[] {
  switch (kind) {
    case 'list':
      return text.split(',').map((part) => part.trim());
    case 'since':
      return DAY.test(text) ? `${text} 00:00:00` : text;
    case 'until':
      return DAY.test(text) ? `${text} 23:59:59` : text;
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
