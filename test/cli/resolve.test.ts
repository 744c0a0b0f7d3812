import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PayoutsClient } from '../../clients/index.ts';
import { startStubStack, type StubStack } from '../clients/stub/stack.ts';
import { type as typeWith, type TerminalOptions, type Typed } from './terminal.ts';

let stack: StubStack;
let client: PayoutsClient;

beforeAll(async () => {
  stack = await startStubStack();
  client = new PayoutsClient(stack.temporal);
});

afterAll(async () => {
  await stack.stop();
});

function type(words: readonly string[], options: Partial<TerminalOptions> = {}): Promise<Typed> {
  return typeWith(words, { connect: () => Promise.resolve(client), ...options });
}

/** An order of 5.00 whose outcome is unknown: offer 7 of it takes notSubmitted and resubmit. */
async function unknownOrder(): Promise<string> {
  const orderId = randomUUID();
  await client.startAllinpayWithdrawal({
    orderId,
    summary: 'wait',
    details: [{ isPlatform: true, amount: '5.00' }],
  });
  return orderId;
}

const reason = ['--by', 'li', '--note', 'the bank says so'];
const statusOf = async (orderId: string): Promise<string> =>
  (await client.payout(`allinpay-withdrawal/default/${orderId}`).snapshot()).status;

describe('resolve without a decision', () => {
  it('lists what can be decided, what each does with how much money, and decides nothing', async () => {
    const orderId = await unknownOrder();
    const { exitCode, stdout } = await type(['resolve', orderId]);
    const id = `allinpay-withdrawal/default/${orderId}`;
    expect(stdout).toBe(
      [
        `${id}: outcomeUnknown (open)`,
        '',
        'Needs a person since 2026-01-31T01:00:00Z (outcomeUnknown): sent, answer lost',
        '    notSubmitted: closes it as cancelled: you say that 5.00 CNY never reached Allinpay and never will; Allinpay is asked once more first',
        `        payouts resolve ${id} notSubmitted --offer 7 --by NAME --note WHY`,
        '    resubmit: sends 5.00 CNY again; if Allinpay has the first, it is paid twice',
        `        payouts resolve ${id} resubmit --offer 7 --by NAME --note WHY`,
        '',
      ].join('\n'),
    );
    expect(exitCode).toBe(1);
    expect(await statusOf(orderId)).toBe('outcomeUnknown');
  });

  it('is one JSON object with --json', async () => {
    const { stdout } = await type(['--json', 'resolve', await unknownOrder()]);
    expect(JSON.parse(stdout)).toMatchObject({
      status: 'outcomeUnknown',
      offers: [
        {
          reason: 'outcomeUnknown',
          offer: 7,
          choices: [{ decision: 'notSubmitted' }, { decision: 'resubmit' }],
        },
      ],
    });
  });

  it('says where nothing needs a decision, and exits 0', async () => {
    const orderId = await unknownOrder();
    await type(['resolve', orderId, 'notSubmitted', ...reason]);
    const { exitCode, stdout } = await type(['resolve', orderId]);
    expect(stdout).toMatch(/settled \(completed\)\nNothing needs a decision\.\n$/);
    expect(exitCode).toBe(0);
  });
});

describe('a decision', () => {
  it('is sent with the offer that is shown, and what came of it is said in one JSON object', async () => {
    const { exitCode, stdout } = await type([
      '--json',
      'resolve',
      await unknownOrder(),
      'notSubmitted',
      ...reason,
    ]);
    expect(JSON.parse(stdout)).toMatchObject({
      recorded: 'resolve',
      offer: 7,
      came: { state: 'closed', execution: 'completed', status: 'settled' },
    });
    expect(exitCode).toBe(0);
  });

  it('on another offer than the current is refused, and nothing is decided', async () => {
    const orderId = await unknownOrder();
    const { exitCode, stderr } = await type(['resolve', orderId, 'notSubmitted', '--offer', '6', ...reason]);
    expect(stderr).toMatch(/does not take resolve: offer 6 does not stand/);
    expect(exitCode).toBe(1);
    expect(await statusOf(orderId)).toBe('outcomeUnknown');
  });

  it('that is not offered is not sent, and what is offered is named', async () => {
    const { exitCode, stderr } = await type(['resolve', await unknownOrder(), 'recheck', '--by', 'li']);
    expect(stderr).toMatch(/recheck is not offered now: outcomeUnknown takes notSubmitted, resubmit/);
    expect(exitCode).toBe(1);
  });

  it('repeated with its update id is said once and answered again', async () => {
    const orderId = await unknownOrder();
    const words = ['resolve', orderId, 'notSubmitted', '--update-id', 'u-1', ...reason];
    expect(await type(words)).toMatchObject({ exitCode: 0 });
    expect((await type(words)).stdout).toMatch(/^resolve recorded for/);
  });
});

describe('resubmit', () => {
  it('asks once more, with the money and the danger, and sends nothing without a yes', async () => {
    const orderId = await unknownOrder();
    const asked: string[] = [];
    const { exitCode, stderr } = await type(['resolve', orderId, 'resubmit', ...reason], {
      ask: (question) => {
        asked.push(question);
        return 'y';
      },
    });
    expect(asked).toEqual([
      'resubmit sends 5.00 CNY again. If Allinpay has the first, it is paid twice.\nType yes to send it: ',
    ]);
    expect(stderr).toBe('Nothing was sent: it was not confirmed.\n');
    expect(exitCode).toBe(2);
    expect(await statusOf(orderId)).toBe('outcomeUnknown');
  });

  it.each<[string, readonly string[], Partial<TerminalOptions>]>([
    ['a person says yes', [], { ask: () => ' Yes ' }],
    ['a script says --yes', ['--yes'], {}],
  ])('is sent when %s', async (_who, words, options) => {
    const orderId = await unknownOrder();
    const { exitCode } = await type(['resolve', orderId, 'resubmit', ...words, ...reason], options);
    expect(exitCode).toBe(0);
    expect(await statusOf(orderId)).toBe('settled');
  });
});
