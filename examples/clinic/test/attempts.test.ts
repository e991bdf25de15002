import { join } from 'node:path';
import { hashPassword } from 'clinicore/crypto';
import { eq } from 'drizzle-orm';
import type { Request } from 'express';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { AddressLimit, networkOf } from '../src/accounts/addressLimit';
import { Attempts } from '../src/accounts/attempts';
import { Passwords } from '../src/accounts/passwords';
import type { Connection, Database } from '../src/database/connect';
import { connectEmbedded } from '../src/database/embedded';
import { lockouts, staff } from '../src/database/schema';
import { readKeys } from '../src/keys';
import { Problem } from '../src/problem';
import { backends, Clinic, expectProblem, onDatabase, removeFolders, seededFolder } from './clinic';

afterAll(removeFolders);

/** Staff whose hash is of cost 5, of the password "U*U" (from the tests of crypt_blowfish): to be made anew. */
const WEAK = `
  insert into staff (username, name, role, password_hash) values
    ('weak', 'W', 'manager', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW');
`;

describe.each(backends)('guessing passwords on the %s backend', (backend) => {
  let clinic: Clinic;

  beforeAll(async () => {
    clinic = await Clinic.start(backend, await seededFolder(WEAK));
  });
  afterAll(() => clinic?.stop());

  const guesses = (username: string, count: number) =>
    Promise.all(Array.from({ length: count }, (_, i) => clinic.login(username, `guess ${i}`)));
  const statuses = (responses: Response[]) => responses.map(({ status }) => status).sort();

  it('locks a name after six, whether there is such a user or not, however many come at once', async () => {
    const answers = [];
    for (const username of ['olga', 'nobody']) {
      expect(statuses(await guesses(username, 12))).toEqual([...Array(6).fill(401), ...Array(6).fill(429)]);
      const locked = await clinic.login(username, 'demo-optometrist');
      const wait = Number(locked.headers.get('retry-after'));
      expect(wait).toBeGreaterThan(0);
      expect(wait).toBeLessThanOrEqual(30);
      expect(locked.headers.getSetCookie()).toEqual([]);
      const { detail, details, ...answer } = await expectProblem(locked, 429, 'ERR_TOO_MANY_TRIES');
      expect(details).toEqual({ retryAfterSeconds: wait });
      expect(detail).toBe(`Come again in ${wait} s`);
      answers.push(answer);
    }
    expect(answers[0]).toEqual(answers[1]);
    // Nobody else is.
    expect((await clinic.login('pavel', 'demo-optician')).status).toBe(200);
  });

  it('forgets the failures of whoever logs in', async () => {
    for (let round = 0; round < 2; round++) {
      expect(statuses(await guesses('rita', 5))).toEqual(Array(5).fill(401));
      expect((await clinic.login('rita', 'demo-reception')).status).toBe(200);
    }
  });

  it('does not count what was not judged', async () => {
    for (let i = 0; i < 8; i++) {
      const request = await clinic.open('/auth/login', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
      });
      request.end(JSON.stringify({ username: 'weak' }));
      await new Promise((answered) => request.once('response', answered));
      request.destroy();
    }
    expect((await clinic.login('weak', 'U*U')).status).toBe(200);
  });

  it('makes a weak hash anew, and tells nothing in the table of who failed', async () => {
    const folder = await seededFolder(WEAK);
    const other = await Clinic.start(backend, folder);
    expect((await other.login('weak', 'U*U')).status).toBe(200);
    await other.login('demo-manager', 'typed in the wrong field');
    await other.stop();
    const [hash, kept] = await onDatabase(folder, async (database) => [
      (await database.query<{ password_hash: string }>("select password_hash from staff where username = 'weak'"))
        .rows[0]?.password_hash,
      (await database.query('select * from lockouts')).rows,
    ]);
    expect(hash).toMatch(/^\$2b\$10\$/);
    expect(kept).toEqual([
      { key: expect.stringMatching(/^[\da-f]{32}$/), failures: 1, last_failure: expect.any(Number) },
    ]);
  });

  /** Fails until it is sent away: after thirty failures, and one more for every ten seconds that it took. */
  async function failUntilRefused(failAs: (i: number) => Promise<Response>): Promise<Response> {
    const begun = Date.now();
    for (let failures = 0; ; failures++) {
      const response = await failAs(failures);
      if (response.status === 429) {
        expect(failures).toBeGreaterThanOrEqual(30);
        expect(failures).toBeLessThanOrEqual(31 + (Date.now() - begun) / 10_000);
        return response;
      }
      await expectProblem(response, 401, 'ERR_WRONG_CREDENTIALS');
    }
  }
  const loginFrom = (asked: Clinic, address: string, username: string) =>
    asked.fetch('/auth/login', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
      body: JSON.stringify({ username, password: 'demo-manager' }),
    });

  it('sends an address away that tries a few passwords at many names', async () => {
    const other = await Clinic.start(backend, await seededFolder(), { TRUSTED_PROXIES: '1' });
    const refused = await failUntilRefused((i) => loginFrom(other, '192.0.2.7', `user${i}`));
    expect(Number(refused.headers.get('retry-after'))).toBeOneOf([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    await expectProblem(refused, 429, 'ERR_TOO_MANY_TRIES');
    expect((await loginFrom(other, '192.0.2.8', 'maria')).status).toBe(200);
    await other.stop();
  });

  it('takes nobody at their word of where they come from, unless told of a proxy', async () => {
    const other = await Clinic.start(backend, await seededFolder());
    await failUntilRefused((i) => loginFrom(other, `192.0.2.${i}`, `user${i}`));
    await other.stop();
  });
});

