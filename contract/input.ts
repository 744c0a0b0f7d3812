import { z } from 'zod';
import { INSTANT_RANGE, isInstant } from './instants.ts';
import { nameSchema } from './nameText.ts';

const ORDER_ID_CHARACTERS = /^[A-Za-z0-9._:-]*$/;

/** An owner's key: kept whole as the lock, so what it may hold is checked and never mended. */
export function orderIdSchema(most: number): z.ZodString {
  return z
    .string()
    .min(1, 'must not be empty')
    .max(most, `must be at most ${most} characters; it is never cut`)
    .regex(ORDER_ID_CHARACTERS, 'may hold letters, digits and . _ : - only');
}

/** Who did something, as others will read it. */
export const personSchema = nameSchema(200);

export const profileSchema = z
  .string()
  .min(1, 'must not be empty')
  .max(60, 'must be at most 60 characters')
  .regex(ORDER_ID_CHARACTERS, 'may hold letters, digits and . _ : - only')
  .default('default');

/** Members that every input takes. */
export const commonInput = {
  profile: profileSchema,
  batchId: orderIdSchema(200).optional(),
  requestedBy: personSchema.optional(),
  approval: z.enum(['none', 'required'], { error: 'must be "none" or "required"' }).default('none'),
};

/** `never`: the order was sent elsewhere or before; look and track only. */
export const sendSchema = z.enum(['once', 'never'], { error: 'must be "once" or "never"' }).default('once');

/**
 * A check that also runs where single members are already wrong, so that one answer names every problem. It sees
 * whatever came in: it must look before it reads.
 */
export function checkedAlways<T extends z.ZodType>(
  schema: T,
  check: (data: unknown, report: Report) => void,
): T {
  const always = z.check(({ value, issues }) => {
    check(value, (path, message) => {
      issues.push({ code: 'custom', path: [...path], message, input: undefined });
    });
  });
  always._zod.def.when = () => true;
  return schema.check(always);
}

export type Report = (path: readonly PropertyKey[], message: string) => void;

export function isRecord(data: unknown): data is Readonly<Record<string, unknown>> {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}

/** Approval by another person needs to know the first one. */
export function approvalNeedsMaker(input: unknown, report: Report): void {
  if (!isRecord(input)) return;
  if (input['approval'] === 'required' && input['requestedBy'] === undefined) {
    report(['requestedBy'], 'is required when approval is "required": another person must approve');
  }
}

export const instantSchema = z.iso
  .datetime({
    offset: true,
    error: 'must be an ISO 8601 instant with an offset such as "2026-01-31T09:00:00+08:00"',
    abort: true,
  })
  .refine((text) => isInstant(Date.parse(text)), INSTANT_RANGE);
