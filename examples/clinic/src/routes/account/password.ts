import { and, eq } from 'drizzle-orm';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { Accounts } from '../../accounts/accounts.js';
import { demandPassword, passwordField } from '../../accounts/passwords.js';
import { loggedIn } from '../../auth.js';
import { staff } from '../../database/schema.js';
import { hangUpSignal } from '../../hangUp.js';
import { check, Problem } from '../../problem.js';

const change = z.strictObject({ password: passwordField, newPassword: passwordField });

/** `POST /account/password`: changes one's password; ends all other sessions. */
export function changePassword(accounts: Accounts): RequestHandler {
  const { database, audit, passwords, sessions } = accounts;
  return async (request, response) => {
    const { id, username, loginVersion } = loggedIn(response);
    const { password, newPassword } = check(change, request.body);
    await demandPassword(accounts, password, request, response);
    const passwordHash = await passwords.hash(newPassword, username, hangUpSignal(response));
    const changed = await database.transaction(async (transaction) => {
      const verified = await sessions.endAllOf(id, transaction, loginVersion);
      await transaction.update(staff).set({ passwordHash, linkNonce: null }).where(eq(staff.id, id));
      await audit.append(id, 'account.password-changed', `staff/${id}`, transaction);
      return verified;
    });
    await sessions.open(changed, request, response);
    response.status(204).end();
  };
}

const linkForm = z.strictObject({ link: z.string() });
const linkPassword = z.strictObject({ link: z.string(), newPassword: passwordField });

/** `POST /auth/link`: whose password a link sets. */
export function showLink({ database, links }: Accounts): RequestHandler {
  return async (request, response) => {
    const { link } = check(linkForm, request.body);
    const { username, name } = await links.find(database, link);
    response.json({ username, name });
  };
}

/** `POST /auth/password`: sets the password of whose link it is, once. It opens no session: they show that they know it. */
export function setPassword({ database, audit, attempts, links, passwords, sessions }: Accounts): RequestHandler {
  return async (request, response) => {
    const { link, newPassword } = check(linkPassword, request.body);
    const { id, username, nonce } = await links.find(database, link);
    const passwordHash = await passwords.hash(newPassword, username, hangUpSignal(response));
    await database.transaction(async (transaction) => {
      const set = await transaction
        .update(staff)
        .set({ passwordHash, linkNonce: null })
        // Of two requests with one link, the second finds it used.
        .where(and(eq(staff.id, id), eq(staff.linkNonce, nonce), staff.isActive))
        .returning({ id: staff.id });
      if (set.length === 0) throw new Problem('ERR_LINK');
      await sessions.endAllOf(id, transaction);
      await audit.append(id, 'account.password-set', `staff/${id}`, transaction);
    });
    // Whoever guessed at them begins with another password.
    await attempts.forget('password', username);
    await attempts.forget('code', id);
    response.status(204).end();
  };
}
