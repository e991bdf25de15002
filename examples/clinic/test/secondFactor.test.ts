import { otpauthUri, qrSvg } from 'clinicore/crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  codeOf,
  codeStep,
  colleague,
  cookiesOf,
  enrol,
  newcomer,
  PASSWORD,
  passwordStep,
  post,
  wrongCode,
} from './accounts';
import { backends, Clinic, expectProblem, onDatabase, removeFolders, seededFolder } from './clinic';

afterAll(removeFolders);

describe.each(backends)('a second factor on the %s backend', (backend) => {
  let clinic: Clinic;

  beforeAll(async () => {
    clinic = await Clinic.start(backend, await seededFolder());
  });
  afterAll(() => clinic?.stop());

  const ask = (headers: object, path = '/auth/session') =>
    clinic.fetch(path, { headers: headers as Record<string, string> });

  it('is enrolled by who was invited before they do anything else', async () => {
    const { session } = await newcomer(clinic, 'anna');
    expect(await (await ask(session)).json()).toMatchObject({ username: 'anna', mustEnrol: true });
    await expectProblem(await ask(session, '/exports'), 403, 'ERR_ENROL_FIRST');
    await expectProblem(await ask(session, '/staff'), 403, 'ERR_ENROL_FIRST');
    await expectProblem(await ask(session, '/account/second-factor.svg'), 404, 'ERR_NOT_FOUND');

    const begin = (password: string) => post(clinic, '/account/second-factor', { password }, session);
    await expectProblem(await begin('wrong'), 401, 'ERR_WRONG_PASSWORD');
    const { secret } = (await (await begin(PASSWORD)).json()) as { secret: string };
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    const picture = await ask(session, '/account/second-factor.svg');
    expect(picture.headers.get('content-type')).toMatch(/^image\/svg\+xml/);
    expect(picture.headers.get('cache-control')).toBe('no-store');
    const uri = otpauthUri({ issuer: 'Optik am Lindenplatz GmbH', account: 'anna', secret });
    expect(await picture.text()).toBe(qrSvg(uri));

    const confirm = (code: string) => post(clinic, '/account/second-factor/confirm', { code }, session);
    await expectProblem(await confirm(wrongCode(secret)), 401, 'ERR_WRONG_CODE');
    await expectProblem(await ask(session, '/exports'), 403, 'ERR_ENROL_FIRST');
    const code = codeOf(secret);
    const confirmed = await confirm(`${code.slice(0, 3)} ${code.slice(3)}`);
    const { recoveryCodes } = (await confirmed.clone().json()) as { recoveryCodes: string[] };
    expect(new Set(recoveryCodes).size).toBe(10);

    // The session that began with a password alone is over.
    await expectProblem(await ask(session), 401, 'ERR_NO_SESSION');
    const fresh = await clinic.sessionOf(confirmed);
    expect((await ask(fresh, '/exports')).status).toBe(200);
    expect(await (await ask(fresh, '/account')).json()).toEqual({
      username: 'anna',
      name: 'Ines Novak',
      role: 'optician',
      secondFactor: { isEnrolled: true, isRequired: true },
      recoveryCodes: 10,
    });
    // The secret is not shown again, nor replaced by another.
    await expectProblem(await ask(fresh, '/account/second-factor.svg'), 404, 'ERR_NOT_FOUND');
    const again = await post(clinic, '/account/second-factor', { password: PASSWORD }, fresh);
    await expectProblem(again, 409, 'ERR_CONFLICT');
    const replayed = await post(clinic, '/account/second-factor/confirm', { code: codeOf(secret, 1) }, fresh);
    await expectProblem(replayed, 404, 'ERR_NOT_FOUND');
  });

  it('is asked for after the password, and what waits for it is no session', async () => {
    const { secret, username } = await colleague(clinic, 'berta');
    await expectProblem(await clinic.login(username, 'wrong'), 401, 'ERR_WRONG_CREDENTIALS');
    const pending = await passwordStep(clinic, username);
    await expectProblem(await ask(pending), 401, 'ERR_NO_SESSION');
    const token = pending.cookie.replace('clinic-login=', '');
    await expectProblem(await ask({ cookie: `clinic=${token}` }), 401, 'ERR_NO_SESSION');
    await expectProblem(await codeStep(clinic, codeOf(secret, 1), {}), 401, 'ERR_NO_SESSION');
    await expectProblem(
      await codeStep(clinic, codeOf(secret, 1), { cookie: `clinic-login=${'A'.repeat(43)}` }),
      401,
      'ERR_NO_SESSION',
    );
    await expectProblem(await codeStep(clinic, wrongCode(secret), pending), 401, 'ERR_WRONG_CODE');

    const entered = await codeStep(clinic, codeOf(secret, 1), pending);
    expect(await entered.clone().json()).toEqual({ username, name: 'Ines Novak', role: 'optician' });
    const [gone, session] = cookiesOf(entered).split('; ');
    expect(gone).toBe('clinic-login=');
    expect((await ask({ cookie: session })).status).toBe(200);
    // What waited is over, too.
    await expectProblem(await codeStep(clinic, codeOf(secret, 1), pending), 401, 'ERR_NO_SESSION');
  });

  it('takes a code once, in a row or at the same moment, and none before it', async () => {
    const { secret, username } = await colleague(clinic, 'carla');
    const pending = await Promise.all(Array.from({ length: 4 }, () => passwordStep(clinic, username)));
    const enrolledWith = codeOf(secret);
    await expectProblem(await codeStep(clinic, enrolledWith, pending[0] as object), 401, 'ERR_WRONG_CODE');
    const code = codeOf(secret, 1);
    const answers = await Promise.all(pending.map((cookie) => codeStep(clinic, code, cookie)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401]);
    const later = await passwordStep(clinic, username);
    await expectProblem(await codeStep(clinic, code, later), 401, 'ERR_WRONG_CODE');
  });

  it('has recovery codes, each of which is good once', async () => {
    const { username, recoveryCodes } = await colleague(clinic, 'dora');
    const [first, second, third] = recoveryCodes as [string, string, string];
    const pending = await Promise.all(Array.from({ length: 3 }, () => passwordStep(clinic, username)));
    const answers = await Promise.all(pending.map((cookie) => codeStep(clinic, first, cookie)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
    // As somebody reads it off a paper.
    const typed = second.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o');
    const entered = await codeStep(clinic, typed, await passwordStep(clinic, username));
    expect(entered.status).toBe(200);
    const headers = await clinic.sessionOf(entered);
    expect(await (await ask(headers, '/account')).json()).toMatchObject({ recoveryCodes: 8 });

    const renew = (code: string) => post(clinic, '/account/recovery-codes', { code }, headers);
    await expectProblem(await renew(second), 401, 'ERR_WRONG_CODE');
    const { recoveryCodes: fresh } = (await (await renew(third)).json()) as { recoveryCodes: string[] };
    expect(fresh).toHaveLength(10);
    const old = await codeStep(clinic, recoveryCodes[3] as string, await passwordStep(clinic, username));
    await expectProblem(old, 401, 'ERR_WRONG_CODE');
    expect((await codeStep(clinic, fresh[0] as string, await passwordStep(clinic, username))).status).toBe(200);
  });

  it('is not guessed: after six wrong codes the right one has to wait', async () => {
    const { secret, username } = await colleague(clinic, 'edda');
    const pending = await passwordStep(clinic, username);
    const guesses = await Promise.all(Array.from({ length: 10 }, () => codeStep(clinic, wrongCode(secret), pending)));
    expect(guesses.map(({ status }) => status).sort()).toEqual([...Array(6).fill(401), ...Array(4).fill(429)]);
    // Nor by another log-in, or another way to send one.
    const again = await passwordStep(clinic, username);
    const refused = await codeStep(clinic, codeOf(secret, 1), again);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    await expectProblem(refused, 429, 'ERR_TOO_MANY_TRIES');
  });

  it('may be enrolled and removed by who need not have one', async () => {
    const { session, secret } = await enrol(
      clinic,
      await clinic.sessionOf(await clinic.login('pavel', 'demo-optician')),
      'demo-optician',
    );
    const pending = await passwordStep(clinic, 'pavel', 'demo-optician');
    const remove = (code: string) => post(clinic, '/account/second-factor/remove', { code }, session);
    await expectProblem(await remove(wrongCode(secret)), 401, 'ERR_WRONG_CODE');
    const removed = await remove(codeOf(secret, 1));
    expect(removed.status).toBe(204);
    await expectProblem(await ask(session), 401, 'ERR_NO_SESSION');
    await expectProblem(await codeStep(clinic, codeOf(secret, 1), pending), 401, 'ERR_NO_SESSION');
    expect((await ask({ cookie: cookiesOf(removed) }, '/exports')).status).toBe(200);
    expect((await clinic.login('pavel', 'demo-optician')).status).toBe(200);
  });

  it('of another does not help', async () => {
    const [one, other] = [await colleague(clinic, 'frida'), await colleague(clinic, 'gerda')];
    const pending = await passwordStep(clinic, one.username);
    await expectProblem(await codeStep(clinic, codeOf(other.secret, 1), pending), 401, 'ERR_WRONG_CODE');
    await expectProblem(await codeStep(clinic, other.recoveryCodes[0] as string, pending), 401, 'ERR_WRONG_CODE');
  });

  it('keeps its secret and codes out of the database and the log', async () => {
    const other = await Clinic.start(backend, await seededFolder());
    const { secret, recoveryCodes } = await colleague(other, 'hanna');
    const { secret: second } = await colleague(other, 'ilka');
    await other.stop();
    const [staff, codes, swapped] = await onDatabase(other.folder, async (database) => {
      const { rows } = await database.query<{ id: number; otp_secret: Uint8Array }>(
        'select * from staff where otp_secret is not null order by id',
      );
      const stored = (await database.query<{ hash: string }>('select * from recovery_codes')).rows;
      // Each gets the other's: sealed for another row.
      await database.query('update staff set otp_secret = $1 where id = $2', [rows[1]?.otp_secret, rows[0]?.id]);
      return [rows, stored, rows[0]];
    });
    const kept = Buffer.concat(staff.map(({ otp_secret }) => Buffer.from(otp_secret))).toString('latin1');
    for (const text of [secret, second]) expect(kept).not.toContain(text);
    expect(codes).toHaveLength(20);
    expect(JSON.stringify(codes)).not.toContain(recoveryCodes[0]);
    for (const text of [secret, ...recoveryCodes, PASSWORD]) expect(other.output).not.toContain(text);

    expect(swapped?.id).toBeGreaterThan(4);
    const again = await Clinic.start(backend, other.folder);
    const pending = await passwordStep(again, 'hanna');
    await expectProblem(await codeStep(again, codeOf(second, 1), pending), 401, 'ERR_WRONG_CODE');
    expect(again.output).toContain(`The stored second factor of staff ${swapped?.id} cannot be opened`);
    await again.stop();
  });
});
