import { selectorOf } from '../contract/allinpayAccount.ts';
import { allinpayBalanceInput, type AllinpayBalanceResult } from '../contract/flows/allinpayBalance.ts';
import { parse } from '../contract/problems.ts';
import { activitiesFor } from './calls/proxies.ts';
import { untilRead } from './calls/untilRead.ts';
import { endedAs, invalidInput } from './payout/admission.ts';
import { answerQuery } from './payout/lifecycle.ts';

/** Reads the balances of Allinpay accounts. It moves nothing, so any id and any time-out will do. */
export async function allinpayBalance(raw: unknown): Promise<AllinpayBalanceResult> {
  let known: AllinpayBalanceResult = { accounts: [] };
  answerQuery(() => known);
  const parsed = parse(allinpayBalanceInput, raw);
  if (!parsed.ok) throw invalidInput(parsed.problems, known);
  const { profile } = parsed.value;
  const accounts = parsed.value.accounts.map(selectorOf);
  const summary = `balances of ${accounts.length} accounts`;
  const answer = await untilRead((trouble, scheduleToStart) =>
    activitiesFor({
      profile,
      queue: 'allinpay',
      summary,
      tries: 'many',
      scheduleToStart,
    }).queryAllinpayBalance({
      accounts,
      known: trouble,
    }),
  );
  if (answer.outcome === 'refused') {
    const { code, message } = answer.refusal;
    throw endedAs('PayoutRejected', `Allinpay refused: ${code} ${message}`, {
      ...known,
      problems: [answer.refusal],
    });
  }
  known = { accounts: answer.accounts };
  return known;
}
