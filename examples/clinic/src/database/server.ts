import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import { logError } from '../log.js';
import { type Connection, migrationsFolder } from './connect.js';
import * as schema from './schema.js';

/** Any number that all clinics share and nothing else uses. */
const PREPARE_LOCK = 7_235_891;

/** Codes of Node and of PostgreSQL (classes 08 and 57P) for a server that is not there, or not there any more. */
const UNREACHABLE = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|08|57P)/;

/** Whether a query failed because the server could not be reached: it may well succeed in a moment. */
export function isUnreachable(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { code } = at as { code?: unknown };
    if (typeof code === 'string' && UNREACHABLE.test(code)) return true;
  }
  return false;
}

/** A PostgreSQL server, over node-postgres. */
export async function connectServer(url: string): Promise<Connection> {
  const pool = new pg.Pool({ connectionString: url, connectionTimeoutMillis: 5_000, query_timeout: 30_000 });
  // An idle connection that the server drops must not end the process; the next query opens another.
  pool.on('error', (error) => logError('A database connection was lost', error));
  await (await pool.connect()).release();
  return {
    kind: 'postgres',
    database: drizzle({ client: pool, schema, casing: 'snake_case' }),
    async prepare(seed) {
      // On one connection of its own, since the lock is the connection's.
      const client = await pool.connect();
      try {
        await client.query('select pg_advisory_lock($1)', [PREPARE_LOCK]);
        const database = drizzle({ client, schema, casing: 'snake_case' });
        await migrate(database, { migrationsFolder });
        await seed(database);
      } finally {
        // Ends the connection, and the lock with it.
        client.release(true);
      }
    },
    close: () => pool.end(),
  };
}
