/** What the tests of accounts do over HTTP. */
import { totp } from 'clinicore/crypto';
import { expect } from 'vitest';
import type { Clinic, Session } from './clinic';

/** Sends JSON. */
export const send = (clinic: Clinic, method: string, path: string, body: object, headers: object = {}) =>
  clinic.fetch(path, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

export const post = (clinic: Clinic, path: string, body: object, headers?: object) =>
  send(clinic, 'POST', path, body, headers);

/** The cookies that an answer sets, as a request brings them. */
export const cookiesOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0])
    .join('; ');

/** The code that an app shows, or will show `steps` later. */
export const codeOf = (secret: string, steps = 0) => totp(secret, { time: Date.now() + steps * 30_000 });

/** A code that is wrong now, and a step before and after. */
export function wrongCode(secret: string): string {
  const right = [-2, -1, 0, 1, 2].map((steps) => codeOf(secret, steps));
  return ['000000', '000001', '000002', '000003', '000004', '000005'].find((code) => !right.includes(code)) as string;
}

/** Invites somebody as maria; gives their id and the signed part of their link. */
export async function invite(clinic: Clinic, username: string, role = 'optician') {
  const response = await post(clinic, '/staff', { username, name: 'Ines Novak', role }, await clinic.session('maria'));
  expect(response.status).toBe(201);
  const { id, link } = (await response.json()) as { id: number; link: string };
  return { id, link: link.replace('/app/password#', '') };
}

export const PASSWORD = 'seven lenses on a shelf';

/** Somebody new with a password, who has logged in and must enrol. */
export async function newcomer(clinic: Clinic, username: string, role?: string) {
  const { id, link } = await invite(clinic, username, role);
  expect((await post(clinic, '/auth/password', { link, newPassword: PASSWORD })).status).toBe(204);
  const session = await clinic.sessionOf(await clinic.login(username, PASSWORD));
  return { id, username, session };
}

/** The same with a second factor, enrolled with the present code. */
export async function colleague(clinic: Clinic, username: string, role?: string) {
  const { id, session } = await newcomer(clinic, username, role);
  const enrolled = await enrol(clinic, session, PASSWORD);
  return { id, username, ...enrolled };
}

/** Enrols the second factor of a session's owner. */
export async function enrol(clinic: Clinic, session: Session, password: string) {
  const begun = await post(clinic, '/account/second-factor', { password }, session);
  expect(begun.status).toBe(201);
  const { secret } = (await begun.json()) as { secret: string };
  const confirmed = await post(clinic, '/account/second-factor/confirm', { code: codeOf(secret) }, session);
  expect(confirmed.status).toBe(200);
  const { recoveryCodes } = (await confirmed.clone().json()) as { recoveryCodes: string[] };
  return { secret, recoveryCodes, session: await clinic.sessionOf(confirmed) };
}

/** The first step of a log-in that needs a second; gives the cookie that waits for it. */
export async function passwordStep(clinic: Clinic, username: string, password = PASSWORD) {
  const response = await clinic.login(username, password);
  expect({ status: response.status, body: await response.json() }).toEqual({ status: 202, body: { next: 'code' } });
  const cookie = cookiesOf(response);
  expect(cookie).toMatch(/^clinic-login=[\w-]{43}$/);
  return { cookie };
}

export const codeStep = (clinic: Clinic, code: string, pending: object) =>
  post(clinic, '/auth/login/code', { code }, pending);
