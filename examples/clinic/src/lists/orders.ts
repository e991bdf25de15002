import { and, asc, eq, gt } from 'drizzle-orm';
import { patients, orders as table } from '../database/schema.js';
import { pagesOf, ROWS_A_PAGE } from '../pages.js';
import { within } from '../period.js';
import { category, date, integer, text } from './columns.js';
import { list } from './list.js';

interface Order {
  id: number;
  orderedOn: string;
  status: string;
  recordNumber: string;
  patient: string;
  prescriptionId: number | null;
}

export const orders = list<Order>({
  title: 'Orders',
  roles: ['optician', 'manager'],
  periodOf: 'ordered',
  columns: [
    integer('Order', ({ id }) => id),
    date('Ordered', ({ orderedOn }) => orderedOn),
    category('Status', ({ status }) => status),
    text('Record', ({ recordNumber }) => recordNumber),
    text('Patient', ({ patient }) => patient),
    integer('Prescription', ({ prescriptionId }) => prescriptionId),
  ],
  pages: (database, period) =>
    pagesOf((after) =>
      database
        .select({
          id: table.id,
          orderedOn: table.orderedOn,
          status: table.status,
          recordNumber: patients.recordNumber,
          patient: patients.name,
          prescriptionId: table.prescriptionId,
        })
        .from(table)
        .innerJoin(patients, eq(patients.id, table.patientId))
        .where(and(gt(table.id, after?.id ?? 0), within(table.orderedOn, period)))
        .orderBy(asc(table.id))
        .limit(ROWS_A_PAGE),
    ),
  count: (database, period) => database.$count(table, within(table.orderedOn, period)),
});
