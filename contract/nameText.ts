import { z } from 'zod';
import { nameOfCharacter } from './characters.ts';

/** Control, format, surrogate and separator characters, and whatever else is drawn as nothing. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/**
 * Why a text cannot name anything, or undefined where it can. Two names that look the same must be the same: one shop
 * under two of them stands twice in an order and is paid twice.
 */
export function whyNoName(text: string): string | undefined {
  const unseen = UNSEEN.exec(text)?.[0];
  if (unseen !== undefined) return `must not hold ${nameOfCharacter(unseen)}`;
  const before = /^\p{White_Space}/u.exec(text)?.[0];
  if (before !== undefined) return `must not begin with ${nameOfCharacter(before)}`;
  const behind = /\p{White_Space}$/u.exec(text)?.[0];
  return behind === undefined ? undefined : `must not end with ${nameOfCharacter(behind)}`;
}

/** As much of it as every language's patterns can say; the rest is for the words beside it. */
export const NAME_PATTERN = String.raw`^\S(?:.*\S)?$`;

/** A text that names something, of at most so many characters; it is kept as it is written. */
export function nameSchema(most: number, notText?: string): z.ZodString {
  return checked(z.string(notText).min(1, 'must not be empty'), most).meta({ pattern: NAME_PATTERN });
}

/** The same where an empty text says that there is none. */
export function nameOrNoneSchema(most: number): z.ZodString {
  return checked(z.string(), most).meta({ pattern: `^$|${NAME_PATTERN}` });
}

function checked(schema: z.ZodString, most: number): z.ZodString {
  return schema.max(most, `must be at most ${most} characters`).superRefine((text, context) => {
    const why = whyNoName(text);
    if (why !== undefined) context.addIssue({ code: 'custom', message: why, input: text });
  });
}
