import type { Vault } from 'clinicore/crypto';
import { sql } from 'drizzle-orm';
import type { Database } from '../database/connect.js';
import { rowsOf } from '../database/rows.js';
import { log, logError } from '../log.js';
import { pagesOf, ROWS_A_PAGE } from '../pages.js';
import { sealedColumns } from './columns.js';

interface Field {
  id: number;
  sealed: Uint8Array;
}

/** Has {@link rotateSealed} done while the service goes on; what it returns stops that. */
export function startRotation(database: Database, vault: Vault): () => Promise<void> {
  const controller = new AbortController();
  const rotation = rotateSealed(database, vault, controller.signal)
    .then((count) => log(`All is sealed under the newest key (${count} fields anew): older ones can be removed`))
    .catch((error) => {
      if (!controller.signal.aborted) logError('Not all could be sealed under the newest key', error);
    });
  return () => {
    controller.abort();
    return rotation;
  };
}

/**
 * Seals anew, under the newest key, what older ones sealed: after that they can be taken out of their folder. Goes on
 * where it was stopped, and may run in several processes at once, while others write.
 *
 * @returns how many fields it sealed
 */
export async function rotateSealed(database: Database, vault: Vault, signal: AbortSignal): Promise<number> {
  let rotated = 0;
  for (const context of sealedColumns) {
    const table = sql.identifier(context.table);
    const column = sql.identifier(context.column);
    const pages = pagesOf<Field>(async (last) => {
      signal.throwIfAborted();
      const found = await database.execute(
        sql`select id, ${column} as sealed from ${table}
          where ${column} is not null and id > ${last?.id ?? 0} order by id limit ${ROWS_A_PAGE}`,
      );
      return rowsOf(found);
    });
    for await (const page of pages) {
      const fresh = await vault.rotateMany(
        page.map(({ sealed }) => sealed),
        { ...context, row: page.map(({ id }) => id) },
        { signal },
      );
      const changed = page.flatMap(({ id, sealed }, i) =>
        fresh[i] === sealed ? [] : [sql`(${id}::integer, ${sealed}::bytea, ${fresh[i]}::bytea)`],
      );
      if (changed.length === 0) continue;
      // A field that was written since is under the newest key already.
      await database.execute(
        sql`update ${table} set ${column} = changed.fresh from (values ${sql.join(changed, sql`, `)}) as changed (id, sealed, fresh)
          where ${table}.id = changed.id and ${table}.${column} = changed.sealed`,
      );
      rotated += changed.length;
    }
  }
  return rotated;
}
