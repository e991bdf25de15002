import type { Vault } from 'clinicore/crypto';
import { sql } from 'drizzle-orm';
import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core';
import type { Database } from '../database/connect.js';
import * as schema from '../database/schema.js';
import type { FileStore } from '../imaging/fileStore.js';
import { record } from '../imaging/record.js';
import { seedInvoices } from './invoices.js';
import { seedPatients, seedVisits } from './patients.js';
import { seedProducts } from './products.js';
import { Random } from './random.js';
import { seedSales } from './sales.js';
import { seedStaff } from './staff.js';
import { seedStudies } from './studies.js';

/** PostgreSQL takes at most 65,535 parameters a statement; a thousand rows of ten columns stay well below. */
const ROWS_A_STATEMENT = 1000;

/** The id of the one on the staff. */
const OPTOMETRIST = 1;

/**
 * Fills an empty database with the demo clinic, in one transaction: a seed that is killed leaves the database empty, and
 * the next start seeds it again. Does nothing when there is anyone on the staff already.
 *
 * @returns whether it seeded
 */
export async function seed(database: Database, store: FileStore, vault: Vault, onStart: () => void): Promise<boolean> {
  if ((await database.select({ id: schema.staff.id }).from(schema.staff).limit(1)).length > 0) return false;
  onStart();
  const random = new Random(20_240_101);
  const staffRows = await seedStaff();
  const patientRows = await seedPatients(random, vault);
  const visits = seedVisits(random, OPTOMETRIST);
  const { orderRows, invoiceRows, lineRows } = seedInvoices(random, seedProducts, visits);
  const salesRows = seedProducts.flatMap((product, i) =>
    seedSales(product, random).map(([soldOn, quantity]) => ({ productId: i + 1, soldOn, quantity })),
  );

  const studyFiles = await seedStudies(store, patientRows);

  await database.transaction(async (transaction) => {
    const insert = async <T extends PgTable>(table: T, rows: T['$inferInsert'][]) => {
      for (let at = 0; at < rows.length; at += ROWS_A_STATEMENT) {
        await transaction.insert(table).values(rows.slice(at, at + ROWS_A_STATEMENT));
      }
    };
    await insert(schema.staff, staffRows);
    await insert(schema.patients, patientRows);
    await insert(schema.visits, visits.visitRows);
    await insert(schema.prescriptions, visits.prescriptionRows);
    await insert(
      schema.products,
      seedProducts.map((product, i) => ({ ...product, id: i + 1 })),
    );
    await insert(schema.dailySales, salesRows);
    await insert(schema.orders, orderRows);
    await insert(schema.invoices, invoiceRows);
    await insert(schema.invoiceLines, lineRows);
    // The rows above brought their own ids: new ones go on after them.
    for (const table of [
      schema.staff,
      schema.patients,
      schema.visits,
      schema.prescriptions,
      schema.products,
      schema.orders,
      schema.invoices,
    ]) {
      const { name } = getTableConfig(table);
      await transaction.execute(
        sql`select setval(pg_get_serial_sequence(${name}, 'id'), (select max(id) from ${table}))`,
      );
    }
    for (const problem of await record(transaction, store, OPTOMETRIST, studyFiles)) if (problem) throw problem;
  });
  return true;
}
