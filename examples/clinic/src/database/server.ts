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

/** What node-postgres says of the same, without a code. */
const UNREACHABLE_MESSAGE =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client .* not queryable)/;

/** Whether a query failed because the server could not be reached: it may well succeed in a moment. */
export function isUnreachable(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { code } = at as { code?: unknown };
    if (typeof code === 'string' ? UNREACHABLE.test(code) : UNREACHABLE_MESSAGE.test(at.message)) return true;
  }
  return false;
}

/** A PostgreSQL server, over node-postgres. */
export async function connectServer(url: string): Promise<Connection> {
  const settings = { connectionString: url, connectionTimeoutMillis: 5_000 };
  const pool = new pg.Pool({ ...settings, query_timeout: 30_000 });
  // An idle connection that the server drops must not end the process; the next query opens another.
  pool.on('error', (error) => logError('A database connection was lost', error));
  await (await pool.connect()).release();
  return {
    kind: 'postgres',
    database: drizzle({ client: pool, schema, casing: 'snake_case' }),
    async prepare(seed) {
      // On a connection of its own, since the lock is the connection's, and without a time limit, since it lasts as long
      // as another clinic takes to fill the database.
      const client = new pg.Client({ ...settings, keepAlive: true });
      // The query under way fails with it too.
      client.on('error', (error) => logError('The database connection was lost', error));
      await client.connect();
      try {
        await client.query('select pg_advisory_lock($1)', [PREPARE_LOCK]);
        const database = drizzle({ client, schema, casing: 'snake_case' });
        await migrate(database, { migrationsFolder });
        await seed(database);
      } finally {
        // Gives the lock back with the connection.
        await client.end();
      }
    },
    close: () => pool.end(),
  };
}
