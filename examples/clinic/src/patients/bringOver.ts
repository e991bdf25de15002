import type { Vault } from 'clinicore/crypto';
import { sql } from 'drizzle-orm';
import type { Database } from '../database/connect.js';
import { rowsOf } from '../database/rows.js';
import { log } from '../log.js';
import { pagesOf, ROWS_A_PAGE } from '../pages.js';
import { sealIdentifier } from './identifiers.js';

interface Plain {
  id: number;
  text: string;
}

/**
 * Brings a database over in which phone numbers are plain (before migration 0004): seals them all and drops their column,
 * in one transaction. Does nothing where that was done.
 */
export async function sealPlainPhones(database: Database, vault: Vault): Promise<void> {
  const columns = await database.execute(
    sql`select 1 from information_schema.columns
      where table_schema = current_schema and table_name = 'patients' and column_name = 'plain_phone'`,
  );
  if (rowsOf(columns).length === 0) return;
  await database.transaction(async (transaction) => {
    const pages = pagesOf<Plain>(async (last) =>
      rowsOf(
        await transaction.execute(
          sql`select id, plain_phone as text from patients
            where id > ${last?.id ?? 0} order by id limit ${ROWS_A_PAGE}`,
        ),
      ),
    );
    let count = 0;
    for await (const page of pages) {
      const sealed = await sealIdentifier(vault, 'phone', page);
      const values = page.map(
        ({ id }, i) => sql`(${id}::integer, ${sealed[i]?.sealed}::bytea, ${sealed[i]?.index}::bytea)`,
      );
      await transaction.execute(
        sql`update patients set phone = made.sealed, phone_index = made.index
          from (values ${sql.join(values, sql`, `)}) as made (id, sealed, index) where patients.id = made.id`,
      );
      count += page.length;
    }
    await transaction.execute(sql`alter table patients drop column plain_phone`);
    // The rows are written to a new file, without the column: dropping it takes it out of sight, but not off the disk.
    await transaction.execute(sql`cluster patients using patients_pkey`);
    if (count > 0) log(`Sealed the phone numbers of ${count} patients`);
  });
}
