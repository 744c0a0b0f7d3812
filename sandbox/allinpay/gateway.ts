import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import type { Answer } from '../answer.ts';
import { exchangeWith } from '../exchange.ts';
import type { World } from '../world.ts';
import type { Subject } from '../apis.ts';
import { labelOf, namesOf } from './accounts.ts';
import { glance } from './business.ts';
import {
  allinpayDialect,
  badFields,
  business,
  disbelieved,
  isAuthentic,
  openRequest,
  readForm,
  type Form,
} from './envelope.ts';
import { methods } from './methods.ts';

/** A look-up names no account; those of the booked order are its subject. */
function subjectOf(world: World, text: string | null): Subject {
  const { orderId, selectors } = glance(text);
  const booked = orderId === undefined ? [] : (world.state.allinpay.bookings.get(orderId) ?? []);
  const lines = booked.flatMap((booking) =>
    booking.lines.flatMap((line) => [line.account, line.accountUserId]),
  );
  const [only, ...others] = selectors;
  return {
    accounts: [...namesOf(world, selectors), ...lines],
    ...(orderId === undefined ? {} : { orderId }),
    ...(only === undefined || others.length > 0 ? {} : { account: labelOf(only) }),
  };
}

function answerTo(world: World, form: Form, text: string | null): Answer {
  if (!isAuthentic(world, form)) return disbelieved(world, 3999, '验签失败');
  const bad = badFields(world, form);
  if (bad.length > 0) return business(1001, `缺少字段: ${bad.join(', ')}`);
  const method = methods.get(form.get('method') ?? '');
  if (!method) return business(1001, `缺少字段: method ${form.get('method') ?? ''}`);
  if (text === null) return business(3999, 'bizContent解密失败');
  return method.process(world, text);
}

/** Allinpay's gateway: form POST only, signed and encrypted both ways. */
export function allinpayRoutes(world: World): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.post('/allinpay/gateway', async (c) => {
    const form = readForm(c.req.header('content-type') ?? '', await c.req.text());
    const text = form && openRequest(world, form);
    return exchangeWith(world, c.env, {
      api: methods.get(form?.get('method') ?? '')?.api ?? 'allinpay.unknown',
      subject: subjectOf(world, text),
      dialect: allinpayDialect(world, form ?? new Map()),
      url: c.req.url,
      process: () =>
        form
          ? answerTo(world, form, text)
          : {
              ...disbelieved(world, 1001, 'application/x-www-form-urlencoded, each field once'),
              status: 400,
            },
    });
  });
  app.all('/allinpay/gateway', (c) => c.text('Method Not Allowed', 405, { allow: 'POST' }));
  return app;
}
