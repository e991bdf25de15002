import { addDays, openDays } from '../calendar.js';
import type { invoiceLines, invoices, orders, prescriptions, visits } from '../database/schema.js';
import type { SeedProduct } from './products.js';
import type { Random } from './random.js';
import { FIRST_DAY, LAST_DAY } from './sales.js';

/** Orders on an average open day. */
const ORDERS_A_DAY = 5;
const DAYS_TO_PAY = 14;

type Visits = { visitRows: (typeof visits.$inferInsert)[]; prescriptionRows: (typeof prescriptions.$inferInsert)[] };

/** An order and its invoice for about five customers a day, some three thousand in the two years. */
export function seedInvoices(random: Random, products: SeedProduct[], { visitRows, prescriptionRows }: Visits) {
  const orderRows: (typeof orders.$inferInsert)[] = [];
  const invoiceRows: (typeof invoices.$inferInsert)[] = [];
  const lineRows: (typeof invoiceLines.$inferInsert)[] = [];
  for (const day of openDays(FIRST_DAY, LAST_DAY)) {
    const year = day.slice(0, 4);
    for (let count = random.poisson(ORDERS_A_DAY); count > 0; count--) {
      const id = invoiceRows.length + 1;
      const visit = random.pick(visitRows);
      const prescription = prescriptionRows.find((row) => row.visitId === visit.id);
      const recent = day > addDays(LAST_DAY, -DAYS_TO_PAY);
      orderRows.push({
        id,
        patientId: visit.patientId,
        prescriptionId: visit.visitedOn <= day ? (prescription?.id ?? null) : null,
        orderedOn: day,
        status: recent ? random.pick(['open', 'ready', 'collected']) : 'collected',
      });
      invoiceRows.push({
        id,
        number: `INV-${year}-${String(id).padStart(5, '0')}`,
        orderId: id,
        issuedOn: day,
        dueOn: addDays(day, DAYS_TO_PAY),
        paidOn: random.chance(recent ? 0.4 : 0.97) ? addDays(day, random.integer(0, DAYS_TO_PAY)) : null,
        currency: 'EUR',
      });
      lineRows.push(...lines(random, products, id));
    }
  }
  return { orderRows, invoiceRows, lineRows };
}

function lines(random: Random, products: SeedProduct[], invoiceId: number): (typeof invoiceLines.$inferInsert)[] {
  return Array.from({ length: random.integer(1, 6) }, (_, i) => {
    const index = random.integer(0, products.length - 1);
    const product = products[index] as SeedProduct;
    return {
      invoiceId,
      position: i + 1,
      productId: index + 1,
      description: product.name,
      quantity: product.category === 'lens' ? 2 : random.integer(1, 3),
      unitPrice: product.unitPrice,
      taxRate: product.taxRate,
    };
  });
}
