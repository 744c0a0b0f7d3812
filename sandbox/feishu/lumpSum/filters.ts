import { z } from 'zod';
import type { LumpSums, Employee, LumpSum } from './stored.ts';
import { text } from './bodies.ts';
import { isDate, isTime, timeText } from './clock.ts';
import { personOf, userIdAs, type UserIdType } from './people.ts';

export const ids = z.array(text).max(500, 'expected at most 500').optional();
const time = text.refine(isTime, 'expected a time such as 2023-04-01 12:34:56').optional();
export const date = text.refine(isDate, 'expected a date such as 2023-04-01').optional();

/** The filters that query and query_detail share. All that are given must hold; an empty list is none. */
export const sharedFilters = {
  user_ids: ids,
  item_ids: ids,
  create_time_gte: time,
  create_time_lte: time,
  modify_time_gte: time,
  modify_time_lte: time,
  company_ids: ids,
  service_company_ids: ids,
  department_ids: ids,
  job_family_ids: ids,
  job_level_ids: ids,
  work_location_ids: ids,
  employee_type_ids: ids,
  onboard_date_gte: date,
  onboard_date_lte: date,
  offboard_date_gte: date,
  offboard_date_lte: date,
};
export type SharedFilters = z.output<z.ZodObject<typeof sharedFilters>>;

/** Whether a value is among those asked for. What has no value is not. */
export function among(asked: readonly string[] | undefined, value: string | undefined): boolean {
  return asked === undefined || asked.length === 0 || (value !== undefined && asked.includes(value));
}

/** Whether a value lies between two bounds, both included. What has no value does not. */
export function within(
  least: string | undefined,
  most: string | undefined,
  read: () => string | undefined,
): boolean {
  if (least === undefined && most === undefined) return true;
  const value = read();
  return (
    value !== undefined && (least === undefined || value >= least) && (most === undefined || value <= most)
  );
}

function employeeFits(filters: SharedFilters, employee: Employee): boolean {
  return (
    among(filters.company_ids, employee.companyId) &&
    among(filters.service_company_ids, employee.serviceCompanyId) &&
    among(filters.department_ids, employee.departmentId) &&
    among(filters.job_family_ids, employee.jobFamilyId) &&
    among(filters.job_level_ids, employee.jobLevelId) &&
    among(filters.work_location_ids, employee.workLocationId) &&
    among(filters.employee_type_ids, employee.employeeTypeId) &&
    within(filters.onboard_date_gte, filters.onboard_date_lte, () => employee.onboardDate) &&
    within(filters.offboard_date_gte, filters.offboard_date_lte, () => employee.offboardDate)
  );
}

/** @param times of the record, or of the detail where details are asked for */
export function fits(
  filters: SharedFilters,
  record: LumpSum,
  times: { readonly createdAt: number; readonly modifiedAt: number },
  userIdType: UserIdType,
  employees: LumpSums['employees'],
): boolean {
  return (
    among(filters.user_ids, userIdAs(record.user, userIdType)) &&
    among(filters.item_ids, record.itemId) &&
    within(filters.create_time_gte, filters.create_time_lte, () => timeText(times.createdAt)) &&
    within(filters.modify_time_gte, filters.modify_time_lte, () => timeText(times.modifiedAt)) &&
    employeeFits(filters, employees.get(personOf(record.user.id)) ?? {})
  );
}
