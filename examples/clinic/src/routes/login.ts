import { configure } from 'clinicore';
import { hashPassword, verifyLogin } from 'clinicore/crypto';
import { eq } from 'drizzle-orm';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { AuditLog } from '../audit/auditLog.js';
import type { Sessions } from '../auth.js';
import type { Database } from '../database/connect.js';
import { staff } from '../database/schema.js';
import { hangUpSignal } from '../hangUp.js';
import { logError } from '../log.js';
import { check, Problem } from '../problem.js';
import { PASSWORD_COST } from '../seed/staff.js';

const credentials = z.strictObject({
  username: z.string().regex(/^[a-z0-9._-]{1,64}$/, 'must be a user name'),
  password: z.string(),
});

/** How many may log in at once: as many as a thread works on together. Anyone may try, and the rest of the work waits in the same queue. */
const LOGINS_A_THREAD = 4;
const MIN_LOGINS = 8;

/**
 * `POST /auth/login`. Whether the user is unknown, the password wrong or the stored hash damaged, the answer is the same
 * and takes as long.
 */
export function login(database: Database, sessions: Sessions, audit: AuditLog): RequestHandler {
  const limit = Math.max(MIN_LOGINS, LOGINS_A_THREAD * configure().threads);
  let logins = 0;

  return async (request, response) => {
    const { username, password } = check(credentials, request.body);
    if (logins >= limit) throw new Problem('ERR_BUSY', 'Too many log-ins at once', { limit });
    logins++;
    try {
      const signal = hangUpSignal(response);
      const [found] = await database.select().from(staff).where(eq(staff.username, username));

      const { ok, needsRehash } = await verifyLogin(password, found?.passwordHash, {
        cost: PASSWORD_COST,
        signal,
        onUnusableHash: (error) =>
          logError(`The stored password hash of staff ${found?.id} cannot be used; nobody can log in with it`, error),
      });
      if (!found || !ok) {
        // Never the name that was entered: some enter their password there.
        await audit.append(null, 'login.refused', found ? `staff/${found.id}` : null);
        throw new Problem('ERR_WRONG_CREDENTIALS');
      }
      if (needsRehash) {
        const passwordHash = await hashPassword(password, { cost: PASSWORD_COST, signal });
        await database.update(staff).set({ passwordHash }).where(eq(staff.id, found.id));
      }

      await audit.append(found.id, 'login.accepted', null);
      await sessions.open(found.id, request, response);
      response.json({ username, name: found.name, role: found.role });
    } finally {
      logins--;
    }
  };
}

/** `POST /auth/logout`. */
export function logout(sessions: Sessions, audit: AuditLog): RequestHandler {
  return async (request, response) => {
    const staffId = await sessions.close(request, response);
    if (staffId !== undefined) await audit.append(staffId, 'logout', null);
    response.status(204).end();
  };
}
