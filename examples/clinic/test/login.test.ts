import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backends, Clinic, expectProblem, onDatabase, removeFolders, seededFolder } from './clinic';

afterAll(removeFolders);

/** Staff whose stored hash is none, is cut short, or asks for two days of work; and a session that has expired. */
const DAMAGE = `
  insert into staff (username, name, role, password_hash) values
    ('nohash', 'A', 'manager', 'not a hash'),
    ('cut', 'B', 'manager', '$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lh'),
    ('costly', 'C', 'manager', '$2b$31$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy');
  insert into sessions (token_hash, staff_id, expires_at) values
    ('${createHash('sha256').update('expired').digest('hex')}', 4, now() - interval '1 second');
`;

describe.each(backends)('logging in on the %s backend', (backend) => {
  let clinic: Clinic;

  beforeAll(async () => {
    clinic = await Clinic.start(backend, await seededFolder(DAMAGE));
  });
  afterAll(() => clinic?.stop());

  const asks = (cookie: string) => clinic.fetch('/products/LE-SV15-AR/forecast', { headers: { cookie } });

  it('gives a session in a cookie that scripts and other sites cannot use', async () => {
    const response = await clinic.login('maria', 'demo-manager');
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ username: 'maria', name: 'Maria Keller', role: 'manager' });
    const [cookie] = response.headers.getSetCookie();
    expect(cookie).toMatch(/^clinic=[\w-]{43}; Max-Age=43200; Path=\/; Expires=[^;]+ GMT; HttpOnly; SameSite=Strict$/);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect((await asks(cookie as string)).status).toBe(200);
  });

  it('says the same of a wrong password, an unknown user and a hash in the database that is none', async () => {
    const answers = [];
    for (const [username, password] of [
      ['maria', 'demo-Manager'],
      ['maria', ''],
      ['maria', `demo-manager${'!'.repeat(61)}`],
      ['maria', 'demo-manager\0'],
      ['maria', '\ud800'],
      ['nobody', 'demo-manager'],
      ['nohash', 'not a hash'],
      ['cut', 'U*U'],
      ['costly', 'U*U'],
    ]) {
      const response = await clinic.login(username, password);
      expect(response.headers.getSetCookie()).toEqual([]);
      answers.push(await expectProblem(response, 401, 'ERR_WRONG_CREDENTIALS'));
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  it('logs which stored hash is damaged, and none of the hash', async () => {
    await clinic.login('nohash', 'anything');
    await clinic.login('costly', 'anything');
    expect(clinic.output).toContain('The stored password hash of staff 5 cannot be used');
    expect(clinic.output).toContain('The stored password hash of staff 7 cannot be used');
    expect(clinic.output).not.toMatch(/not a hash|N9qo8uLO/);
  });

  it('ends the session of the browser that logs in again', async () => {
    const cookie = (await clinic.login('maria', 'demo-manager')).headers.getSetCookie()[0] as string;
    const again = (password: string) =>
      clinic.fetch('/auth/login', {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie },
        body: JSON.stringify({ username: 'pavel', password }),
      });
    expect((await again('wrong')).status).toBe(401);
    expect((await asks(cookie)).status).toBe(200);
    const cookies = (await again('demo-optician')).headers.getSetCookie();
    expect(cookies).toHaveLength(1);
    await expectProblem(await asks(cookie), 401, 'ERR_NO_SESSION');
    expect((await asks(cookies[0] as string)).status).toBe(200);
  });

  it('names the field that is wrong', async () => {
    const detailOf = async (body: unknown) => {
      const response = await clinic.fetch('/auth/login', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return expectProblem(response, 400, 'ERR_INVALID_REQUEST');
    };
    const unknown = await detailOf({ username: 'maria', password: 'x', admin: true, root: 1 });
    expect(unknown.detail).toBe('admin: is not known; root: is not known');
    expect(unknown.details).toEqual({
      fields: [
        { field: 'admin', message: 'is not known' },
        { field: 'root', message: 'is not known' },
      ],
    });
    expect((await detailOf({ username: 'M', password: 'x' })).detail).toBe('username: must be a user name');
    expect((await detailOf([])).detail).not.toMatch(/^:/);
  });

  it.each([
    ['no password', { username: 'maria' }],
    ['a number for a password', { username: 'maria', password: 1 }],
    ['a list for a user', { username: ['maria'], password: 'x' }],
    ['a user name with a NUL', { username: 'maria\0', password: 'x' }],
    ['a field that is not known', { username: 'maria', password: 'demo-manager', admin: true }],
    ['a list', []],
  ])('refuses %s', async (_, body) => {
    const response = await clinic.fetch('/auth/login', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    await expectProblem(response, 400, 'ERR_INVALID_REQUEST');
  });

  it('refuses a body that is not JSON, not whole, or too large', async () => {
    const post = (type: string, body: string) =>
      clinic.fetch('/auth/login', { method: 'POST', headers: { 'content-type': type }, body });
    await expectProblem(await post('application/x-www-form-urlencoded', 'a=b'), 415, 'ERR_UNSUPPORTED_MEDIA_TYPE');
    const notWhole = await expectProblem(
      await post('application/json', '{"password":"sec'),
      400,
      'ERR_INVALID_REQUEST',
    );
    expect(JSON.stringify(notWhole)).not.toContain('sec');
    const large = JSON.stringify({ username: 'maria', password: 'x'.repeat(5000) });
    await expectProblem(await post('application/json', large), 413, 'ERR_LIMIT_EXCEEDED');
  });

  it('lets nobody in without a session, with a made-up one, or with one that has expired', async () => {
    const refused = await clinic.fetch('/exports/invoices.xlsx');
    expect(refused.headers.get('www-authenticate')).toBe('Session realm="clinic"');
    await expectProblem(refused, 401, 'ERR_NO_SESSION');
    for (const token of ['', 'A'.repeat(43), 'expired', '%00', "' or 1=1 --"]) {
      await expectProblem(await asks(`clinic=${token}`), 401, 'ERR_NO_SESSION');
    }
  });

  it('lets each role do its own work only', async () => {
    await expectProblem(await clinic.fetch('/exports/invoices.xlsx', { as: 'rita' }), 403, 'ERR_FORBIDDEN');
    await expectProblem(await clinic.fetch('/invoices/1.pdf', { as: 'olga' }), 403, 'ERR_FORBIDDEN');
    await expectProblem(await clinic.fetch('/products/LE-SV15-AR/forecast', { as: 'rita' }), 403, 'ERR_FORBIDDEN');
    await expectProblem(await clinic.fetch('/studies', { as: 'maria', method: 'POST' }), 403, 'ERR_FORBIDDEN');
    await expectProblem(await clinic.fetch('/studies', { as: 'rita' }), 403, 'ERR_FORBIDDEN');
  });

  it('ends a session at log-out', async () => {
    const { cookie, ...token } = await clinic.sessionOf(await clinic.login('maria', 'demo-manager'));
    const out = await clinic.fetch('/auth/logout', { method: 'POST', headers: { cookie, ...token } });
    expect(out.status).toBe(204);
    expect(out.headers.getSetCookie()[0]).toMatch(/^clinic=; .*Expires=Thu, 01 Jan 1970/);
    await expectProblem(await asks(cookie), 401, 'ERR_NO_SESSION');
  });

  it('answers an unknown or undecodable path with a problem', async () => {
    await expectProblem(await clinic.fetch('/patients'), 404, 'ERR_NOT_FOUND');
    await expectProblem(await clinic.fetch('/products/%E0%A4%A/forecast', { as: 'maria' }), 400, 'ERR_INVALID_REQUEST');
  });

  it.each([
    ['GET', '/auth/login', 'POST'],
    ['GET', '/auth/logout', 'POST'],
    ['PUT', '/studies', 'GET, HEAD, POST'],
    ['POST', '/healthz', 'GET, HEAD'],
    ['DELETE', '/products/LE-SV15-AR/forecast', 'GET, HEAD'],
    ['DELETE', '/invoices/1.pdf', 'GET, HEAD'],
    ['POST', '/exports/invoices.xlsx', 'GET, HEAD'],
    ['POST', '/', 'GET, HEAD'],
    ['DELETE', '/app/account', 'GET, HEAD'],
  ])('answers %s %s with the methods there are', async (method, path, allowed) => {
    const response = await clinic.fetch(path, { method });
    expect(response.headers.get('allow')).toBe(allowed);
    await expectProblem(response, 405, 'ERR_METHOD_NOT_ALLOWED');
  });

  it('serves the pages, which may load and send only to where they came from', async () => {
    const root = await clinic.fetch('/', { redirect: 'manual' });
    expect([root.status, root.headers.get('location')]).toEqual([302, '/app/']);
    const response = await clinic.fetch('/app/');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-security-policy')).toBe(
      "default-src 'self'; frame-src blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    );
    const [, script = ''] = /src="([^"]+)"/.exec(await response.text()) ?? [];
    const beyond = await clinic.fetch(script, { headers: { range: 'bytes=999999-' } });
    expect(beyond.headers.get('content-range')).toMatch(/^bytes \*\/\d+$/);
    await expectProblem(beyond, 416, 'ERR_RANGE_NOT_SATISFIABLE');
  });
});

it('keeps the token out of the database, and the cookie to HTTPS where the clinic is reached by it', async () => {
  const clinic = await Clinic.start('js', await seededFolder(), { PUBLIC_URL: 'https://clinic.example' });
  const response = await clinic.login('maria', 'demo-manager');
  const [cookie] = response.headers.getSetCookie();
  expect(cookie).toMatch(/^__Host-clinic=.*; Secure; /);
  await clinic.stop();

  const token = /=([^;]+)/.exec(cookie as string)?.[1] as string;
  const { rows } = await onDatabase(clinic.folder, (database) => database.query('select * from sessions'));
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toContain(token);
  expect(rows[0]).toMatchObject({ token_hash: createHash('sha256').update(token).digest('hex') });
});
