/** What was verified before the way somebody logs in changed opens nothing after it, however close the two are. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { totp } from 'clinicore/crypto';
import { and, eq } from 'drizzle-orm';
import express from 'express';
import pg from 'pg';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Accounts, openAccounts } from '../src/accounts/accounts';
import { confirmSecret, drawSecret } from '../src/accounts/secondFactor';
import { AuditLog } from '../src/audit/auditLog';
import { readConfig } from '../src/config';
import type { Connection } from '../src/database/connect';
import { connectEmbedded } from '../src/database/embedded';
import { auditEntries, pendingLogins, sessions, staff } from '../src/database/schema';
import { readKeys } from '../src/keys';
import { answerProblem } from '../src/problem';
import { accountRoutes, loginRoutes } from '../src/routes/account';
import { backends, Clinic, emptyFolder, expectProblem, removeFolders, seededFolder, until } from './clinic';
import { PostgresServer, postgresPrograms } from './postgres';

afterAll(removeFolders);

const RITA = 3;
const PASSWORD = 'demo-reception';
const NEW_PASSWORD = 'seven lenses on a shelf';

/** These need the change at one exact point of the log-in, so they run the sources in this process. */
describe('whoever was verified before', () => {
  let connection: Connection;
  let accounts: Accounts;
  let server: Server;
  let url = '';

  beforeEach(async () => {
    const folder = await seededFolder();
    connection = await connectEmbedded(folder);
    await connection.prepare(async () => {});
    const keys = await readKeys(join(folder, 'keys'));
    accounts = openAccounts(connection.database, keys, new AuditLog(connection.database, randomBytes(32)), {
      ...readConfig({}),
      dataFolder: folder,
    });
    const app = express();
    loginRoutes(app, accounts);
    accountRoutes(app, accounts);
    app.use(answerProblem);
    server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    server.close();
    await connection.close();
  });

  const post = (path: string, body: object, cookie = '') =>
    fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify(body),
    });
  const login = (password = PASSWORD) => post('/auth/login', { username: 'rita', password });
  const cookieOf = (response: Response) => response.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';

  /** Does `change` when the next password was verified, and before anything follows from that. */
  function afterVerifying(change: () => Promise<unknown>): void {
    const verify = accounts.passwords.verify.bind(accounts.passwords);
    accounts.passwords.verify = async (...handed) => {
      accounts.passwords.verify = verify;
      const right = await verify(...handed);
      await change();
      return right;
    };
  }

  /** A new password by a link, as the page sets it. */
  async function reset(): Promise<void> {
    const { link } = await accounts.links.make(connection.database, RITA);
    const signed = link.replace('/app/password#', '');
    expect((await post('/auth/password', { link: signed, newPassword: NEW_PASSWORD })).status).toBe(204);
  }
  async function enrol(): Promise<string> {
    const { database } = connection;
    const secret = await drawSecret(database, accounts.vault, RITA);
    const time = Date.now() - 30_000;
    expect(await confirmSecret(database, accounts.vault, RITA, totp(secret, { time }))).toBe(true);
    return secret;
  }

  /** The answer is that of somebody who is not logged in, and nothing was begun. */
  async function expectNothing(response: Response) {
    await expectProblem(response, 401, 'ERR_NO_SESSION');
    expect(response.headers.getSetCookie().filter((cookie) => !/=;/.test(cookie))).toEqual([]);
    expect(await connection.database.$count(sessions)).toBe(0);
    expect(await connection.database.$count(pendingLogins)).toBe(0);
  }
  const accepted = () =>
    connection.database.$count(
      auditEntries,
      and(eq(auditEntries.action, 'login.accepted'), eq(auditEntries.staff, RITA)),
    );

  it('a password was set by a link has no session of the old one', async () => {
    afterVerifying(reset);
    await expectNothing(await login());
    expect(await accepted()).toBe(0);
    expect((await login(NEW_PASSWORD)).status).toBe(200);
    expect(await accepted()).toBe(1);
  });

  it('an account was closed has no session when it is opened again', async () => {
    const setActive = (isActive: boolean) =>
      connection.database.transaction(async (transaction) => {
        await transaction.update(staff).set({ isActive }).where(eq(staff.id, RITA));
        if (!isActive) await accounts.sessions.endAllOf(RITA, transaction);
      });
    afterVerifying(async () => {
      await setActive(false);
      await setActive(true);
    });
    await expectNothing(await login());
  });

  it('a second factor was enrolled is not let in without it', async () => {
    afterVerifying(() =>
      connection.database.transaction(async (transaction) => {
        await transaction.update(staff).set({ otpStep: 1 }).where(eq(staff.id, RITA));
        await accounts.sessions.endAllOf(RITA, transaction);
      }),
    );
    await expectNothing(await login());
  });

  it('a password was set by a link cannot send a code to what comes after the old one', async () => {
    await enrol();
    afterVerifying(reset);
    await expectNothing(await login());
  });

  it('a password was set by a link cannot end a log-in with a code', async () => {
    const secret = await enrol();
    const pending = cookieOf(await login());
    const { judge } = accounts.attempts;
    accounts.attempts.judge = async (...handed) => {
      accounts.attempts.judge = judge;
      const right = await judge.apply(accounts.attempts, handed);
      await reset();
      return right;
    };
    await expectNothing(await post('/auth/login/code', { code: totp(secret, { time: Date.now() }) }, pending));
  });

  it('a password was set by a link cannot change it back with a session that has ended', async () => {
    const session = cookieOf(await login());
    afterVerifying(reset);
    const change = { password: PASSWORD, newPassword: 'what the thief would like' };
    await expectNothing(await post('/account/password', change, session));
    expect((await login(change.newPassword)).status).toBe(401);
    expect((await login(NEW_PASSWORD)).status).toBe(200);
  });

  it('a weak hash was made anew is let in: it is the same password', async () => {
    // "U*U", from the tests of crypt_blowfish.
    const passwordHash = '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW';
    await connection.database.update(staff).set({ passwordHash }).where(eq(staff.id, RITA));
    expect((await Promise.all([login('U*U'), login('U*U')])).map(({ status }) => status)).toEqual([200, 200]);
  });
});

describe.skipIf(!postgresPrograms)('on a PostgreSQL server (where one is installed)', () => {
  it('a log-in waits for a change that is being made, and heeds it', async () => {
    const server = await PostgresServer.start();
    const url = await server.database();
    const clinic = await Clinic.start(backends[0] ?? 'js', emptyFolder(), { DATABASE_URL: url });
    const [changing, watching] = [new pg.Client(url), new pg.Client(url)];
    await Promise.all([changing.connect(), watching.connect()]);
    await changing.query(`begin; update staff set login_version = login_version + 1 where id = ${RITA}`);
    const answer = clinic.login('rita', PASSWORD);
    await until(async () => {
      const { rowCount } = await watching.query("select 1 from pg_stat_activity where wait_event_type = 'Lock'");
      return rowCount || undefined;
    });
    await changing.query('commit');
    await expectProblem(await answer, 401, 'ERR_NO_SESSION');
    expect((await watching.query('select 1 from sessions')).rowCount).toBe(0);
    expect((await clinic.login('rita', PASSWORD)).status).toBe(200);
    await Promise.all([changing.end(), watching.end()]);
    await clinic.stop();
    await server.stop();
  });
});
