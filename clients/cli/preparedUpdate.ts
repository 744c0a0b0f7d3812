import { z } from 'zod';
import {
  parse,
  updateArguments,
  type Parsed,
  type Problem,
  type Recorded,
  type UpdateName,
} from '../../contract/index.ts';
import type { PayoutResult } from '../errors.ts';
import type { Payout, UpdateOptions } from '../payout.ts';
import { wholeNumberCell, withoutEmpty } from './files/csvCells.ts';

/** What the deciding commands take; which of them a command has is commander's to say. */
export const decideOptions = z.object({
  by: z.string().optional(),
  note: z.string().optional(),
  decision: z.string().optional(),
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
  return member?.replace(/^/, '--').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function byOption({ field, message }: Problem): Problem {
  const option = optionOf(field);
  return option === undefined ? { message } : { field: option, message };
}

/** An update whose words are right, ready to be sent to any payout. */
export type PreparedUpdate = (payout: Updatable, options: UpdateOptions) => Promise<Recorded>;
type Updatable = Pick<Payout<PayoutResult>, UpdateName>;

function checkedBy<T>(
  schema: z.ZodType<T>,
  send: (payout: Updatable, argument: T, options: UpdateOptions) => Promise<Recorded>,
): (data: unknown) => Parsed<PreparedUpdate> {
  return (data) => {
    const parsed = parse(schema, data);
    if (!parsed.ok) return { ok: false, problems: parsed.problems.map(byOption) };
    return { ok: true, value: (payout, options) => send(payout, parsed.value, options) };
  };
}

const { approve, reject, cancel, confirmCredit, pollNow, resolve } = updateArguments;

const prepare: Record<UpdateName, (data: unknown) => Parsed<PreparedUpdate>> = {
  approve: checkedBy(approve, (payout, argument, options) => payout.approve(argument, options)),
  reject: checkedBy(reject, (payout, argument, options) => payout.reject(argument, options)),
  cancel: checkedBy(cancel, (payout, argument, options) => payout.cancel(argument, options)),
  confirmCredit: checkedBy(confirmCredit, (payout, argument, options) =>
    payout.confirmCredit(argument, options),
  ),
  pollNow: checkedBy(pollNow, (payout, argument, options) => payout.pollNow(argument, options)),
  resolve: checkedBy(resolve, (payout, argument, options) => payout.resolve(argument, options)),
};

/**
 * @param positional the decision when it stands beside the id
 * @returns the update, or every problem by the option that was typed
 */
export function preparedUpdate(
  name: UpdateName,
  options: DecideOptions,
  positional?: string,
): Parsed<PreparedUpdate> {
  const { by, note, decision, settleBy, points, cash, reference } = options;
  if (positional !== undefined && decision !== undefined && positional !== decision) {
    const message = `says ${decision}, beside the id stands ${positional}`;
    return { ok: false, problems: [{ field: '--decision', message }] };
  }
  // Nothing credited in cash is a fact of its own to the contract; on the command line it is an option left out.
  const noCash = name === 'confirmCredit' ? [] : undefined;
  const data = withoutEmpty({
    by,
    note,
    decision: positional ?? decision,
    settleBy,
    points: wholeNumberCell(points),
    cash: cash?.map(cashOf) ?? noCash,
    reference,
  });
  return prepare[name](data);
}
