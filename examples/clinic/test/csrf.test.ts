import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CsrfTokens } from 'clinicore/crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backends, Clinic, expectProblem, removeFolders, type Session, seededFolder } from './clinic';

afterAll(removeFolders);

describe.each(backends)('a request that would change something, on the %s backend', (backend) => {
  let clinic: Clinic;
  let maria: Session;

  beforeAll(async () => {
    clinic = await Clinic.start(backend, await seededFolder());
    maria = await clinic.session('maria');
  });
  afterAll(() => clinic?.stop());

  /** A preview that is not there: 404 for whoever gets so far. */
  const path = '/imports/prices/none';
  const remove = (headers: Record<string, string>) => clinic.fetch(path, { method: 'DELETE', headers });
  const login = (headers: Record<string, string>) =>
    clinic.fetch('/auth/login', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ username: 'rita', password: 'demo-reception' }),
    });

  it('is heard with the token of its session', async () => {
    await expectProblem(await remove({ ...maria }), 404, 'ERR_NOT_FOUND');
  });

  it('gets another token each time, and all are good', async () => {
    const { 'x-csrf-token': first, cookie } = maria;
    const again = (await (await clinic.fetch('/auth/session', { headers: { cookie } })).json()) as object;
    expect(again).toEqual({
      username: 'maria',
      name: 'Maria Keller',
      role: 'manager',
      mustEnrol: false,
      csrf: expect.stringMatching(/^[\w-]{22}\.[\w-]{43}$/),
    });
    const { csrf } = again as { csrf: string };
    expect(csrf).not.toBe(first);
    await expectProblem(await remove({ cookie, 'x-csrf-token': csrf }), 404, 'ERR_NOT_FOUND');
  });

  it('is refused without the token, with one that was altered or made up, and with that of another session', async () => {
    const { cookie, 'x-csrf-token': token } = maria;
    const other = await clinic.sessionOf(await clinic.login('maria', 'demo-manager'));
    const altered = (at: number) => token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
    const forgeries = [
      {},
      { 'x-csrf-token': '' },
      { 'x-csrf-token': `${'A'.repeat(22)}.${'A'.repeat(43)}` },
      { 'x-csrf-token': altered(0) },
      { 'x-csrf-token': altered(30) },
      { 'x-csrf-token': token.slice(0, -1) },
      { 'x-csrf-token': other['x-csrf-token'] },
    ];
    for (const forged of forgeries) {
      await expectProblem(await remove({ cookie, ...(forged as Record<string, string>) }), 403, 'ERR_FORGED');
    }
    await expectProblem(await remove({ ...other }), 404, 'ERR_NOT_FOUND');
  });

  it('is refused with a token that is signed with another key', async () => {
    const session = createHash('sha256').update(maria.cookie.replace('clinic=', '')).digest('hex');
    const signedWith = (key: Buffer) => new CsrfTokens({ keys: [key] }).issue(session);
    const own = signedWith(readFileSync(join(clinic.folder, 'keys/tokens.key')));
    await expectProblem(await remove({ ...maria, 'x-csrf-token': own }), 404, 'ERR_NOT_FOUND');
    const forged = signedWith(randomBytes(32));
    await expectProblem(await remove({ ...maria, 'x-csrf-token': forged }), 403, 'ERR_FORGED');
  });

  it.each([
    ['POST', '/auth/logout'],
    ['POST', '/studies'],
    ['PUT', '/studies'],
    ['POST', '/exports/archive/2025-12.zip'],
    ['PATCH', '/a/route/that/will/be'],
    ['PROPFIND', '/'],
  ])('is refused by the same check at any address: %s %s', async (method, at) => {
    const { cookie } = maria;
    await expectProblem(await clinic.fetch(at, { method, headers: { cookie } }), 403, 'ERR_FORGED');
    expect((await clinic.fetch('/auth/session', { headers: { cookie } })).status).toBe(200);
  });

  it.each([
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'same-site' }],
    [{ 'sec-fetch-site': 'cross-site', origin: 'http://127.0.0.1' }],
    [{ origin: 'https://evil.example' }],
    [{ origin: 'http://127.0.0.1.evil.example' }],
    [{ origin: 'null' }],
    [{ origin: '' }],
  ])('is refused from a page that is not the clinic’s: %j', async (headers) => {
    const sent = headers as Record<string, string>;
    await expectProblem(await remove({ ...maria, ...sent }), 403, 'ERR_FORGED');
    // Nor does anyone get logged in as somebody else by a page.
    const refused = await login(sent);
    expect(refused.headers.getSetCookie()).toEqual([]);
    await expectProblem(refused, 403, 'ERR_FORGED');
    // What changes nothing is any page's to link to.
    expect((await clinic.fetch('/', { headers: sent })).status).toBe(200);
  });

  it('is heard from the clinic’s own pages', async () => {
    for (const headers of [{ 'sec-fetch-site': 'same-origin' }, { 'sec-fetch-site': 'none' }, { origin: clinic.url }]) {
      await expectProblem(await remove({ ...maria, ...(headers as Record<string, string>) }), 404, 'ERR_NOT_FOUND');
      expect((await login(headers as Record<string, string>)).status).toBe(200);
    }
  });

  it('is told to log in where the session has ended, whoever asks', async () => {
    const ended = await clinic.sessionOf(await clinic.login('maria', 'demo-manager'));
    expect((await clinic.fetch('/auth/logout', { method: 'POST', headers: { ...ended } })).status).toBe(204);
    await expectProblem(await remove({ ...ended }), 401, 'ERR_NO_SESSION');
    await expectProblem(await remove({}), 401, 'ERR_NO_SESSION');
  });
});

it('comes from the clinic’s own pages where a proxy stands in front of it', async () => {
  const clinic = await Clinic.start('js', await seededFolder(), { PUBLIC_URL: 'https://clinic.example' });
  const send = (origin: string) => clinic.fetch('/auth/logout', { method: 'POST', headers: { origin } });
  expect((await send('https://clinic.example')).status).toBe(204);
  await expectProblem(await send(clinic.url), 403, 'ERR_FORGED');
  await clinic.stop();
});
