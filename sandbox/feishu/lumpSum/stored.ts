import { z } from 'zod';
import { mapOf } from '../../saving.ts';
import { detailMembers, guardedMembers, recordMembers } from './members.ts';
import { userIdTypes } from './people.ts';

const detail = z.object({
  id: z.string(),
  /** instants in milliseconds, here and below */
  createdAt: z.number(),
  modifiedAt: z.number(),
  /** nothing in an answer shows it; a correction of it is refused */
  paid: z.boolean(),
  values: z.partialRecord(z.enum(detailMembers), z.string()),
});

const record = z.object({
  id: z.string(),
  uniqueId: z.string(),
  itemId: z.string(),
  /** as the creator named the employee */
  user: z.object({ id: z.string(), type: z.enum(userIdTypes) }),
  createdAt: z.number(),
  modifiedAt: z.number(),
  /** the app has no data permission for it */
  forbidden: z.boolean(),
  values: z.partialRecord(z.enum(recordMembers), z.string()),
  guarded: z.partialRecord(z.enum(guardedMembers), z.string()),
  details: z.array(detail),
});

/** A record as it is (null: removed), and as it was for as long as a lagging query may still show that. Replaced, never changed. */
const holding = z
  .object({
    now: record.nullable(),
    earlier: z.array(z.object({ until: z.number(), was: record.nullable() })),
  })
  .readonly();

export const employeeSchema = z.object({
  exists: z.boolean().optional(),
  companyId: z.string().optional(),
  serviceCompanyId: z.string().optional(),
  departmentId: z.string().optional(),
  jobFamilyId: z.string().optional(),
  jobLevelId: z.string().optional(),
  workLocationId: z.string().optional(),
  employeeTypeId: z.string().optional(),
  onboardDate: z.string().optional(),
  offboardDate: z.string().optional(),
});

export const lumpSumsSchema = z.object({
  /** by id, and so by age: ids only grow */
  holdings: mapOf(holding),
  /** unique_id → id. One that was used stays used, also when its record is removed. */
  uniqueIds: mapOf(z.string()),
  recordsMade: z.int(),
  detailsMade: z.int(),
  /** what is known of employees, by `personOf` their id */
  employees: mapOf(employeeSchema),
});

export type LumpSums = z.output<typeof lumpSumsSchema>;
export type LumpSum = z.output<typeof record>;
export type LumpSumDetail = z.output<typeof detail>;
export type Employee = z.output<typeof employeeSchema>;

export function noLumpSums(): LumpSums {
  return {
    holdings: new Map(),
    uniqueIds: new Map(),
    recordsMade: 0,
    detailsMade: 0,
    employees: new Map(),
  };
}
