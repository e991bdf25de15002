import { backend, configure, loadError, version } from 'clinicore';
import type { RequestHandler } from 'express';
import type { AuditLog } from '../audit/auditLog.js';
import type { Connection } from '../database/connect.js';

/** What `GET /admin/status` answers with. */
export interface ServiceStatus {
  clinicore: {
    version: string;
    backend: 'native' | 'js';
    /** What the loader said; managers are who can have it mended. */
    loadError: string | null;
  };
  /** Threads, and how much is running and waiting. */
  pool: ReturnType<typeof configure>;
  node: string;
  platform: string;
  /** Since the process has started. */
  uptimeSeconds: number;
  /** What the process holds, in bytes. */
  memory: number;
  database: Connection['kind'];
  /** Entries of the audit log that this process has written. */
  auditEntriesWritten: number;
}

/** `GET /admin/status`: what the service works with, and how much there is to do. Asks nothing of the database. */
export function adminStatus({ kind }: Connection, audit: AuditLog): RequestHandler {
  return (_request, response) => {
    const status: ServiceStatus = {
      clinicore: { version, backend, loadError: loadError?.message ?? null },
      pool: configure(),
      node: process.version,
      platform: `${process.platform}-${process.arch}`,
      uptimeSeconds: Math.floor(process.uptime()),
      memory: process.memoryUsage.rss(),
      database: kind,
      auditEntriesWritten: audit.written,
    };
    response.json(status);
  };
}
