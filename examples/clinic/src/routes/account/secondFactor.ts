import { otpauthUri, qrSvg } from 'clinicore/crypto';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { Accounts } from '../../accounts/accounts.js';
import { demandPassword, passwordField } from '../../accounts/passwords.js';
import { renewRecoveryCodes } from '../../accounts/recovery.js';
import {
  codeForm,
  confirmSecret,
  drawnSecret,
  drawSecret,
  isSecondFactor,
  removeSecondFactor,
} from '../../accounts/secondFactor.js';
import type { Verified } from '../../accounts/verified.js';
import { loggedIn } from '../../auth.js';
import { PRACTICE } from '../../practice.js';
import { check, Problem } from '../../problem.js';

const passwordForm = z.strictObject({ password: passwordField });

/** `POST /account/second-factor`: begins an enrolment; gives the secret for who cannot scan. */
export function beginEnrolment(accounts: Accounts): RequestHandler {
  const { database, vault } = accounts;
  return async (request, response) => {
    const { password } = check(passwordForm, request.body);
    await demandPassword(accounts, password, request, response);
    response.status(201).json({ secret: await drawSecret(database, vault, loggedIn(response).id) });
  };
}

/** `GET /account/second-factor.svg`: the QR code that an authenticator app scans, until the first code has come back. */
export function enrolmentPicture({ database, vault }: Accounts): RequestHandler {
  return async (_request, response) => {
    const { id, username } = loggedIn(response);
    const secret = await drawnSecret(database, vault, id);
    response.type('svg').send(qrSvg(otpauthUri({ issuer: PRACTICE.name, account: username, secret })));
  };
}

/**
 * `POST /account/second-factor/confirm`: ends an enrolment with the first code; gives recovery codes, which nothing shows
 * again. Sessions that were begun with a password alone end, this one's token too.
 */
export function confirmEnrolment(accounts: Accounts): RequestHandler {
  const { database, vault, attempts, audit, sessions } = accounts;
  return async (request, response) => {
    const { id, loginVersion } = loggedIn(response);
    const { code } = check(codeForm, request.body);
    let recoveryCodes: readonly string[] = [];
    let changed: Verified | undefined;
    const isRight = () =>
      database.transaction(async (transaction) => {
        if (!(await confirmSecret(transaction, vault, id, code))) return false;
        changed = await sessions.endAllOf(id, transaction, loginVersion);
        recoveryCodes = await renewRecoveryCodes(transaction, id);
        await audit.append(id, 'account.second-factor-enrolled', `staff/${id}`, transaction);
        return true;
      });
    if (!(await attempts.judge('code', id, request, isRight)) || !changed) throw new Problem('ERR_WRONG_CODE');
    await sessions.open(changed, request, response);
    response.json({ recoveryCodes });
  };
}

/** `POST /account/second-factor/remove`: with a last code, such as before another phone is enrolled. */
export function removeEnrolment(accounts: Accounts): RequestHandler {
  const { database, audit, sessions } = accounts;
  return async (request, response) => {
    const { id, loginVersion } = loggedIn(response);
    const { code } = check(codeForm, request.body);
    if (!(await isSecondFactor(accounts, id, code, request))) throw new Problem('ERR_WRONG_CODE');
    const changed = await database.transaction(async (transaction) => {
      const verified = await sessions.endAllOf(id, transaction, loginVersion);
      await removeSecondFactor(transaction, id);
      await audit.append(id, 'account.second-factor-removed', `staff/${id}`, transaction);
      return verified;
    });
    await sessions.open(changed, request, response);
    response.status(204).end();
  };
}

/** `POST /account/recovery-codes`: new ones in place of all that are left. */
export function newRecoveryCodes(accounts: Accounts): RequestHandler {
  const { database, audit } = accounts;
  return async (request, response) => {
    const { id } = loggedIn(response);
    const { code } = check(codeForm, request.body);
    if (!(await isSecondFactor(accounts, id, code, request))) throw new Problem('ERR_WRONG_CODE');
    const recoveryCodes = await database.transaction(async (transaction) => {
      const codes = await renewRecoveryCodes(transaction, id);
      await audit.append(id, 'account.recovery-codes-renewed', `staff/${id}`, transaction);
      return codes;
    });
    response.json({ recoveryCodes });
  };
}
