/** Who asks: staff who were invited, set a password and enrolled an authenticator app, as the clinic's pages do it. */
import { totp } from 'clinicore/crypto';
import type { Ask, Line } from './line';

/** Somebody's headers: the session, its token, and the address of their machine. */
export type Session = Record<string, string>;

const STEP_MS = 30_000;

export class Person {
  readonly username: string;
  readonly password: string;
  readonly address: string;
  #secret = '';
  #lastStep = 0;
  #recoveryCodes: string[] = [];

  constructor(username: string, password: string, address: string) {
    this.username = username;
    this.password = password;
    this.address = address;
  }

  enrolled(secret: string, step: number, recoveryCodes: string[]): void {
    this.#secret = secret;
    this.#lastStep = step;
    this.#recoveryCodes = recoveryCodes;
  }

  /** A code that was not used yet; `undefined` as long as there is none: each is good once. */
  code(): string | undefined {
    const step = Math.floor(Date.now() / STEP_MS);
    if (step <= this.#lastStep) return this.#recoveryCodes.pop();
    this.#lastStep = step;
    return totp(this.#secret, { time: step * STEP_MS });
  }
}

export const DEMO = {
  olga: new Person('olga', 'demo-optometrist', '192.0.2.1'),
  pavel: new Person('pavel', 'demo-optician', '192.0.2.2'),
  rita: new Person('rita', 'demo-reception', '192.0.2.3'),
  maria: new Person('maria', 'demo-manager', '192.0.2.4'),
};

const PASSWORD = 'seven lenses on a shelf';

export const json = (method: string, body: object, headers: Session) => ({
  method,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

/** The first step of a log-in, as somebody at their own machine. */
export const passwordStep = ({ username, password, address }: Person) =>
  json('POST', { username, password }, { 'x-forwarded-for': address });

/** Asks for what must succeed. */
async function must(line: Line, ask: Ask) {
  const answer = await line.ask({ wantsBody: true, ...ask });
  if (!answer || !(ask.expected ?? [200]).includes(answer.status)) {
    throw new Error(`${ask.method ?? 'GET'} ${ask.path} answered ${answer?.status} ${answer?.body}`);
  }
  return {
    answer,
    body: (answer.body.length > 0 ? JSON.parse(answer.body.toString()) : {}) as Record<string, unknown>,
  };
}

/** Logs in somebody who has no second factor yet. */
export async function logIn(line: Line, person: Person): Promise<Session> {
  const { answer } = await must(line, { path: '/auth/login', ...passwordStep(person) });
  return withToken(line, answer.cookies.at(-1) as string, person);
}

async function withToken(line: Line, cookie: string, { address }: Person): Promise<Session> {
  const session = { cookie, 'x-forwarded-for': address };
  const { body } = await must(line, { path: '/auth/session', headers: session });
  return { ...session, 'x-csrf-token': body.csrf as string };
}

/** Invites somebody, who sets a password and enrols a second factor. */
export async function newcomer(line: Line, manager: Session, n: number): Promise<Person> {
  const person = new Person(`load${n}`, PASSWORD, `198.51.100.${n % 250}`);
  const invitation = { username: person.username, name: `Newcomer ${n}`, role: 'optician' };
  const invited = await must(line, { path: '/staff', ...json('POST', invitation, manager), expected: [201] });
  const link = String(invited.body.link).replace('/app/password#', '');
  const newPassword = { link, newPassword: PASSWORD };
  await must(line, { path: '/auth/password', ...json('POST', newPassword, {}), expected: [204] });
  const session = await logIn(line, person);
  const begun = await must(line, {
    path: '/account/second-factor',
    ...json('POST', { password: PASSWORD }, session),
    expected: [201],
  });
  const secret = String(begun.body.secret);
  const step = Math.floor(Date.now() / STEP_MS);
  const code = totp(secret, { time: step * STEP_MS });
  const confirmed = await must(line, { path: '/account/second-factor/confirm', ...json('POST', { code }, session) });
  person.enrolled(secret, step, confirmed.body.recoveryCodes as string[]);
  return person;
}
