import { and, eq, sql } from 'drizzle-orm';
import type { Database } from '../database/connect.js';
import { type pendingLogins, type sessions, staff } from '../database/schema.js';
import { Problem } from '../problem.js';

/** Somebody as they were when their password, code or session was looked up. */
export interface Verified {
  id: number;
  loginVersion: number;
}

/**
 * Opens something for somebody, unless the way they log in has changed since they were looked up, or they have left. The row of
 * the staff is locked by the same statement: a change that is being made is waited for, and one that comes later finds and ends
 * what was opened.
 *
 * @throws Problem `ERR_NO_SESSION`, and nothing is opened
 */
export async function openFor(
  within: Database,
  table: typeof sessions | typeof pendingLogins,
  { id, loginVersion }: Verified,
  tokenHash: string,
  maxAgeMs: number,
): Promise<void> {
  const expiresAt = new Date(Date.now() + maxAgeMs).toISOString();
  const opened = await within
    .insert(table)
    .select((query) =>
      query
        .select({
          tokenHash: sql<string>`${tokenHash}`.as('token_hash'),
          staffId: staff.id,
          expiresAt: sql<Date>`${expiresAt}::timestamptz`.as('expires_at'),
        })
        .from(staff)
        .where(and(eq(staff.id, id), eq(staff.loginVersion, loginVersion), staff.isActive))
        .for('share'),
    )
    .returning({ staffId: table.staffId });
  if (opened.length === 0) throw outdated();
}

/** What whoever was verified before a change is told. */
export const outdated = () => new Problem('ERR_NO_SESSION', 'The way to log in was changed meanwhile');
