import { machineNow } from './engine/virtualClock.ts';
import { Coverage } from './engine/coverage.ts';
import { simulate } from './simulate.ts';
import { loadWorkflowCode } from './server/workflowCode.ts';

export async function main(args: readonly string[]): Promise<number> {
  const [bundle = '', first = '1', count = '1'] = args;
  const code = loadWorkflowCode(bundle, ['submitAllinpayWithdrawal', 'pollAllinpayWithdrawal']);
  const coverage = new Coverage();
  const begun = machineNow();
  for (let seed = Number(first); seed < Number(first) + Number(count); seed += 1) {
    const outcome = await simulate(seed, code);
    coverage.add(outcome.coverage.toJSON());
    if (count === '1') console.log(outcome.trace.toText(), outcome.hash);
    if (outcome.broken) {
      console.log(seed, outcome.broken.rule, outcome.broken.message);
      if (count !== '1') console.log(outcome.trace.toText().split('\n').slice(-50).join('\n'));
      return 1;
    }
  }
  console.log(JSON.stringify(coverage.toJSON(), null, 1));
  console.log('per seed ms', (machineNow() - begun) / Number(count));
  return 0;
}
