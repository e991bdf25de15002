/** Starts the clinic: `npm start`. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { backend, configure, loadError, version } from 'clinicore';
import { Admission } from './admission.js';
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
/** Nobody's headers take so long but those of who means to hold a connection. */
const HEADERS_TIMEOUT_MS = 15_000;
/** How often clients are looked for that have overstepped these. */
const CHECK_MS = 5_000;
/** More than all machines of a clinic open, each six, and fewer than a process may have files. */
const MAX_CONNECTIONS = 1_000;

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

async function main(): Promise<void> {
  // A start may be stopped at any point. Where this is a container's first process, nobody else would heed a signal.
  let end = async (): Promise<void> => process.exit();
  let isEnding = false;
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      // npm passes on what the terminal has sent already.
      if (isEnding) return;
      isEnding = true;
      log(`${signal}: finishing what is under way`);
      end().catch((error) => {
        logError('The service did not stop cleanly', error);
        process.exitCode = 1;
      });
    });
  }

  const config = readConfig(process.env);
  const pool = configure(config.pool);
  const workers = backend === 'native' ? `, ${pool.threads} worker threads` : '';
  log(`Clinicore ${version}: ${backend} backend${workers}`);
  if (loadError) log(loadError.message);

  const connection = await connect(config);
  log(connection.kind === 'pglite' ? `Database opened: PGlite in ${config.dataFolder}` : 'Database opened: PostgreSQL');
  const keys = await readKeys(config.keysFolder);
  // PGlite's lock keeps the whole folder to this process.
  const store = await FileStore.open(join(config.dataFolder, 'studies'), { isAlone: connection.kind === 'pglite' });
  await connection.prepare(async (database) => {
    log('Migrations applied');
    await sealPlainPhones(database, keys.vault);
    const seeded = await seed(database, store, keys.vault, () => log('Seeding two years of a clinic …'));
    log(seeded ? 'Seeded' : 'Data found from an earlier run');
  });

  const audit = new AuditLog(connection.database, keys.audit);
  const stopSealing = keepSealed(connection.database, audit);
  const stopRotation = keys.hasOlder ? startRotation(connection.database, keys.vault) : undefined;
  const admission = new Admission(config.maxRequests);
  const app = await createApp(connection, store, keys, audit, config, admission);
  const server = createServer(
    {
      requestTimeout: REQUEST_TIMEOUT_MS,
      headersTimeout: HEADERS_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: CHECK_MS,
    },
    app,
  );
  server.maxConnections = MAX_CONNECTIONS;
  server.once('error', (error) => {
    logError('Cannot listen', error);
    log(`Is something else on port ${config.port}? PORT=3001 npm start takes another.`);
    process.exitCode = 1;
    void connection.close();
  });
  server.listen(config.port, config.host, () => {
    const { port } = server.address() as AddressInfo;
    log('Log in as:');
    for (const { username, password, role } of demoStaff) log(`  ${username} / ${password} (${role})`);
    log(`Listening on http://${config.host}:${port}`);
  });

  end = async () => {
    admission.close();
    await stop(server);
    await stopRotation?.();
    await stopSealing();
    store.close();
    await connection.close();
    keys.vault.close();
    log('Stopped');
  };
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
