import { sql } from 'drizzle-orm';
import type { Database } from '../database/connect.js';
import { products } from '../database/schema.js';
import { Problem } from '../problem.js';
import { isSame, type Preview, productsBySku } from './preview.js';

/** PostgreSQL takes at most 65,535 parameters a statement. */
const ROWS_A_STATEMENT = 1000;

/**
 * Writes what a preview showed, in one transaction.
 *
 * @param written is told at the end of the transaction
 * @throws Problem `ERR_CONFLICT`, and nothing is written, if a product is not as the preview showed it any more
 */
export async function applyPrices(
  database: Database,
  { created, changed, unchanged }: Preview,
  written: (transaction: Database) => Promise<void>,
): Promise<void> {
  const seen = [...created, ...changed, ...unchanged];
  await database.transaction(async (transaction) => {
    // Nobody else writes prices until this is through; reading goes on.
    await transaction.execute(sql`lock table ${products} in share row exclusive mode`);
    const onRecord = await productsBySku(
      transaction,
      seen.map(({ after }) => after.sku),
    );
    if (!seen.every(({ before, after }) => isSame(before, onRecord.get(after.sku)))) {
      throw new Problem('ERR_CONFLICT', 'Products were changed since the preview was made; upload the file again');
    }
    const rows = [...created, ...changed].map(({ after }) => after) as (typeof products.$inferInsert)[];
    for (let at = 0; at < rows.length; at += ROWS_A_STATEMENT) {
      await transaction
        .insert(products)
        .values(rows.slice(at, at + ROWS_A_STATEMENT))
        .onConflictDoUpdate({
          target: products.sku,
          set: {
            name: sql`excluded.name`,
            category: sql`excluded.category`,
            unitPrice: sql`excluded.unit_price`,
            taxRate: sql`excluded.tax_rate`,
          },
        });
    }
    await written(transaction);
  });
}
