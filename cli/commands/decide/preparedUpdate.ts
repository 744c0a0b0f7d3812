import { z } from 'zod';
import type { PayoutResult } from '../../../clients/errors.ts';
import type { PayoutHandle, UpdateOptions } from '../../../clients/handle.ts';
import {
  parse,
  updateArguments,
  type Parsed,
  type Problem,
  type Recorded,
  type UpdateName,
} from '../../../contract/index.ts';
import { wholeNumberCell, withoutEmpty } from '../../files/csvCells.ts';
import { instantOf } from '../../times.ts';
import { problemOfDetail, statedDetailOf } from './statedDetails.ts';

/** What the deciding commands take; which of them a command has is commander's to say. */
export const decideOptions = z.object({
  by: z.string().optional(),
  note: z.string().optional(),
  offer: z.string().optional(),
  detail: z.array(z.string()).default([]),
  yes: z.literal(true).optional(),
  settleBy: z.string().optional(),
  points: z.string().optional(),
  cash: z.array(z.string()).optional(),
  reference: z.string().optional(),
  updateId: z.string().optional(),
});

export type DecideOptions = z.output<typeof decideOptions>;

/** `CNY:10.00`; anything else is passed on for the contract to refuse by its parts. */
function cashOf(text: string): { currency: string; amount: string } {
  const colon = text.indexOf(':');
  return colon < 0
    ? { currency: '', amount: text }
    : { currency: text.slice(0, colon), amount: text.slice(colon + 1) };
}

function optionOf(field: string | undefined): string | undefined {
  const [, member] = /^(\w+)/.exec(field ?? '') ?? [];
  return member === 'decision'
    ? member
    : member?.replace(/^/, '--').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function byOption(problem: Problem, { decision, detail }: Typed): Problem {
  const ofDetail = problemOfDetail(problem, detail);
  if (ofDetail !== undefined) return ofDetail;
  const option = optionOf(problem.field);
  if (option === undefined) return { message: problem.message };
  if (option === '--note' && decision !== undefined)
    return { field: option, message: `${problem.message}: ${decision} needs a reason that others can read` };
  return { field: option, message: problem.message };
}

interface Typed {
  readonly decision: string | undefined;
  readonly detail: readonly string[];
}

/**
 * An update whose words are right, ready to be sent to any payout.
 * @param offer what the update answers, where the words name none
 */
export type PreparedUpdate = (payout: Updatable, options: UpdateOptions, offer?: number) => Promise<Recorded>;
export type Updatable = Pick<PayoutHandle<PayoutResult>, UpdateName>;

type Send<T> = (
  payout: Updatable,
  argument: T,
  options: UpdateOptions,
  offer: number | undefined,
) => Promise<Recorded>;

function checkedBy<T>(
  schema: z.ZodType<T>,
  send: Send<T>,
): (data: unknown, typed: Typed) => Parsed<PreparedUpdate> {
  return (data, typed) => {
    const parsed = parse(schema, data);
    if (!parsed.ok) return { ok: false, problems: parsed.problems.map((one) => byOption(one, typed)) };
    return { ok: true, value: (payout, options, offer) => send(payout, parsed.value, options, offer) };
  };
}

function answering<T extends { readonly offer?: number | undefined }>(
  argument: T,
  offer: number | undefined,
): T {
  return argument.offer === undefined && offer !== undefined ? { ...argument, offer } : argument;
}

const { approve, reject, cancel, confirmCredit, pollNow, resolve } = updateArguments;

const prepare: Record<UpdateName, ReturnType<typeof checkedBy>> = {
  approve: checkedBy(approve, (payout, argument, options, offer) =>
    payout.approve(answering(argument, offer), options),
  ),
  reject: checkedBy(reject, (payout, argument, options, offer) =>
    payout.reject(answering(argument, offer), options),
  ),
  cancel: checkedBy(cancel, (payout, argument, options) => payout.cancel(argument, options)),
  confirmCredit: checkedBy(confirmCredit, (payout, argument, options) =>
    payout.confirmCredit(argument, options),
  ),
  pollNow: checkedBy(pollNow, (payout, argument, options) => payout.pollNow(argument, options)),
  resolve: checkedBy(resolve, (payout, argument, options, offer) =>
    payout.resolve(answering(argument, offer), options),
  ),
};

/**
 * @param decision the word beside the id
 * @returns the update, or every problem by the option that was typed
 */
export function preparedUpdate(
  name: UpdateName,
  options: DecideOptions,
  decision?: string,
): Parsed<PreparedUpdate> {
  const { by, note, offer, detail, settleBy, points, cash, reference } = options;
  // Nothing credited in cash is a fact of its own to the contract; on the command line it is an option left out.
  const noCash = name === 'confirmCredit' ? [] : undefined;
  const data = withoutEmpty({
    by,
    note,
    decision,
    offer: wholeNumberCell(offer),
    details: decision === 'recordOutcome' || detail.length > 0 ? detail.map(statedDetailOf) : undefined,
    settleBy: settleBy === undefined ? undefined : instantOf(settleBy, 'end'),
    points: wholeNumberCell(points),
    cash: cash?.map(cashOf) ?? noCash,
    reference,
  });
  return prepare[name](data, { decision, detail });
}
