import { eq } from 'drizzle-orm';
import type { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import type { Accounts } from '../accounts/accounts.js';
import { passwordField } from '../accounts/passwords.js';
import { codeForm, isSecondFactor } from '../accounts/secondFactor.js';
import { usernameField } from '../accounts/username.js';
import { loggedIn, type Staff } from '../auth.js';
import { staff } from '../database/schema.js';
import { hangUpSignal } from '../hangUp.js';
import { check, Problem } from '../problem.js';

const credentials = z.strictObject({ username: usernameField, password: passwordField });

/**
 * `POST /auth/login`: a session, or, for who has a second factor, five minutes to send a code of it. Whether the user is
 * unknown, has left, the password wrong or the stored hash damaged, the answer is the same and takes as long, and too many of
 * them lock the name alike.
 */
export function login(accounts: Accounts): RequestHandler {
  const { database, passwords, pendingLogins, attempts, audit } = accounts;
  return async (request, response) => {
    const { username, password } = check(credentials, request.body);
    const signal = hangUpSignal(response);
    const [found] = await database.select().from(staff).where(eq(staff.username, username));
    const isRight = async () => (await passwords.verify(password, found, signal)) && found?.isActive === true;
    if (!(await attempts.judge('password', username, request, isRight)) || !found) {
      // Never the name that was entered: some enter their password there.
      await audit.append(null, 'login.refused', found ? `staff/${found.id}` : null);
      throw new Problem('ERR_WRONG_CREDENTIALS');
    }
    if (found.otpStep === null) return enter(accounts, found, request, response);
    await pendingLogins.open(found, response);
    response.status(202).json({ next: 'code' });
  };
}

/** `POST /auth/login/code`: the second step, with a code of the app or for recovery. */
export function loginCode(accounts: Accounts): RequestHandler {
  const { pendingLogins, audit } = accounts;
  return async (request, response) => {
    const { code } = check(codeForm, request.body);
    const found = await pendingLogins.find(request);
    if (!found) throw new Problem('ERR_NO_SESSION', 'The password was too long ago');
    if (!(await isSecondFactor(accounts, found.id, code, request))) {
      await audit.append(null, 'login.refused', `staff/${found.id}`);
      throw new Problem('ERR_WRONG_CODE');
    }
    if (!(await pendingLogins.close(request, response))) throw new Problem('ERR_NO_SESSION');
    await enter(accounts, found, request, response);
  };
}

async function enter(
  { sessions, audit }: Accounts,
  verified: Omit<Staff, 'mustEnrol'>,
  request: Request,
  response: Response,
): Promise<void> {
  const { id, username, name, role } = verified;
  await sessions.open(verified, request, response, (transaction) =>
    audit.append(id, 'login.accepted', null, transaction),
  );
  response.json({ username, name, role });
}

/** `GET /auth/session`: who is logged in, and the token that their requests need to change anything. */
export function session({ sessions, csrf }: Accounts): RequestHandler {
  return (request, response) => {
    const { username, name, role, mustEnrol } = loggedIn(response);
    response.json({ username, name, role, mustEnrol, csrf: csrf.issue(sessions.idOf(request) as string) });
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
