import { existsSync } from 'node:fs';
import { chmod, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { type Connection, migrationsFolder } from './connect.js';
import { lockFolder } from './folderLock.js';
import * as schema from './schema.js';

/** PGlite: PostgreSQL in this process, its files in `folder`. */
export async function connectEmbedded(folder: string): Promise<Connection> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const unlock = await lockFolder(join(folder, 'clinic.pid'));
  // However the process ends that is not killed, whoever comes next need not ask whether it lives.
  process.once('exit', unlock);
  try {
    const cluster = join(folder, 'postgres');
    if (!existsSync(cluster)) await initialise(cluster);
    // The records are nobody else's on this machine, whoever made the folder around them.
    await chmod(cluster, 0o700);
    const client = await PGlite.create(cluster);
    const database = drizzle({ client, schema, casing: 'snake_case' });
    return {
      kind: 'pglite',
      database,
      async prepare(seed) {
        await migrate(database, { migrationsFolder });
        await seed(database);
      },
      async ping() {
        await client.query('select 1');
      },
      async close() {
        await client.close();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** Makes the files beside their place and renames them, so that a start that is killed leaves no half database. */
async function initialise(cluster: string): Promise<void> {
  const unfinished = `${cluster}.new`;
  await rm(unfinished, { recursive: true, force: true });
  await (await PGlite.create(unfinished)).close();
  await rename(unfinished, cluster);
}
