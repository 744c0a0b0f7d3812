import { connect, createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { inTime, TestOrders } from '../../harness/allinpayOrders.ts';
import { startTimeSkippingWorld, type TimeSkippingWorld } from '../../harness/timeSkippingWorld.ts';

/** A way to the gateway that can be shut: its port then refuses connections, as a gateway that is down does. */
class Door {
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  port = 0;
  /** where it leads to */
  target = 0;

  async open(): Promise<void> {
    this.#server = createServer((socket) => {
      const onward = connect(this.target, '127.0.0.1');
      for (const end of [socket, onward]) {
        this.#sockets.add(end);
        end.on('error', () => undefined).on('close', () => this.#sockets.delete(end));
      }
      socket.pipe(onward).pipe(socket);
    });
    this.#server.listen(this.port, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (typeof address === 'object' && address !== null) this.port = address.port;
  }

  async shut(): Promise<void> {
    if (this.#server === undefined) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server = undefined;
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}

const door = new Door();
let world: TimeSkippingWorld;
let orders: TestOrders;

beforeAll(async () => {
  await door.open();
  world = await startTimeSkippingWorld({
    environment: {
      ALLINPAY_GATEWAY_URL: `http://127.0.0.1:${door.port}/allinpay/gateway`,
      ALLINPAY_POLL_PLAN: JSON.stringify({ first: { after: '30m' }, every: '1h', quiet: null, jitter: '0s' }),
    },
  });
  door.target = world.sandbox.port;
  orders = new TestOrders(world);
});
afterEach(async () => {
  await orders.settleAccounts();
});
afterAll(async () => {
  await door.shut();
  await world.stop();
});

describe('a gateway that refuses connections', () => {
  it('before the send: nothing is sent, a person is called after half an hour, and it is sent once when it is back', async () => {
    await door.shut();
    const order = await orders.start();
    await order.untilStatus('submitting');
    await world.environment.sleep('29m');
    expect(await order.snapshot()).toMatchObject({ status: 'submitting', attention: null });
    await world.environment.sleep('10m');
    await order.untilAttention('providerDown', ['retry', 'cancel']);
    await door.open();
    await order.update('resolve', { by: 'ann', decision: 'retry' });
    await order.untilStatus('processing');
    expect((await order.snapshot()).attention).toBeNull();
    expect((await order.result()).status).toBe('settled');
    expect(order.calls('withdraw')).toHaveLength(1);
    expect(order.bookings).toBe(1);
  });

  it('while the order settles: a person is called after half an hour, polling goes on and ends it', async () => {
    const order = await orders.start();
    await order.untilStatus('processing');
    await door.shut();
    await world.environment.sleep('29m');
    expect((await order.snapshot()).attention).toBeNull();
    await inTime(world, 'attention', async () => (await order.snapshot()).attention !== null);
    const { attention, status } = await order.snapshot();
    expect(status).toBe('processing');
    expect(attention).toMatchObject({ reason: 'providerDown', decisions: ['retry'] });
    await world.environment.sleep('1h');
    const { all } = await order.eventCount();
    await world.environment.sleep('1 day');
    expect((await order.eventCount()).all).toBe(all);
    await door.open();
    expect(await order.result()).toMatchObject({ status: 'settled', attention: null });
    expect(order.bookings).toBe(1);
  });

  it('while an outcome is unknown: neither resent nor believed lost', async () => {
    const order = await orders.startFailing([{ fault: 'dropAfter', on: 'allinpay.withdraw' }]);
    await order.untilStatus('outcomeUnknown');
    await door.shut();
    await world.environment.sleep('29m');
    expect(await order.snapshot()).toMatchObject({ status: 'outcomeUnknown', attention: null });
    await world.environment.sleep('3h');
    expect(await order.snapshot()).toMatchObject({
      status: 'outcomeUnknown',
      attention: { reason: 'providerDown', decisions: ['retry'] },
    });
    await door.open();
    expect((await order.result()).status).toBe('settled');
    expect(order.calls('withdraw')).toHaveLength(1);
    expect(order.bookings).toBe(1);
  });
});
