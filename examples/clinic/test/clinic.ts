/** The clinic as the tests see it: the compiled server in a process of its own, spoken to over HTTP. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { type ClientRequest, request as httpRequest, type RequestOptions } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { expect } from 'vitest';
import { until } from './until';

export { until };

export type Backend = 'native' | 'js';

/** The backends to test: both, unless `CLINICORE_TEST_BACKENDS=js` says that there is no native binary. */
export const backends: Backend[] = process.env.CLINICORE_TEST_BACKENDS === 'js' ? ['js'] : ['native', 'js'];

const root = join(import.meta.dirname, '..');
const entry = join(root, 'dist/server.js');

/** What the server prints for the demo accounts. */
const PASSWORDS: Record<string, string> = {
  olga: 'demo-optometrist',
  pavel: 'demo-optician',
  rita: 'demo-reception',
  maria: 'demo-manager',
  // Whom some tests add.
  mona: 'demo-manager',
};

/** The headers by which the clinic knows somebody. */
export interface Session {
  cookie: string;
  'x-csrf-token': string;
}

/** A running server. */
export class Clinic {
  readonly folder: string;
  readonly process: ChildProcess;
  /** All it has printed so far. */
  output = '';
  url = '';
  readonly #sessions = new Map<string, Session>();

  private constructor(folder: string, process: ChildProcess) {
    this.folder = folder;
    this.process = process;
    // Whatever becomes of the test, its server does not outlive it.
    const end = () => process.kill('SIGKILL');
    globalThis.process.once('exit', end);
    process.once('exit', () => globalThis.process.off('exit', end));
    for (const stream of [process.stdout, process.stderr]) {
      stream?.on('data', (chunk) => {
        this.output += chunk;
      });
    }
  }

  /** Starts a server on `folder`, without waiting for it. */
  static spawn(backend: Backend, folder: string, settings: Record<string, string> = {}): Clinic {
    const { DATABASE_URL: _, ...inherited } = process.env;
    const env = { ...inherited, CLINICORE_BACKEND: backend, CLINIC_DATA: folder, PORT: '0', ...settings };
    return new Clinic(folder, spawn(process.execPath, [entry], { env }));
  }

  /** Starts a server on `folder` and waits until it listens. */
  static async start(backend: Backend, folder: string, settings?: Record<string, string>): Promise<Clinic> {
    if (!existsSync(entry)) throw new Error(`Build the clinic first: npm run build -w examples/clinic (no ${entry})`);
    const clinic = Clinic.spawn(backend, folder, settings);
    clinic.url = await clinic.printed(/Listening on (http:\S+)/);
    return clinic;
  }

  /** Waits for a line; gives what its first group matched. */
  async printed(line: RegExp): Promise<string> {
    return until(() => {
      const match = line.exec(this.output);
      if (match) return match[1] ?? match[0];
      if (this.process.exitCode !== null) throw new Error(`The server ended:\n${this.output}`);
      return undefined;
    });
  }

  /** Asks as one of the staff, or as nobody. */
  async fetch(path: string, { as, ...init }: RequestInit & { as?: string } = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (as) for (const [name, value] of Object.entries(await this.session(as))) headers.set(name, value);
    return fetch(this.url + path, { ...init, headers });
  }

  /** What requests of one of the staff have in their headers, who is logged in at the first call. */
  async session(username: string): Promise<Session> {
    const known = this.#sessions.get(username);
    if (known) return known;
    const response = await this.login(username, PASSWORDS[username] as string);
    expect(response.status).toBe(200);
    const session = await this.sessionOf(response);
    this.#sessions.set(username, session);
    return session;
  }

  /** The same of whoever an answer has logged in. */
  async sessionOf(answer: Response): Promise<Session> {
    // The last of them: a log-in in two steps gives back the first step's.
    const cookie = (answer.headers.getSetCookie().at(-1) as string).split(';', 1)[0] as string;
    const { csrf } = (await (await this.fetch('/auth/session', { headers: { cookie } })).json()) as { csrf: string };
    return { cookie, 'x-csrf-token': csrf };
  }

