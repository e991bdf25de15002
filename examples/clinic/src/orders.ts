import { asc, eq, exists, sql } from 'drizzle-orm';
import type { Database } from './database/connect.js';
import { invoiceLines, invoices, orders, patients, products } from './database/schema.js';

/** Whether an order has lenses to be made to a prescription: then there is an order sheet for it. */
export const hasLenses = (database: Database) =>
  sql<boolean>`(${orders.prescriptionId} is not null and ${exists(
    database
      .select({ one: sql`1` })
      .from(invoices)
      .innerJoin(invoiceLines, eq(invoiceLines.invoiceId, invoices.id))
      .innerJoin(products, eq(products.id, invoiceLines.productId))
      .where(sql`${invoices.orderId} = ${orders.id} and ${products.category} = 'lens'`),
  )})`;

const ORDERS_SHOWN = 50;

/** An order that is not ready; whose it is, whoever makes it need not know. */
export interface OpenOrder {
  id: number;
  orderedOn: string;
  patientId: number;
  recordNumber: string;
  hasLenses: boolean;
}

/** The orders that wait, the oldest first: as many as a page shows, and how many there are. */
export async function openOrders(database: Database): Promise<{ orders: OpenOrder[]; total: number }> {
  const isOpen = eq(orders.status, 'open');
  const rows = await database
    .select({
      id: orders.id,
      orderedOn: orders.orderedOn,
      patientId: orders.patientId,
      recordNumber: patients.recordNumber,
      hasLenses: hasLenses(database),
    })
    .from(orders)
    .innerJoin(patients, eq(patients.id, orders.patientId))
    .where(isOpen)
    .orderBy(asc(orders.orderedOn), asc(orders.id))
    .limit(ORDERS_SHOWN);
  return { orders: rows, total: await database.$count(orders, isOpen) };
}
