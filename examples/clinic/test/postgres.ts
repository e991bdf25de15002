/** A PostgreSQL server of the tests' own, where one is installed. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import pg from 'pg';
import { until } from './until';

/** Where Debian and Ubuntu put each version; elsewhere it is in the PATH. */
const DEBIAN = '/usr/lib/postgresql';

/** The folder of PostgreSQL's programs; `undefined` where it is not installed. */
export const postgresPrograms: string | undefined = [
  ...(existsSync(DEBIAN) ? readdirSync(DEBIAN).map((version) => join(DEBIAN, version, 'bin')) : []).sort().reverse(),
  ...(process.env.PATH ?? '').split(delimiter),
].find((folder) => ['initdb', 'postgres'].every((program) => existsSync(join(folder, program))));

/** A running server with any number of databases. */
export class PostgresServer {
  readonly #port: number;
  readonly #stop: () => Promise<void>;
  #databases = 0;

  private constructor(port: number, stop: () => Promise<void>) {
    this.#port = port;
    this.#stop = stop;
  }

  static async start(): Promise<PostgresServer> {
    if (postgresPrograms === undefined) throw new Error('PostgreSQL is not installed');
    const folder = mkdtempSync(join(tmpdir(), 'clinic-postgres-'));
    const user = serverUser();
    if (user) chownSync(folder, user.uid, user.gid);
    const data = join(folder, 'data');
    execFileSync(
      join(postgresPrograms, 'initdb'),
      ['-D', data, '-U', 'clinic', '--auth=trust', '--no-sync', '--encoding=UTF8', '--locale=C'],
      { ...user, cwd: folder, stdio: 'ignore' },
    );
    const port = await freePort();
    const server = spawn(
      join(postgresPrograms, 'postgres'),
      ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${folder}`],
      { ...user, cwd: folder, stdio: 'ignore' },
    );
    const kill = () => server.kill('SIGKILL');
    process.once('exit', kill);
    const stop = async () => {
      process.off('exit', kill);
      if (server.exitCode === null) {
        const ended = once(server, 'exit');
        // Whoever is still connected is cut off.
        server.kill('SIGINT');
        await ended;
      }
      rmSync(folder, { recursive: true, force: true });
    };
    const made = new PostgresServer(port, stop);
    await until(async () => {
      if (server.exitCode !== null) throw new Error('PostgreSQL ended');
      return made.#isReady();
    });
    return made;
  }

  /** The address of a new, empty database, or of a copy of another, which nobody may be connected to. */
  async database(template = 'template1'): Promise<string> {
    const name = `clinic_${++this.#databases}`;
    const client = new pg.Client(this.#url('postgres'));
    await client.connect();
    await client.query(`create database ${name} template ${template.replace(/^.*\//, '')}`);
    await client.end();
    return this.#url(name);
  }

  stop(): Promise<void> {
    return this.#stop();
  }

  #url = (database: string) => `postgres://clinic@127.0.0.1:${this.#port}/${database}`;

  async #isReady(): Promise<true | undefined> {
    const client = new pg.Client(this.#url('postgres'));
    client.on('error', () => {});
    try {
      await client.connect();
      return true;
    } catch {
      return undefined;
    } finally {
      await client.end().catch(() => {});
    }
  }
}

/** PostgreSQL does not run as root: then as the user that its package made. */
function serverUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
