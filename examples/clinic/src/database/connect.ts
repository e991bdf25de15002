import { fileURLToPath } from 'node:url';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import type { Config } from '../config.js';
import { connectEmbedded } from './embedded.js';
import type * as schema from './schema.js';
import { connectServer } from './server.js';

/** Either driver's database: the routes do not know which it is. */
export type Database = PgDatabase<PgQueryResultHKT, typeof schema>;

/** An open database. */
export interface Connection {
  kind: 'pglite' | 'postgres';
  database: Database;
  /** Applies the migrations that are missing, then runs `seed`; one process at a time. */
  prepare(seed: (database: Database) => Promise<void>): Promise<void>;
  /** Fails when the database does not answer; waits for nobody else's queries where it need not. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** The SQL that `npm run generate` wrote. */
export const migrationsFolder = fileURLToPath(new URL('../../migrations', import.meta.url));

/** Opens the PostgreSQL server of `DATABASE_URL`, or else the embedded one in the data folder. */
export function connect(config: Config): Promise<Connection> {
  return config.databaseUrl === undefined ? connectEmbedded(config.dataFolder) : connectServer(config.databaseUrl);
}
