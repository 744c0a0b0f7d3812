import { LosslessNumber, parse, stringify } from 'lossless-json';
import { z } from 'zod';

export type Json =
  | string
  | number
  | boolean
  | null
  | LosslessNumber
  | readonly Json[]
  | { readonly [member: string]: Json | undefined };
export type JsonObject = Readonly<Record<string, Json | undefined>>;

/**
 * Reads JSON keeping every number as the text it was written in (`LosslessNumber`).
 * @returns null where the text is no JSON
 */
export function readJson(text: string): { readonly value: unknown } | null {
  try {
    return { value: parse(text) };
  } catch {
    return null;
  }
}

/** Writes JSON; a `LosslessNumber` is written digit by digit as it stands. */
export function writeJson(value: Json): string {
  return stringify(value) ?? 'null';
}

/** A JSON number whose literal is exactly this text: `100.10` stays `100.10`, 64-bit ids stay whole. */
export function numberFrom(text: string): LosslessNumber {
  return new LosslessNumber(text);
}

/** A JSON number, as the text of its literal. A string that looks like a number is not one. */
export const numberText = z
  .instanceof(LosslessNumber, { error: 'expected a number' })
  .transform((number) => number.value);

/** A JSON integer, as text. */
export const integerText = numberText.refine((text) => /^-?(0|[1-9]\d*)$/.test(text), 'expected an integer');

/** A JSON integer small enough for a JS number to hold exactly. */
export const integer = integerText.transform(Number).refine(Number.isSafeInteger, 'integer too large');

/** Every problem of a zod error on one line: `details.0.amount: expected a number`. */
export function problemsOf(error: z.ZodError): string[] {
  return error.issues.map((issue) => `${issue.path.join('.') || '(whole)'}: ${issue.message}`);
}