  login(username: unknown, password: unknown): Promise<Response> {
    return this.fetch('/auth/login', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password }),
    });
  }

  /** A request whose connection the test holds, to hang up on; errors of the connection are what it is for. */
  async open(path: string, { as, ...options }: RequestOptions & { as?: string }): Promise<ClientRequest> {
    const headers = { ...options.headers, ...(as && (await this.session(as))) };
    const request = httpRequest(this.url + path, { ...options, agent: false, headers });
    request.on('error', () => {});
    return request;
  }

  /** What `/healthz` says; fails unless it is well. */
  async health() {
    const response = await this.fetch('/healthz');
    expect(response.status).toBe(200);
    return (await response.json()) as {
      clinicore: { version: string; backend: Backend; why: string };
      database: { kind: string; reachable: boolean };
      pool: { threads: number; maxQueue: number; running: number; interactive: number; bulk: number };
    };
  }

  /** Waits until the pool is as wanted. */
  poolIs(wanted: Partial<Awaited<ReturnType<Clinic['health']>>['pool']>): Promise<boolean> {
    return until(async () => {
      const pool: Record<string, number> = (await this.health()).pool;
      return Object.entries(wanted).every(([name, value]) => pool[name] === value) || undefined;
    });
  }

  /** Asks the server to stop; gives its exit code. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const ended = once(this.process, 'exit');
      this.process.kill(signal);
      await ended;
    }
    return this.process.exitCode;
  }
}

/** A problem document (RFC 9457) with this status and code; gives the whole of it. */
export async function expectProblem(response: Response, status: number, code: string) {
  const body = await response.text();
  expect({ status: response.status, type: response.headers.get('content-type'), body }).toMatchObject({
    status,
    type: expect.stringMatching(/^application\/problem\+json/),
    body: expect.stringContaining(`"code":"${code}"`),
  });
  const problem = JSON.parse(body) as Record<string, unknown> & { details?: Record<string, unknown> };
  expect(problem).toMatchObject({ status, code, type: expect.any(String), title: expect.any(String) });
  expect(problem.instance).toBe(new URL(response.url).pathname);
  return problem;
}

const folders: string[] = [];

/** An empty folder, removed by {@link removeFolders}. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'clinic-'));
  folders.push(folder);
  return folder;
}

/** A data folder as the first start leaves it, with `sql` run on it. */
export async function seededFolder(sql?: string): Promise<string> {
  const folder = emptyFolder();
  cpSync(await template(), folder, { recursive: true });
  if (sql) await onDatabase(folder, (database) => database.exec(sql));
  return folder;
}

/** Opens the database of a server that has stopped. */
export async function onDatabase<T>(folder: string, use: (database: PGlite) => Promise<T>): Promise<T> {
  const database = await PGlite.create(join(folder, 'postgres'));
  try {
    return await use(database);
  } finally {
    await database.close();
  }
}

export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** A seeded folder to copy from: made once for every state of the code that makes it. */
async function template(): Promise<string> {
  const makers = [
    'dist/seed',
    'dist/database',
    'dist/imaging',
    'dist/patients',
    'dist/sealed',
    'migrations',
    'migrations/meta',
  ].flatMap((folder) => readdirSync(join(root, folder)).map((file) => join(root, folder, file)));
  const hash = createHash('sha256');
  for (const file of ['package.json', ...makers.filter((file) => /\.(js|sql|json)$/.test(file)).sort()]) {
    hash.update(readFileSync(resolve(root, file)));
  }
  const parent = join(root, '.clinic-data');
  const name = `test-${hash.digest('hex').slice(0, 16)}`;
  const folder = join(parent, name);
  if (existsSync(folder)) return folder;

  mkdirSync(parent, { recursive: true });
  for (const outdated of readdirSync(parent).filter((entry) => entry.startsWith('test-') && !entry.startsWith(name))) {
    rmSync(join(parent, outdated), { recursive: true, force: true });
  }
  const unfinished = mkdtempSync(`${folder}-`);
  await (await Clinic.start('js', unfinished)).stop();
  try {
    renameSync(unfinished, folder);
  } catch {
    // Another test file was quicker.
    rmSync(unfinished, { recursive: true, force: true });
  }
  return folder;
}
