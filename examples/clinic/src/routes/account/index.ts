import { eq } from 'drizzle-orm';
import type { Express, RequestHandler } from 'express';
import type { Accounts } from '../../accounts/accounts.js';
import { loggedIn } from '../../auth.js';
import { recoveryCodes, staff } from '../../database/schema.js';
import { only } from '../../problem.js';
import { jsonBody } from '../../requestBody.js';
import { login, loginCode, logout, session } from '../login.js';
import { changePassword, setPassword, showLink } from './password.js';
import {
  beginEnrolment,
  confirmEnrolment,
  enrolmentPicture,
  newRecoveryCodes,
  removeEnrolment,
} from './secondFactor.js';
import { inviteStaff, listStaff, makeLink, resetSecondFactor, setActive } from './staff.js';

const reads = only('GET', 'HEAD');
const writes = only('POST');

/** Routes for who has no session: those that make one, and those to which a link is enough. */
export function loginRoutes(app: Express, accounts: Accounts): void {
  const posts = (path: string, handler: RequestHandler) => app.route(path).post(jsonBody, handler).all(writes);
  posts('/auth/login', login(accounts));
  posts('/auth/login/code', loginCode(accounts));
  posts('/auth/link', showLink(accounts));
  posts('/auth/password', setPassword(accounts));
}

/** What everybody does with their own account, and managers with those of others. */
export function accountRoutes(app: Express, accounts: Accounts): void {
  const { sessions } = accounts;
  const own = sessions.allowEnrolling;
  const posts = (path: string, handler: RequestHandler) => app.route(path).post(own, jsonBody, handler).all(writes);
  app.route('/auth/session').get(own, session(accounts)).all(reads);
  app.route('/auth/logout').post(logout(accounts)).all(writes);
  app.route('/account').get(own, showAccount(accounts)).all(reads);
  posts('/account/password', changePassword(accounts));
  posts('/account/second-factor', beginEnrolment(accounts));
  app.route('/account/second-factor.svg').get(own, enrolmentPicture(accounts)).all(reads);
  posts('/account/second-factor/confirm', confirmEnrolment(accounts));
  posts('/account/second-factor/remove', removeEnrolment(accounts));
  posts('/account/recovery-codes', newRecoveryCodes(accounts));

  const managers = sessions.allow('manager');
  app
    .route('/staff')
    .get(managers, listStaff(accounts))
    .post(managers, jsonBody, inviteStaff(accounts))
    .all(only('GET', 'HEAD', 'POST'));
  app.route('/staff/:id').patch(managers, jsonBody, setActive(accounts)).all(only('PATCH'));
  app.route('/staff/:id/link').post(managers, makeLink(accounts)).all(writes);
  app.route('/staff/:id/second-factor').delete(managers, resetSecondFactor(accounts)).all(only('DELETE'));
}

/** `GET /account`: how one's account is secured. */
function showAccount({ database }: Accounts): RequestHandler {
  return async (_request, response) => {
    const { id, username, name, role } = loggedIn(response);
    const [found] = await database.select().from(staff).where(eq(staff.id, id));
    response.json({
      ...{ username, name, role },
      secondFactor: { isEnrolled: found?.otpStep !== null, isRequired: found?.mustUseSecondFactor },
      recoveryCodes: await database.$count(recoveryCodes, eq(recoveryCodes.staffId, id)),
    });
  };
}
