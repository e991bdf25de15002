/** The clinic that is put under load: the compiled server in a process of its own, with a database of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from '../test/until';

/** From where the bundle stands, in `dist/load`. */
const inClinic = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** How the server's process was between two moments. */
export interface Vitals {
  peakRssMiB: number;
  cpuSeconds: number;
  /** By how much longer than it asked for a timer of the event loop had to wait. */
  delayP50Ms: number;
  delayP99Ms: number;
  delayMaxMs: number;
}

export class Target {
  readonly url: URL;
  readonly #process: ChildProcess;
  readonly #folder: string;

  private constructor(url: URL, process: ChildProcess, folder: string) {
    this.url = url;
    this.#process = process;
    this.#folder = folder;
  }

  /** Starts one with a data folder of its own, on PGlite unless there is a `databaseUrl`. */
  static async start(backend: 'native' | 'js', databaseUrl: string | undefined): Promise<Target> {
    const folder = mkdtempSync(join(tmpdir(), 'clinic-load-'));
    const { DATABASE_URL: _, CLINIC_KEYS: __, ...inherited } = process.env;
    const server = spawn(process.execPath, ['--import', inClinic('load/vitals.mjs'), inClinic('dist/server.js')], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: {
        ...inherited,
        CLINICORE_BACKEND: backend,
        CLINIC_DATA: folder,
        HOST: '127.0.0.1',
        PORT: '0',
        // Its staff sit at different machines; the limits of an address stay as they are.
        TRUSTED_PROXIES: '1',
        ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
      },
    });
    process.once('exit', () => server.kill('SIGKILL'));
    let output = '';
    for (const stream of [server.stdout, server.stderr]) {
      stream?.on('data', (chunk) => {
        output = (output + chunk).slice(-10_000);
      });
    }
    const url = await until(() => {
      if (server.exitCode !== null) throw new Error(`The clinic ended:\n${output}`);
      return /Listening on (http:\S+)/.exec(output)?.[1];
    });
    return new Target(new URL(url), server, folder);
  }

  /** What `work` gives, and how the server was meanwhile. */
  async during<T>(work: () => Promise<T>): Promise<[T, Vitals]> {
    this.#process.send('begin');
    const result = await work();
    const answered = once(this.#process, 'message');
    this.#process.send('end');
    const [vitals] = (await answered) as [Vitals];
    return [result, vitals];
  }

  /** Stops it as a supervisor does; gives its exit code, `null` where a signal ended it. */
  async stop(): Promise<number | null> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      const ended = once(this.#process, 'exit');
      this.#process.kill('SIGTERM');
      await ended;
    }
    rmSync(this.#folder, { recursive: true, force: true });
    return this.#process.exitCode;
  }
}
