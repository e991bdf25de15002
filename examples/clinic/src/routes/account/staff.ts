import { asc, eq } from 'drizzle-orm';
import type { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import type { Accounts } from '../../accounts/accounts.js';
import { removeSecondFactor } from '../../accounts/secondFactor.js';
import { usernameField } from '../../accounts/username.js';
import { loggedIn } from '../../auth.js';
import { staff, staffRole } from '../../database/schema.js';
import { check, Problem } from '../../problem.js';

/** `GET /staff`: who works here, and how their accounts are secured. */
export function listStaff({ database }: Accounts): RequestHandler {
  return async (_request, response) => {
    const found = await database.select().from(staff).orderBy(asc(staff.name), asc(staff.id));
    response.json({
      staff: found.map(({ id, username, name, role, isActive, passwordHash, otpStep, mustUseSecondFactor }) => ({
        ...{ id, username, name, role, isActive },
        isInvited: passwordHash === null,
        secondFactor: { isEnrolled: otpStep !== null, isRequired: mustUseSecondFactor },
      })),
    });
  };
}

const invitation = z.strictObject({
  username: usernameField,
  name: z
    .string()
    .trim()
    .regex(/^\P{Cc}{1,100}$/u, 'must have 1 to 100 characters'),
  role: z.enum(staffRole.enumValues),
});

/** `POST /staff`: invites somebody; gives the link by which they set their password. */
export function inviteStaff({ database, audit, links }: Accounts): RequestHandler {
  return async (request, response) => {
    const { username, name, role } = check(invitation, request.body);
    const made = await database.transaction(async (transaction) => {
      const [added] = await transaction
        .insert(staff)
        .values({ username, name, role, mustUseSecondFactor: true })
        .onConflictDoNothing()
        .returning({ id: staff.id });
      if (!added) throw new Problem('ERR_CONFLICT', 'Somebody has this user name');
      const { link, expiresAt } = await links.make(transaction, added.id);
      await audit.append(loggedIn(response).id, 'account.invited', `staff/${added.id}`, transaction);
      return { id: added.id, link, expiresAt };
    });
    response.status(201).json(made);
  };
}

const parameters = z.object({ id: z.string().regex(/^[1-9]\d{0,8}$/, 'must be a number') });

/**
 * Which of the staff a manager works on: not on themselves. Whoever took over a manager's session would need neither password
 * nor code for their account, and a clinic might lose its last manager.
 */
function other(request: Request, response: Response): { id: number; manager: number } {
  const id = Number(check(parameters, request.params).id);
  const manager = loggedIn(response).id;
  if (id === manager) throw new Problem('ERR_CONFLICT', 'Your own account is for another manager to change');
  return { id, manager };
}

const activity = z.strictObject({ isActive: z.boolean() });

/** `PATCH /staff/:id`: closes the account of who has left, and ends their sessions; or opens it again. */
export function setActive({ database, audit, sessions }: Accounts): RequestHandler {
  return async (request, response) => {
    const { id, manager } = other(request, response);
    const { isActive } = check(activity, request.body);
    await database.transaction(async (transaction) => {
      const set = await transaction
        .update(staff)
        .set({ isActive, linkNonce: null })
        .where(eq(staff.id, id))
        .returning({ id: staff.id });
      if (set.length === 0) throw nobody();
      if (!isActive) await sessions.endAllOf(id, transaction);
      await audit.append(manager, isActive ? 'account.opened' : 'account.closed', `staff/${id}`, transaction);
    });
    response.status(204).end();
  };
}

/** `POST /staff/:id/link`: a link by which somebody sets a new password. The old one is good until then. */
export function makeLink({ database, audit, links }: Accounts): RequestHandler {
  return async (request, response) => {
    const { id, manager } = other(request, response);
    const made = await database.transaction(async (transaction) => {
      const link = await links.make(transaction, id);
      await audit.append(manager, 'account.link-made', `staff/${id}`, transaction);
      return link;
    });
    response.status(201).json(made);
  };
}

/** `DELETE /staff/:id/second-factor`: for who has lost it and all recovery codes. Ends their sessions. */
export function resetSecondFactor({ database, audit, attempts, sessions }: Accounts): RequestHandler {
  return async (request, response) => {
    const { id, manager } = other(request, response);
    await database.transaction(async (transaction) => {
      const [found] = await transaction.select({ id: staff.id }).from(staff).where(eq(staff.id, id)).for('update');
      if (!found) throw nobody();
      await removeSecondFactor(transaction, id);
      await sessions.endAllOf(id, transaction);
      await audit.append(manager, 'account.second-factor-reset', `staff/${id}`, transaction);
    });
    await attempts.forget('code', id);
    response.status(204).end();
  };
}

const nobody = () => new Problem('ERR_NOT_FOUND', 'Nobody with this id works here');
