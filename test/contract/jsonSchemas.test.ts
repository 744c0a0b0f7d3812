import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { jsonSchemas } from '../../contract/jsonSchemas.ts';

const folder = new URL('../../contract/schema/', import.meta.url);

function validates(name: string, data: unknown): boolean {
  const schema = jsonSchemas()[name];
  if (typeof schema !== 'object' || schema === null) throw new Error(`no schema ${name}`);
  return new Ajv2020({ strict: false, validateFormats: false }).validate(schema, data);
}

describe('the JSON Schemas in contract/schema', () => {
  it('are those of the zod schemas (npm run schemas writes them)', async () => {
    const schemas = jsonSchemas();
    expect((await readdir(folder)).sort()).toEqual(Object.keys(schemas).sort());
    for (const [name, schema] of Object.entries(schemas)) {
      const written: unknown = JSON.parse(await readFile(new URL(name, folder), 'utf8'));
      expect(written).toEqual(JSON.parse(JSON.stringify(schema)));
    }
  });

  it('take the smallest input of each flow', () => {
    const details = [{ externalCode: 'S1', amount: '1.5' }];
    expect(validates('allinpayWithdrawal.input.json', { orderId: 'W-1', details })).toBe(true);
    expect(
      validates('referralWithdrawal.input.json', {
        externalOrderId: 'R',
        referralAccountId: 'A',
        bonusTypes: ['point'],
      }),
    ).toBe(true);
    expect(validates('allinpayBalance.input.json', { accounts: [{ isPlatform: true }] })).toBe(true);
    expect(
      validates('update.resolve.json', { by: 'ann', decision: 'extend', settleBy: '2030-01-01T00:00:00Z' }),
    ).toBe(true);
  });

  it.each([
    [{ orderId: 'W 1', details: [{ externalCode: 'S1', amount: '1' }] }],
    [{ orderId: 'W-1', details: [{ externalCode: 'S1', amount: 1 }] }],
    [{ orderId: 'W-1', details: [{ externalCode: 'S1', amount: '1.234' }] }],
    [{ orderId: 'W-1', details: [{ externalCode: 'S1', accountUserId: 1, amount: '1' }] }],
    [{ orderId: 'W-1', details: [{ amount: '1' }] }],
    [{ orderId: 'W-1', details: [] }],
    [{ orderId: 'W-1', details: [{ isPlatform: true, amount: '1' }], unknown: 1 }],
  ])('refuse %j as the flow does', (input) => {
    expect(validates('allinpayWithdrawal.input.json', input)).toBe(false);
  });
});
