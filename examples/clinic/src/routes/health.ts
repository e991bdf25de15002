import { backend, configure, loadError, version } from 'clinicore';
import type { RequestHandler } from 'express';
import type { Connection } from '../database/connect.js';
import { logError } from '../log.js';

/** `GET /healthz`: which backend works and why, and whether the database answers; 503 when it does not. */
export function health(connection: Connection): RequestHandler {
  const { kind } = connection;
  let asking: Promise<boolean> | undefined;

  /** Asks the database, once for all who want to know. */
  const isReachable = (): Promise<boolean> => {
    asking ??= connection
      .ping()
      .then(
        () => true,
        (error) => {
          logError('The database does not answer', error);
          return false;
        },
      )
      .finally(() => {
        asking = undefined;
      });
    return asking;
  };

  return async (_request, response) => {
    const reachable = await isReachable();
    response.status(reachable ? 200 : 503).json({
      status: reachable ? 'ok' : 'unavailable',
      clinicore: { version, backend, why: whyThisBackend() },
      database: { kind, reachable },
      pool: configure(),
    });
  };
}

/** Without what the loader said: it names paths of this machine, which are the log's business. */
function whyThisBackend(): string {
  if (backend === 'native') return 'The native binary for this platform loaded';
  if (loadError === null) return 'CLINICORE_BACKEND=js asks for it';
  return 'The native binary could not be loaded; the log says why';
}
