import { eq } from 'drizzle-orm';
import type { RequestHandler } from 'express';
import { loggedIn } from '../auth.js';
import type { Database } from '../database/connect.js';
import { studies } from '../database/schema.js';
import type { AuditLog } from './auditLog.js';

/** What a person asks for of a study within this time is one view: a viewer asks for each picture by itself. */
const ONE_VIEW_MS = 5 * 60_000;

/** Logs who views which study, before any of it is answered, and who searches the studies. */
export function logViews(database: Database, audit: AuditLog): RequestHandler {
  const recent = new Map<string, { at: number; logged: Promise<void> }>();

  return async (request, response, next) => {
    const { id } = loggedIn(response);
    const { study } = request.params as { study?: string };
    if (study === undefined) await audit.append(id, 'study.searched', null);
    else await viewOf(id, study);
    next();
  };

  function viewOf(staffId: number, study: string): Promise<void> {
    const now = Date.now();
    // The oldest stand first.
    for (const [key, { at }] of recent) {
      if (now - at < ONE_VIEW_MS) break;
      recent.delete(key);
    }
    const key = `${staffId} ${study}`;
    const before = recent.get(key);
    if (before) return before.logged;
    const logged = append(staffId, study).then((isThere) => {
      if (!isThere) recent.delete(key);
    });
    recent.set(key, { at: now, logged });
    logged.catch(() => recent.delete(key));
    return logged;
  }

  /** Whether there is such a study. */
  async function append(staffId: number, study: string): Promise<boolean> {
    const [found] = await database.select({ id: studies.id }).from(studies).where(eq(studies.studyInstanceUid, study));
    if (found) await audit.append(staffId, 'study.viewed', `study/${study}`);
    return found !== undefined;
  }
}
