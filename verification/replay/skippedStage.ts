import type { AttentionReason } from '../../contract/attention.ts';
import { startTimeSkippingWorld, type TimeSkippingWorld } from '../../test/harness/timeSkippingWorld.ts';
import { untilUnstarted } from '../../test/harness/unservedCall.ts';
import { Stage, type Run } from './stage.ts';

/** A server that skips time, for what comes about after hours or days by no setting. */
export class SkippedStage extends Stage {
  readonly world: TimeSkippingWorld;

  private constructor(world: TimeSkippingWorld) {
    super(world.environment.client, world.sandbox, world.feishu);
    this.world = world;
  }

  static async open(): Promise<SkippedStage> {
    const plan = { first: { after: '30m' }, every: '1h', quiet: null, jitter: '0s' };
    return new SkippedStage(
      await startTimeSkippingWorld({ environment: { ALLINPAY_POLL_PLAN: JSON.stringify(plan) } }),
    );
  }

  async pass(duration: string): Promise<void> {
    await this.world.environment.sleep(duration as '1m');
    // The sandbox has the server's time from whoever asked last.
    await this.world.now();
  }

  /** Nobody serves the queue that this call of the run stands in, until a person is called. */
  async leaveUnserved(run: Run, call: string): Promise<void> {
    this.world.knobs.served = false;
    await untilUnstarted(this.world, run.handle, call);
    await run.untilAttention('profileNotServed');
    this.world.knobs.served = true;
  }

  /** Lets time go by until a person is needed for this. */
  async passUntilAttention(run: Run, reason: AttentionReason, step: string): Promise<void> {
    for (let steps = 0; steps < 40; steps += 1) {
      if (await run.needs(reason)) return;
      await this.pass(step);
    }
    await run.untilAttention(reason);
  }

  close(): Promise<void> {
    return this.world.stop();
  }
}
