import { Hono, type Context } from 'hono';
import { z } from 'zod';
import { current, modificationTime, put } from '../feishu/lumpSum/book.ts';
import { detailMembers, guardedMembers, recordMembers, valuesOf } from '../feishu/lumpSum/members.ts';
import { personOf } from '../feishu/lumpSum/people.ts';
import { employeeSchema, type LumpSum, type LumpSumDetail } from '../feishu/lumpSum/stored.ts';
import type { World } from '../world.ts';
import { jsonOf, refuse, type Env } from './request.ts';

const integerText = /^-?(0|[1-9]\d{0,9})$/;

/** Values by Feishu's own names, as text; an empty text takes a member away. */
const recordChange = z.strictObject({
  values: z
    .partialRecord(z.enum([...recordMembers, ...guardedMembers]), z.string())
    .refine(
      ({ issuance_frequency: times = '0', binding_period: months = '0' }) =>
        [times, months].every((text) => text === '' || integerText.test(text)),
      'issuance_frequency and binding_period are integers',
    )
    .default({}),
  forbidden: z.boolean().optional(),
});

const detailChange = z.strictObject({
  values: z.partialRecord(z.enum(detailMembers), z.string()).default({}),
  paid: z.boolean().optional(),
});

/** A change of values is one of the record; a mark (`forbidden`, `paid`) is not, and nothing dates it. */
function touched(world: World, record: LumpSum, values: object): Pick<LumpSum, 'modifiedAt'> {
  const changes = Object.keys(values).length > 0;
  return { modifiedAt: changes ? modificationTime(world, record) : record.modifiedAt };
}

function changeRecord(world: World, record: LumpSum, change: z.output<typeof recordChange>): LumpSum {
  return {
    ...record,
    ...touched(world, record, change.values),
    forbidden: change.forbidden ?? record.forbidden,
    values: valuesOf(recordMembers, { ...record.values, ...change.values }),
    guarded: valuesOf(guardedMembers, { ...record.guarded, ...change.values }),
  };
}

function changeDetail(
  world: World,
  record: LumpSum,
  detail: LumpSumDetail,
  change: z.output<typeof detailChange>,
): LumpSum {
  const head = touched(world, record, change.values);
  const changed = {
    ...detail,
    modifiedAt: head.modifiedAt === record.modifiedAt ? detail.modifiedAt : head.modifiedAt,
    paid: change.paid ?? detail.paid,
    values: valuesOf(detailMembers, { ...detail.values, ...change.values }),
  };
  return { ...record, ...head, details: record.details.map((it) => (it === detail ? changed : it)) };
}

function keep(world: World, c: Context<Env>, record: LumpSum): Response {
  put(world, record.id, record);
  world.flush();
  return c.json(record);
}

const missing = (c: Context<Env>): Response => c.json({ problems: ['no such lump sum'] }, 404);

/**
 * What happens to lump sums and employees elsewhere in Feishu: the payroll pays, somebody edits, people join and leave.
 * Not judged and not in the ledger, which holds what callers did.
 *
 * - `GET  /sandbox/lump-sum/records/ID`: the record as it is, marks and hidden members included
 * - `PUT  /sandbox/lump-sum/records/ID` `{values?, forbidden?}`: 21270226 where forbidden
 * - `PUT  /sandbox/lump-sum/records/ID/details/ID` `{values?, paid?}`: 21270220 and 21270224 where paid
 * - `PUT  /sandbox/lump-sum/employees/ID` (any form of the id) `{exists?, companyId?, serviceCompanyId?, departmentId?,
 *   jobFamilyId?, jobLevelId?, workLocationId?, employeeTypeId?, onboardDate?, offboardDate?}`: what filters look at, and
 *   21270223 where `exists` is false; replaces what was known
 */
export function lumpSumControl(world: World): Hono<Env> {
  const app = new Hono<Env>();
  app.get('/records/:id', (c) => {
    const record = current(world, c.req.param('id'));
    return record === null ? missing(c) : c.json(record);
  });
  app.put('/records/:id', async (c) => {
    const read = recordChange.safeParse(await jsonOf(c));
    if (!read.success) return refuse(c, read.error);
    const record = current(world, c.req.param('id'));
    return record === null ? missing(c) : keep(world, c, changeRecord(world, record, read.data));
  });
  app.put('/records/:id/details/:detailId', async (c) => {
    const read = detailChange.safeParse(await jsonOf(c));
    if (!read.success) return refuse(c, read.error);
    const record = current(world, c.req.param('id'));
    const detail = record?.details.find(({ id }) => id === c.req.param('detailId'));
    if (!record || !detail) return missing(c);
    return keep(world, c, changeDetail(world, record, detail, read.data));
  });
  app.put('/employees/:id', async (c) => {
    const read = employeeSchema.strict().safeParse(await jsonOf(c));
    if (!read.success) return refuse(c, read.error);
    world.state.feishu.lumpSums.employees.set(personOf(c.req.param('id')), read.data);
    world.changed();
    world.flush();
    return c.json(read.data);
  });
  return app;
}