describe('failures', () => {
  let connection: Connection;
  let database: Database;
  let attempts: Attempts;

  beforeAll(async () => {
    const folder = await seededFolder(WEAK);
    connection = await connectEmbedded(folder);
    database = connection.database;
    attempts = new Attempts(database, (await readKeys(join(folder, 'keys'))).vault);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });
  afterAll(() => connection.close());

  const request = { ip: '192.0.2.1' } as Request;
  const judge = (isRight: boolean, name = 'a', kind: 'password' | 'code' = 'password') =>
    attempts.judge(kind, name, request, async () => isRight);
  const waitOf = async (work: Promise<unknown>) => {
    const error = await work.catch((error: unknown) => error);
    expect(error).toBeInstanceOf(Problem);
    return ((error as Problem).details as { retryAfterSeconds: number }).retryAfterSeconds;
  };

  it('lock for twice as long each time, up to a quarter of an hour for passwords', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 1e12 });
    for (let i = 0; i < 6; i++) expect(await judge(false)).toBe(false);
    const waits = [];
    for (let i = 0; i < 7; i++) {
      const wait = await waitOf(judge(true));
      waits.push(wait);
      vi.advanceTimersByTime(wait * 1000 - 1);
      await waitOf(judge(true));
      vi.advanceTimersByTime(1);
      expect(await judge(false)).toBe(false);
    }
    expect(waits).toEqual([30, 60, 120, 240, 480, 900, 900]);
    vi.advanceTimersByTime(900_000);
    expect(await judge(true)).toBe(true);
    expect(await database.$count(lockouts)).toBe(0);
  });

  it('at codes are other failures than at passwords', async () => {
    for (let i = 0; i < 6; i++) await judge(false, 'b', 'code');
    await waitOf(judge(true, 'b', 'code'));
    expect(await judge(true, 'b')).toBe(true);
    await attempts.forget('code', 'b');
    expect(await judge(true, 'b', 'code')).toBe(true);
  });

  it('are none where the guess could not be judged', async () => {
    for (let i = 0; i < 5; i++) await judge(false, 'c');
    for (let i = 0; i < 40; i++) {
      const busy = attempts.judge('password', 'c', request, () => Promise.reject(new Problem('ERR_BUSY')));
      await expect(busy).rejects.toMatchObject({ code: 'ERR_BUSY' });
    }
    expect(await judge(true, 'c')).toBe(true);
  });

  it('are swept away when nothing of them counts any more', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 2e12 });
    await judge(false, 'd');
    vi.advanceTimersByTime(9 * 86_400_000);
    await judge(false, 'e');
    expect(await database.$count(lockouts)).toBe(1);
    await judge(true, 'e');
  });

  it('of a rehash keep nobody out, and one that comes late overwrites no newer password', async () => {
    const spoken = vi.spyOn(console, 'error').mockReturnValue();
    const [owner] = await database.select().from(staff).where(eq(staff.username, 'weak'));
    const { signal } = new AbortController();
    const broken = {
      update: () => {
        throw new Error('secret text');
      },
    } as unknown as Database;
    expect(await new Passwords(broken).verify('U*U', owner, signal)).toBe(true);
    expect(spoken.mock.calls.flat().join()).toMatch(/could not be hashed anew/);
    expect(spoken.mock.calls.flat().join()).not.toContain('secret text');

    const passwordHash = await hashPassword('a newer password', { cost: 10 });
    await database.update(staff).set({ passwordHash }).where(eq(staff.username, 'weak'));
    expect(await new Passwords(database).verify('U*U', owner, signal)).toBe(true);
    const [now] = await database.select().from(staff).where(eq(staff.username, 'weak'));
    expect(now?.passwordHash).toBe(passwordHash);
  });
});

describe('addresses', () => {
  it('have thirty failures free, and one more every ten seconds', () => {
    const limit = new AddressLimit();
    for (let i = 0; i < 30; i++) expect(limit.count('a', 0)).toBe(0);
    expect(limit.count('a', 0)).toBe(10_000);
    expect(limit.count('a', 9_999)).toBe(1);
    expect(limit.count('a', 10_000)).toBe(0);
    expect(limit.count('a', 10_000)).toBe(10_000);
    limit.takeBack('a');
    expect(limit.count('a', 10_000)).toBe(0);
    // A clock that is set back forgives nothing, and does not lock for longer.
    expect(limit.count('a', 5_000)).toBe(10_000);
  });

  it('are forgotten, the oldest first, when there are too many', () => {
    const limit = new AddressLimit();
    for (let i = 0; i < 31; i++) limit.count('old', 0);
    for (let i = 0; i < 10_000; i++) limit.count(`new${i}`, 1);
    expect(limit.count('old', 1)).toBe(0);
  });

  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:DB8:1:2::6', '2001:db8:1:2'],
    ['2001:db8::6', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['', ''],
  ])('of %s are %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
