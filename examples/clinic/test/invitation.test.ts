import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SignedLinks } from 'clinicore/crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  codeOf,
  codeStep,
  colleague,
  cookiesOf,
  invite,
  newcomer,
  PASSWORD,
  passwordStep,
  post,
  send,
} from './accounts';
import { backends, Clinic, expectProblem, removeFolders, type Session, seededFolder } from './clinic';

afterAll(removeFolders);

/** Somebody who was invited, with the nonce that their link is bound to. */
const INVITED = `
  insert into staff (username, name, role, must_use_second_factor, link_nonce) values
    ('late', 'Lena Late', 'optician', true, 'the nonce of late');
`;

describe.each(backends)('accounts of the staff on the %s backend', (backend) => {
  let clinic: Clinic;
  let maria: Session;
  let magda: string | undefined;

  beforeAll(async () => {
    clinic = await Clinic.start(backend, await seededFolder(INVITED));
    maria = await clinic.session('maria');
  });
  afterAll(() => clinic?.stop());

  const show = (link: unknown) => post(clinic, '/auth/link', { link });
  const set = (link: string, newPassword = PASSWORD) => post(clinic, '/auth/password', { link, newPassword });
  const ask = (headers: object, path = '/auth/session') =>
    clinic.fetch(path, { headers: headers as Record<string, string> });

  it('begin with a link that a manager gets, to a page that keeps it from every log', async () => {
    const invited = await post(clinic, '/staff', { username: 'ines', name: ' Ines Novak ', role: 'reception' }, maria);
    expect(invited.status).toBe(201);
    const { id, link, expiresAt } = (await invited.json()) as { id: number; link: string; expiresAt: string };
    expect(link).toMatch(/^\/app\/password#\/auth\/password\?staff=\d+&expires=\d+&signature=[\w-]{43}$/);
    expect((Date.parse(expiresAt) - Date.now()) / 3_600_000).toBeCloseTo(24, 1);
    const signed = link.split('#')[1] as string;
    expect(await (await show(signed)).json()).toEqual({ username: 'ines', name: 'Ines Novak' });
    // Without a password there is nothing to log in with.
    await expectProblem(await clinic.login('ines', ''), 401, 'ERR_WRONG_CREDENTIALS');
    await expectProblem(await clinic.login('ines', 'null'), 401, 'ERR_WRONG_CREDENTIALS');

    expect((await set(signed)).status).toBe(204);
    expect((await clinic.login('ines', PASSWORD)).status).toBe(200);
    const { staff } = (await (await ask(maria, '/staff')).json()) as { staff: object[] };
    expect(staff).toContainEqual({
      ...{ id, username: 'ines', name: 'Ines Novak', role: 'reception', isActive: true, isInvited: false },
      secondFactor: { isEnrolled: false, isRequired: true },
    });
    expect(JSON.stringify(staff)).not.toMatch(/\$2b\$|nonce|hash/i);
    expect(clinic.output).not.toContain(signed.slice(-43));
  });

  it('are refused with a link that was altered, is another’s, has ended, or is none', async () => {
    const { id, link } = await invite(clinic, 'jana');
    const { id: other } = await invite(clinic, 'klara');
    const later = link.replace(/expires=(\d+)/, (_, seconds) => `expires=${Number(seconds) + 1}`);
    const altered = [
      later,
      link.replace(`staff=${id}`, `staff=${other}`),
      link.replace(`staff=${id}`, 'staff=4'),
      link.replace('/auth/password', '/auth/link'),
      link.replace('&expires', '&staff=4&expires'),
      link.slice(0, -1),
      `${link}A`,
      `${link}&staff=4`,
      `/auth/password?staff=${id}`,
      `http://x${link}`,
      '/auth/password?staff=99999999999&expires=9999999999&signature=A',
      '/auth/password?staff=5&\ud800',
      '',
    ];
    const answers = [];
    for (const forged of altered) {
      answers.push(await expectProblem(await show(forged), 403, 'ERR_LINK'));
      await expectProblem(await set(forged), 403, 'ERR_LINK');
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect((await show(link)).status).toBe(200);
  });

  it('are refused with a link that has ended, that is bound to another nonce, or signed with another key', async () => {
    const key = readFileSync(join(clinic.folder, 'keys/tokens.key'));
    const linkWith = (key: Buffer, audience: string, expiresAt: number) =>
      new SignedLinks({ keys: [key] }).sign('/auth/password?staff=5', { audience, expiresAt });
    const [soon, before] = [Date.now() + 60_000, Date.now() - 1000];
    for (const link of [
      linkWith(key, 'the nonce of late', before),
      linkWith(key, 'another nonce', soon),
      linkWith(Buffer.alloc(32), 'the nonce of late', soon),
      new SignedLinks({ keys: [key] }).sign('/auth/password?staff=5', { expiresAt: soon }),
    ]) {
      await expectProblem(await set(link), 403, 'ERR_LINK');
    }
    expect((await set(linkWith(key, 'the nonce of late', soon))).status).toBe(204);
  });

  it('get a link that is good once, in a row or at the same moment, and only the latest', async () => {
    const { id, link: first } = await invite(clinic, 'lotte');
    const answer = await post(clinic, `/staff/${id}/link`, {}, maria);
    expect(answer.status).toBe(201);
    const latest = ((await answer.json()) as { link: string }).link.split('#')[1] as string;
    await expectProblem(await set(first), 403, 'ERR_LINK');
    const answers = await Promise.all([1, 2, 3].map((n) => set(latest, `${PASSWORD} ${n}`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 403, 403]);
    await expectProblem(await set(latest), 403, 'ERR_LINK');
    const winner = answers.findIndex(({ status }) => status === 204) + 1;
    expect((await clinic.login('lotte', `${PASSWORD} ${winner}`)).status).toBe(200);
  });

  it.each([
    ['short', 'fourteen chars', /at least 15 characters/],
    ['of 73 bytes', `${'long '.repeat(14)}abc`, /at most 72 bytes long, got 73/],
    ['of 72 characters that are more bytes', `${'ä'.repeat(36)}bcdefghijk`, /at most 72 bytes long, got 82/],
    ['of a few characters', 'abcdabcdabcdabcdabcd', /neither repeat/],
    ['with the user name', 'this is for Magda', /nor have the user name/],
    ['with a NUL', 'fifteen chars and \0', /NUL/],
    ['with half a character', 'fifteen chars and \ud800', /well-formed/],
  ])('do not get a password that is %s', async (_, newPassword, reason) => {
    magda ??= (await invite(clinic, 'magda')).link;
    const link = magda;
    const { detail, details } = await expectProblem(await set(link, newPassword), 400, 'ERR_INVALID_REQUEST');
    expect(detail).toMatch(reason);
    expect(details).toEqual({ fields: [{ field: 'newPassword', message: expect.stringMatching(reason) }] });
    expect(detail).not.toContain(newPassword);
    // The link is as good as before.
    expect((await show(link)).status).toBe(200);
  });

  it('take a password however a keyboard writes it', async () => {
    const { link } = await invite(clinic, 'nora');
    expect((await set(link, 'Käse für fünfzehn'.normalize('NFD'))).status).toBe(204);
    expect((await clinic.login('nora', 'Käse für fünfzehn'.normalize('NFC'))).status).toBe(200);
  });

  it('change their password with the old one; all other sessions end', async () => {
    const { session, username } = await newcomer(clinic, 'olivia');
    const other = await clinic.sessionOf(await clinic.login(username, PASSWORD));
    const change = (password: string, newPassword: string) =>
      post(clinic, '/account/password', { password, newPassword }, session);
    await expectProblem(await change('wrong', 'another fifteen chars'), 401, 'ERR_WRONG_PASSWORD');
    await expectProblem(await change(PASSWORD, 'short'), 400, 'ERR_INVALID_REQUEST');
    const changed = await change(PASSWORD, 'another fifteen chars');
    expect(changed.status).toBe(204);
    for (const ended of [session, other]) await expectProblem(await ask(ended), 401, 'ERR_NO_SESSION');
    expect((await ask({ cookie: cookiesOf(changed) })).status).toBe(200);
    await expectProblem(await clinic.login(username, PASSWORD), 401, 'ERR_WRONG_CREDENTIALS');
    expect((await clinic.login(username, 'another fifteen chars')).status).toBe(200);
  });

  it('are opened again by a link: a new password, no more waiting, sessions ended, the second factor as before', async () => {
    const { id, username, session, secret } = await colleague(clinic, 'paula');
    await Promise.all(Array.from({ length: 6 }, () => clinic.login(username, 'forgotten')));
    await expectProblem(await clinic.login(username, PASSWORD), 429, 'ERR_TOO_MANY_TRIES');
    const made = await post(clinic, `/staff/${id}/link`, {}, maria);
    const { link, expiresAt } = (await made.json()) as { link: string; expiresAt: string };
    expect((Date.parse(expiresAt) - Date.now()) / 3_600_000).toBeCloseTo(1, 1);
    expect((await ask(session)).status).toBe(200);
    expect((await set(link.split('#')[1] as string, 'paula-less and new')).status).toBe(400);
    expect((await set(link.split('#')[1] as string, 'remembered this time')).status).toBe(204);
    await expectProblem(await ask(session), 401, 'ERR_NO_SESSION');
    const pending = await passwordStep(clinic, username, 'remembered this time');
    expect((await codeStep(clinic, codeOf(secret, 1), pending)).status).toBe(200);
  });

  it('lose their second factor by a manager, and must enrol again', async () => {
    const { id, username, session, recoveryCodes } = await colleague(clinic, 'quinn');
    const pending = await passwordStep(clinic, username);
    await Promise.all(Array.from({ length: 6 }, () => codeStep(clinic, '', pending)));
    const reset = await clinic.fetch(`/staff/${id}/second-factor`, { method: 'DELETE', headers: { ...maria } });
    expect(reset.status).toBe(204);
    await expectProblem(await ask(session), 401, 'ERR_NO_SESSION');
    const code = recoveryCodes[0] as string;
    await expectProblem(await codeStep(clinic, code, pending), 401, 'ERR_NO_SESSION');
    const fresh = await clinic.sessionOf(await clinic.login(username, PASSWORD));
    await expectProblem(await ask(fresh, '/exports'), 403, 'ERR_ENROL_FIRST');
    // Neither old codes nor the wait for wrong ones are left.
    const renew = await post(clinic, '/account/recovery-codes', { code }, fresh);
    await expectProblem(renew, 401, 'ERR_WRONG_CODE');
  });

  it('end with all that was begun when they are closed, and say no more than that the password is wrong', async () => {
    const { id, username, session, secret } = await colleague(clinic, 'rosa');
    const pending = await passwordStep(clinic, username);
    const made = (await (await post(clinic, `/staff/${id}/link`, {}, maria)).json()) as { link: string };
    expect((await send(clinic, 'PATCH', `/staff/${id}`, { isActive: false }, maria)).status).toBe(204);
    await expectProblem(await ask(session, '/products/LE-SV15-AR/forecast'), 401, 'ERR_NO_SESSION');
    await expectProblem(await codeStep(clinic, codeOf(secret, 1), pending), 401, 'ERR_NO_SESSION');
    await expectProblem(await set(made.link.split('#')[1] as string), 403, 'ERR_LINK');
    const right = await expectProblem(await clinic.login(username, PASSWORD), 401, 'ERR_WRONG_CREDENTIALS');
    expect(right).toEqual(await expectProblem(await clinic.login('nobody', PASSWORD), 401, 'ERR_WRONG_CREDENTIALS'));
    await expectProblem(await post(clinic, `/staff/${id}/link`, {}, maria), 404, 'ERR_NOT_FOUND');

    expect((await send(clinic, 'PATCH', `/staff/${id}`, { isActive: true }, maria)).status).toBe(204);
    await expectProblem(await ask(session), 401, 'ERR_NO_SESSION');
    await passwordStep(clinic, username);
  });

  it('are not for managers to change where they are their own, nor where there are none', async () => {
    for (const [id, status, code] of [
      [4, 409, 'ERR_CONFLICT'],
      [999, 404, 'ERR_NOT_FOUND'],
      ['4 or 1=1', 400, 'ERR_INVALID_REQUEST'],
    ] as const) {
      const path = `/staff/${encodeURIComponent(id)}`;
      await expectProblem(await send(clinic, 'PATCH', path, { isActive: false }, maria), status, code);
      await expectProblem(await post(clinic, `${path}/link`, {}, maria), status, code);
      await expectProblem(await send(clinic, 'DELETE', `${path}/second-factor`, {}, maria), status, code);
    }
    expect((await ask(maria)).status).toBe(200);
  });

  it.each([
    ['a user name that somebody has', { username: 'olga' }, 409, 'ERR_CONFLICT'],
    ['a user name with capitals', { username: 'Olga' }, 400, 'ERR_INVALID_REQUEST'],
    ['no name', { name: ' ' }, 400, 'ERR_INVALID_REQUEST'],
    ['a name of two lines', { name: 'A\nB' }, 400, 'ERR_INVALID_REQUEST'],
    ['a role that there is not', { role: 'root' }, 400, 'ERR_INVALID_REQUEST'],
    ['a field that is not known', { passwordHash: 'x' }, 400, 'ERR_INVALID_REQUEST'],
  ])('are not made with %s', async (_, change, status, code) => {
    const body = { username: 'sophie', name: 'S', role: 'optician', ...change };
    await expectProblem(await post(clinic, '/staff', body, maria), status, code);
  });

  it('get a session of their own, not one that was planted', async () => {
    const planted = `clinic=${'A'.repeat(43)}`;
    const response = await post(
      clinic,
      '/auth/login',
      { username: 'rita', password: 'demo-reception' },
      { cookie: planted },
    );
    expect(cookiesOf(response)).not.toContain(planted);
    await expectProblem(await ask({ cookie: planted }), 401, 'ERR_NO_SESSION');
    expect((await ask({ cookie: cookiesOf(response) })).status).toBe(200);
  });

  it('are in the audit log whenever they change', async () => {
    const { id } = await colleague(clinic, 'tilda');
    const { entries } = (await (await ask(maria, `/audit?subject=staff/${id}`)).json()) as { entries: object[] };
    const actions = entries.map((entry) => (entry as { action: string }).action);
    expect(actions.sort()).toEqual(['account.invited', 'account.password-set', 'account.second-factor-enrolled']);
  });
});
