import { eq } from 'drizzle-orm';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { Attempts } from '../accounts/attempts.js';
import { type Passwords, passwordField } from '../accounts/passwords.js';
import type { AuditLog } from '../audit/auditLog.js';
import type { Sessions } from '../auth.js';
import type { Database } from '../database/connect.js';
import { staff } from '../database/schema.js';
import { hangUpSignal } from '../hangUp.js';
import { check, Problem } from '../problem.js';

const credentials = z.strictObject({
  username: z.string().regex(/^[a-z0-9._-]{1,64}$/, 'must be a user name'),
  password: passwordField,
});

/**
 * `POST /auth/login`. Whether the user is unknown, the password wrong or the stored hash damaged, the answer is the same
 * and takes as long, and too many of them lock the name alike.
 */
export function login(
  database: Database,
  sessions: Sessions,
  passwords: Passwords,
  attempts: Attempts,
  audit: AuditLog,
): RequestHandler {
  return async (request, response) => {
    const { username, password } = check(credentials, request.body);
    const signal = hangUpSignal(response);
    const [found] = await database.select().from(staff).where(eq(staff.username, username));
    const isRight = () => passwords.verify(password, found, signal);
    if (!(await attempts.judge('password', username, request, isRight)) || !found) {
      // Never the name that was entered: some enter their password there.
      await audit.append(null, 'login.refused', found ? `staff/${found.id}` : null);
      throw new Problem('ERR_WRONG_CREDENTIALS');
    }
    await audit.append(found.id, 'login.accepted', null);
    await sessions.open(found.id, request, response);
    response.json({ username, name: found.name, role: found.role });
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
