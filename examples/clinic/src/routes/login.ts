import { eq } from 'drizzle-orm';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { Accounts } from '../accounts/accounts.js';
import { passwordField } from '../accounts/passwords.js';
import { loggedIn } from '../auth.js';
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
export function login({ database, sessions, passwords, attempts, audit }: Accounts): RequestHandler {
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

/** `GET /auth/session`: who is logged in, and the token that their requests need to change anything. */
export function session({ sessions, csrf }: Accounts): RequestHandler {
  return (request, response) => {
    const { username, name, role } = loggedIn(response);
    response.json({ username, name, role, csrf: csrf.issue(sessions.idOf(request) as string) });
  };
}

/** `POST /auth/logout`. */
export function logout({ sessions, audit }: Accounts): RequestHandler {
  return async (request, response) => {
    const staffId = await sessions.close(request, response);
    if (staffId !== undefined) await audit.append(staffId, 'logout', null);
    response.status(204).end();
  };
}
