import type { Command } from 'commander';
import type { LumpSumFilters } from '../../../contract/index.ts';

export type FilterKind = 'list' | 'since' | 'until' | 'date';

/** Every filter that Feishu documents, by the option that gives it. */
export const filterOptions = [
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
] as const satisfies readonly (readonly [string, keyof LumpSumFilters, FilterKind, string])[];

const argument: Record<FilterKind, string> = {
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
