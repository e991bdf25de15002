import { desc } from 'drizzle-orm';
import type { Database } from '../database/connect.js';
import { auditCheckpoints } from '../database/schema.js';
import { log, logError } from '../log.js';
import type { AuditLog } from './auditLog.js';
import { verifyAudit } from './verify.js';

/** The log is sealed when it has grown by so many entries, or after so long if it has grown at all. */
const SEAL_ENTRIES = 1000;
const SEAL_MS = 5 * 60_000;
const LOOK_MS = 10_000;

/**
 * Puts a checkpoint after the last entry, if there are new ones. What follows on the last checkpoint is verified first: no
 * seal is put on a log that was changed.
 */
export async function seal(database: Database, { chain }: AuditLog): Promise<void> {
  const [last] = await database
    .select({ seq: auditCheckpoints.seq, hash: auditCheckpoints.hash })
    .from(auditCheckpoints)
    .orderBy(desc(auditCheckpoints.seq))
    .limit(1);
  const verified = await verifyAudit(database, chain, { sealed: last });
  if (!verified.ok) {
    log(`The audit log is not sound after entry ${verified.soundUpTo.seq} (${verified.reason}): it was not sealed`);
    return;
  }
  if (verified.entries === 0) return;
  const { at, ...sealed } = chain.checkpoint(verified.head, new Date());
  // Another process may have sealed the same.
  await database
    .insert(auditCheckpoints)
    .values({ ...sealed, at: new Date(at) })
    .onConflictDoNothing();
}

/** Seals the log as it grows; what it returns stops that, after a last seal. */
export function keepSealed(database: Database, audit: AuditLog): () => Promise<void> {
  let written = audit.written;
  let sealedAt = Date.now();
  let sealing = Promise.resolve();
  const sealNow = () => {
    written = audit.written;
    sealedAt = Date.now();
    sealing = sealing
      .then(() => seal(database, audit))
      .catch((error) => logError('The audit log could not be sealed', error));
    return sealing;
  };
  const timer = setInterval(() => {
    if (audit.written - written >= SEAL_ENTRIES || Date.now() - sealedAt >= SEAL_MS) void sealNow();
  }, LOOK_MS).unref();
  return () => {
    clearInterval(timer);
    return sealNow();
  };
}
