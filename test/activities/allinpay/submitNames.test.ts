import { expect, it } from '@jest/globals';
import { submit, type SubmitAnswer, type SubmitRequest } from '../../../activities/allinpay/submit.ts';
import { activityEnvironment } from '../activityEnvironment.ts';
import { asked, dependenciesOf, known, line, SENT_AT, TestProvider } from './polling.fixture.ts';

it('an order that is found under other names of its accounts is told by the pairs of names, and gives them back', async () => {
  const provider = new TestProvider();
  provider.lookUp = known([
    line('2', { arrived: '1.00', status: 'settled' }),
    line('1', { arrived: '1.00', status: 'failed' }),
  ]);
  const account = { accountSetNo: '1', referenceType: '13', balance: '1.00', frozenBalance: '0.00' };
  const names = (['A', 'B'] as const).map((externalCode, at) => ({
    ...account,
    accountUserId: `${at + 1}`,
    externalCode,
    availableBalance: '1.00',
    withdrawBalance: '1.00',
  }));
  provider.balance = { ok: true, value: names };
  const environment = activityEnvironment();
  const request: SubmitRequest = {
    orderId: 'o-1',
    details: [asked('A', '1.00'), asked('B', '1.00')],
    send: 'once',
    resubmit: false,
    originalRunId: environment.context.info.workflowExecution?.runId ?? '',
  };
  const answer: SubmitAnswer = await environment.run(
    submit,
    dependenciesOf(provider, () => SENT_AT),
    request,
  );
  expect(answer).toMatchObject({
    outcome: 'found',
    details: [{ status: 'failed' }, { status: 'settled' }],
    names: { done: true, accounts: [{ externalCode: 'A' }, { externalCode: 'B' }] },
  });
});
