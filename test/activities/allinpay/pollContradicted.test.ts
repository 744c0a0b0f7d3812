import { expect, it } from '@jest/globals';
import { asked, known, Polling } from './polling.fixture.ts';

const details = [asked('A', '1.00', { status: 'settled', arrived: '1.00' }), asked('B', '2.00')];
const ofA = { externalCode: 'A', arrived: '1.00', status: 'failed' } as const;
const ofB = { externalCode: 'B', status: 'pending' } as const;
const key = 'externalCode:A: settled, 1 failed';

it('a detail that ended otherwise is told with what else is known, and stays as it was', async () => {
  const polls = new Polling({ details });
  polls.provider.lookUp = known([ofA, { ...ofB, status: 'settled' }]);
  expect(await polls.next()).toMatchObject({
    outcome: 'contradicted',
    contradictions: [{ key, accounts: ['externalCode:A'], ours: 'settled', theirs: 'failed' }],
    details: [{ status: 'settled' }, { status: 'settled' }],
    nextPollAt: expect.any(String),
  });
});

it('a contradiction that was accepted is not told again, another one is', async () => {
  const polls = new Polling({ details, acceptedContradictions: [key] });
  polls.provider.lookUp = known([ofA, ofB]);
  expect(await polls.next()).toContain('NotSettledYet');
  expect(await polls.next()).toContain('NotSettledYet');
  const both = [...details, asked('C', '3.00', { status: 'failed' })];
  polls.provider.lookUp = known([ofA, ofB, { externalCode: 'C', arrived: '3.00', status: 'settled' }]);
  expect(await polls.next({ details: both })).toMatchObject({
    outcome: 'contradicted',
    contradictions: [{ key: 'externalCode:C: failed, 1 settled' }],
  });
});

it('after an accepted one the other details settle as ever', async () => {
  const polls = new Polling({ details, acceptedContradictions: [key] });
  polls.provider.lookUp = known([ofA, { ...ofB, arrived: '2.00', status: 'settled' }]);
  expect(await polls.next()).toMatchObject({
    outcome: 'answered',
    details: [{ status: 'settled' }, { status: 'settled' }],
  });
});
