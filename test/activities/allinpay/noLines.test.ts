import { expect, it } from '@jest/globals';
import { submit, type SubmitRequest } from '../../../activities/allinpay/submit.ts';
import { activityEnvironment } from '../activityEnvironment.ts';
import { asked, dependenciesOf, known, Polling, SENT_AT, TestProvider } from './polling.fixture.ts';

const details = [asked('A', '1.00')];

function polling(more: object): Polling {
  const polls = new Polling({ details, ...more });
  polls.provider.lookUp = known([]);
  return polls;
}

it.each(['track', 'find', 'confirm'] as const)(
  'an answer without lines is no news to a poll that would %s: neither found nor not known',
  async (purpose) => {
    const polls = polling({ purpose });
    for (let poll = 0; poll < 3; poll += 1)
      expect(await polls.next()).toBe('NotSettledYet: the provider lists no detail of the order yet');
    expect(polls.provider.calls).toHaveLength(3);
  },
);

it('it ends trouble, and does not count as a planned poll that does not know the order', async () => {
  const known = 'providerDown';
  expect(await polling({ known, purpose: 'track', untoldPolls: 1 }).next()).toMatchObject({
    outcome: 'answered',
    details,
    untoldPolls: 1,
  });
  for (const purpose of ['find', 'confirm'])
    expect(await polling({ known, purpose }).next()).toMatchObject({ outcome: 'notKnown', planned: false });
});

it.each(['once', 'never'] as const)(
  'before a send (%s) it says nothing: nothing is sent, and the call may be made again',
  async (send) => {
    const provider = new TestProvider();
    provider.lookUp = known([]);
    const environment = activityEnvironment();
    const request: SubmitRequest = {
      orderId: 'o-1',
      details,
      send,
      resubmit: false,
      originalRunId: environment.context.info.workflowExecution?.runId ?? '',
    };
    await expect(
      environment.run(
        submit,
        dependenciesOf(provider, () => SENT_AT),
        request,
      ),
    ).rejects.toMatchObject({
      type: 'NotSent',
      details: [{ nothingSent: true }],
    });
    expect(provider.calls).toEqual(['withdrawResultQuery']);
  },
);
