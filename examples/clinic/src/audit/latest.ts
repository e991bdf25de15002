import { and, desc, eq, lt } from 'drizzle-orm';
import type { Database } from '../database/connect.js';
import { auditEntries, staff } from '../database/schema.js';

/** Which entries to show. */
export interface AuditFilter {
  /** Before this number. */
  before?: number | undefined;
  staff?: number | undefined;
  subject?: string | undefined;
}

const ENTRIES_A_PAGE = 50;

/** The latest entries, the newest first, with who it was as they are called now; `null` for who is not on the staff any more. */
export function latestEntries(database: Database, { before, staff: by, subject }: AuditFilter) {
  return database
    .select({
      seq: auditEntries.seq,
      at: auditEntries.at,
      staff: auditEntries.staff,
      name: staff.name,
      action: auditEntries.action,
      subject: auditEntries.subject,
      hash: auditEntries.hash,
    })
    .from(auditEntries)
    .leftJoin(staff, eq(staff.id, auditEntries.staff))
    .where(
      and(
        before === undefined ? undefined : lt(auditEntries.seq, before),
        by === undefined ? undefined : eq(auditEntries.staff, by),
        subject === undefined ? undefined : eq(auditEntries.subject, subject),
      ),
    )
    .orderBy(desc(auditEntries.seq))
    .limit(ENTRIES_A_PAGE);
}
