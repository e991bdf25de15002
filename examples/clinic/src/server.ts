/** Starts the clinic: `npm start`. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { backend, configure, loadError, version } from 'clinicore';
import { createApp } from './app.js';
import { AuditLog } from './audit/auditLog.js';
import { keepSealed } from './audit/seal.js';
import { readConfig } from './config.js';
import { connect } from './database/connect.js';
import { FileStore } from './imaging/fileStore.js';
import { readKeys } from './keys.js';
import { log, logError } from './log.js';
import { sealPlainPhones } from './patients/bringOver.js';
import { startRotation } from './sealed/rotate.js';
import { seed } from './seed/seed.js';
import { demoStaff } from './seed/staff.js';

/** How long requests may take to finish when the service is told to stop. */
const GRACE_MS = 10_000;
/** A client that takes longer than this to send its request is cut off. */
const REQUEST_TIMEOUT_MS = 120_000;
/** Longer than clients and proxies keep an idle connection, so that none is closed just as the next request comes. */
const KEEP_ALIVE_MS = 75_000;

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const pool = configure(config.pool);
  const workers = backend === 'native' ? `, ${pool.threads} worker threads` : '';
  log(`Clinicore ${version}: ${backend} backend${workers}`);
  if (loadError) log(loadError.message);

  const connection = await connect(config);
  log(connection.kind === 'pglite' ? `Database opened: PGlite in ${config.dataFolder}` : 'Database opened: PostgreSQL');
  const keys = await readKeys(config.keysFolder);
  const store = await FileStore.open(join(config.dataFolder, 'studies'));
  await connection.prepare(async (database) => {
    log('Migrations applied');
    await sealPlainPhones(database, keys.vault);
    const seeded = await seed(database, store, keys.vault, () => log('Seeding two years of a clinic …'));
    log(seeded ? 'Seeded' : 'Data found from an earlier run');
  });

  const audit = new AuditLog(connection.database, keys.audit);
  const stopSealing = keepSealed(connection.database, audit);
  const stopRotation = keys.hasOlder ? startRotation(connection.database, keys.vault) : undefined;
  const app = await createApp(connection, store, keys, audit, config);
  const server = app.listen(config.port, config.host, (error) => {
    if (error) {
      logError('Cannot listen', error);
      log(`Is something else on port ${config.port}? PORT=3001 npm start takes another.`);
      process.exitCode = 1;
      void connection.close();
      return;
    }
    const { port } = server.address() as AddressInfo;
    log('Log in as:');
    for (const { username, password, role } of demoStaff) log(`  ${username} / ${password} (${role})`);
    log(`Listening on http://${config.host}:${port}`);
  });
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.keepAliveTimeout = KEEP_ALIVE_MS;

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      log(`${signal}: finishing what is under way`);
      stop(server)
        .then(stopRotation)
        .then(stopSealing)
        .then(() => connection.close())
        .then(() => keys.vault.close())
        .then(() => log('Stopped'))
        .catch((error) => {
          logError('The service did not stop cleanly', error);
          process.exitCode = 1;
        });
    });
  }
}

/** Takes no more requests and waits for those under way, for {@link GRACE_MS} at most. */
function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const impatient = setTimeout(() => server.closeAllConnections(), GRACE_MS);
    // A connection that is busy now and idle in a moment would hold up the end for as long as it is kept alive.
    const sweep = setInterval(() => server.closeIdleConnections(), 50);
    server.close(() => {
      clearTimeout(impatient);
      clearInterval(sweep);
      resolve();
    });
  });
}

main().catch((error) => {
  // Nothing has been served yet: the message is about settings and the machine, and whoever starts it needs it.
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
