import type { AuditChain, AuditHead, AuditVerification } from 'clinicore/crypto';
import type { Database } from '../database/connect.js';
import { counting, type Tell } from '../progress.js';
import { extentOf, linePages, streamOf } from './lines.js';

/** What came of verifying the log in the database. */
export type AuditResult =
  | Extract<AuditVerification, { ok: true }>
  | {
      ok: false;
      /** `head`: the last entry is not the one that was written last. */
      reason: Extract<AuditVerification, { ok: false }>['reason'] | 'head';
      /** The last entry before what is wrong. */
      soundUpTo: AuditHead;
    };

/** How to verify. */
export interface AuditQuestion {
  /** An entry or checkpoint, kept elsewhere, that the log must reach. */
  anchor?: AuditHead | undefined;
  /** The checkpoint to begin after. Default: from the first entry. */
  sealed?: AuditHead | undefined;
  signal?: AbortSignal | undefined;
  tell?: Tell | undefined;
}

/** Verifies the log as it is now, page by page: however long it is, a few pages of it are in memory. */
export async function verifyAudit(
  database: Database,
  chain: AuditChain,
  { anchor, sealed, signal, tell = () => {} }: AuditQuestion = {},
): Promise<AuditResult> {
  const { head, upTo } = await extentOf(database);
  const counted = counting(upTo - (sealed?.seq ?? 0), tell);
  const verified = await chain.verify(streamOf(counted(linePages(database, chain, upTo, sealed))), {
    ...(sealed && { from: sealed }),
    ...(anchor && { anchor }),
    ...(signal && { signal }),
  });
  if (!verified.ok) return { ok: false, reason: verified.reason, soundUpTo: verified.head };
  const isWhole = verified.head.seq === upTo && upTo === head.seq && verified.head.hash === head.hash;
  return isWhole ? verified : { ok: false, reason: 'head', soundUpTo: verified.head };
}
