import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import { logError } from '../log.js';
import { type Connection, migrationsFolder } from './connect.js';
import * as schema from './schema.js';

/** Any number that all clinics share and nothing else uses. */
const PREPARE_LOCK = 7_235_891;

/**
 * Codes of Node and of PostgreSQL (classes 08 and 57P) for a server that is not there, or not there any more, has no connection
 * left (53300), or took too long (57014, 25P03).
 */
const UNREACHABLE = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|08|57P|53300|57014|25P03)/;

/** After which the server gives up a query, which would else go on for nobody. */
const STATEMENT_MS = 25_000;
/** And we do, if the server has not said so: it has gone without a word. */
const QUERY_MS = 30_000;
/** A clinic that stands still within a transaction must not keep its locks from the others. */
const IDLE_IN_TRANSACTION_MS = 30_000;
const PING_MS = 2_000;

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
  const pool = new pg.Pool({
    ...settings,
    query_timeout: QUERY_MS,
    statement_timeout: STATEMENT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
  });
  // That all the others are busy says nothing about the server.
  const pings = new pg.Pool({ ...settings, connectionTimeoutMillis: PING_MS, query_timeout: PING_MS, max: 1 });
  for (const each of [pool, pings]) {
    // A connection that the server drops must not end the process, idle or not: the next query opens another.
    each.on('error', (error) => logError('A database connection was lost', error));
    each.on('connect', (client) => client.on('error', () => {}));
  }
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
    async ping() {
      await pings.query('select 1');
    },
    async close() {
      await Promise.all([pool.end(), pings.end()]);
    },
  };
}
