/**
 * What the package does to the process that loads it: panics, exits, worker_threads, loading. Each case runs a script
 * of fixtures/ in a process of its own, which must end by itself, with status 0 and nothing on stderr, unless it says
 * otherwise.
 */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backends, needsNative } from './backends';

const { version } = createRequire(import.meta.url)('../package.json') as { version: string };
const withNative = backends.includes('native');

interface Ended {
  /** Exit status, or the signal that killed it. */
  status: number | string | null;
  stdout: string;
  stderr: string;
}

/** Runs a fixture to its end. One that hangs is killed, and so reports a signal for its status. */
function start(fixture: string, args: string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const { CLINICORE_BACKEND: _, NAPI_RS_NATIVE_LIBRARY_PATH: __, ...inherited } = process.env;
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [join(import.meta.dirname, 'fixtures', fixture), ...args],
      { env: { ...inherited, ...env }, timeout: 50_000, killSignal: 'SIGKILL' },
      (_, stdout, stderr) => resolve({ status: child.signalCode ?? child.exitCode, stdout, stderr }),
    );
  });
}

/** The JSON a fixture prints, of a process that ended well. */
async function answer(fixture: string, args: string[] = [], env: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = await start(fixture, args, env);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return JSON.parse(stdout);
}

describe.skipIf(!withNative)(`a panic in the native backend${needsNative}`, () => {
  const secret = 'Erika-Mustermann-1964';
  let ended: Ended;
  beforeAll(async () => {
    ended = await start('panics.cjs', [secret], { CLINICORE_BACKEND: 'native' });
  });

  const internal = { name: 'ClinicoreError', code: 'ERR_INTERNAL', message: 'Clinicore failed unexpectedly' };

  it('becomes an error of the call, in every kind of export and lane, and harms no other call', () => {
    const { seen } = JSON.parse(ended.stdout);
    expect(seen).toEqual([
      { kind: 'sync', ...internal },
      { kind: 'interactive job', ...internal },
      { kind: 'bulk job', ...internal },
      { kind: 'job inside a job', ...internal },
      { kind: 'outer done' },
    ]);
  });

  it('leaves the process, its pool and its threads at work', () => {
    const { many, verified, running, interactive, bulk } = JSON.parse(ended.stdout);
    expect(many).toEqual(Array(50).fill('ERR_INTERNAL'));
    expect({ verified, running, interactive, bulk }).toEqual({ verified: true, running: 0, interactive: 0, bulk: 0 });
    expect(ended.status).toBe(0);
  });

  it('says on stderr where it was, and nothing of what it said', () => {
    expect(ended.stdout + ended.stderr).not.toContain(secret);
    const lines = ended.stderr.trim().split('\n');
    expect(lines).toHaveLength(54);
    for (const line of lines) {
      expect(line).toMatch(
        /^clinicore: internal fault at \S+diagnostics\.rs:\d+ \(the details are withheld; the call was rejected\)$/,
      );
    }
  });
});

describe.each(backends)('a process that runs jobs on the %s backend', (name) => {
  const env = { CLINICORE_BACKEND: name };
  const clean = { status: 0, stderr: '' };

  it('ends by itself when nothing is left to do', async () => {
    expect(await start('work.cjs', ['wait', '10', '4'], env)).toEqual({ ...clean, stdout: 'done: 4\n' });
  });

  it('lets go of a call, its listener and its input when it is done', async () => {
    expect(await start('leak.cjs', [], env)).toEqual({ ...clean, stdout: 'let go\n' });
  });

  it('ends by itself when jobs were refused', async () => {
    expect(await start('work.cjs', ['refuse', '10', '8'], env)).toEqual({ ...clean, stdout: 'ERR_BUSY done\n' });
  });

  // At cost 14 the 200 jobs are minutes of work: that the process ends in time shows that it did not wait for them.
  it.each(['exit', 'exit at once'])('ends with status 0 on process.exit with 200 jobs queued: %s', async (ending) => {
    expect(await start('work.cjs', [ending, '14', '200'], env)).toEqual({ ...clean, stdout: '' });
  });

  it("ends with Node's own status 1 on an uncaught exception with 200 jobs queued", async () => {
    const { status, stderr } = await start('work.cjs', ['throw', '14', '200'], env);
    expect(status).toBe(1);
    expect(stderr).toContain('SyntaxError');
  });

  const right = [true, false, true, false];
  it.each([
    ['four at once, main too', Array(5).fill(right)],
    ['four at once, workers only', Array(4).fill(right)],
    ['one after the other', Array(10).fill(right)],
    ['terminated at work', right],
    ['terminated at work, workers only', right],
  ])('serves worker_threads: %s', async (scenario, answers) => {
    expect(await answer('workers.cjs', [scenario], env)).toEqual(answers);
  });
});

describe('loading', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clinicore-'));
    writeFileSync(join(folder, 'garbage.node'), 'not a shared library');
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('takes JavaScript when asked to, without a warning', async () => {
    const loaded = await answer('load.cjs', [], { CLINICORE_BACKEND: 'js' });
    expect(loaded).toEqual({ backend: 'js', loadError: null, warnings: [] });
  });

  it.skipIf(!withNative).each([{}, { CLINICORE_BACKEND: 'auto' }, { CLINICORE_BACKEND: 'native' }])(
    `takes the native backend where there is one: %j${needsNative}`,
    async (env) => {
      expect(await answer('load.cjs', [], env)).toEqual({ backend: 'native', loadError: null, warnings: [] });
    },
  );

  it('refuses a CLINICORE_BACKEND it does not know', async () => {
    const { thrown } = await answer('load.cjs', [], { CLINICORE_BACKEND: 'nonsense' });
    expect(thrown).toEqual({
      name: 'ClinicoreError',
      code: 'ERR_INVALID_ARGUMENT',
      message: "The environment variable CLINICORE_BACKEND must be 'native', 'js' or 'auto'",
    });
  });

  const commands = [
    `npm install --include=optional --os=${process.platform} --cpu=${process.arch}`,
    'npm run build:native',
  ];

  describe.each(['missing.node', 'garbage.node'])('with %s for a binary', (file) => {
    const broken = () => ({ NAPI_RS_NATIVE_LIBRARY_PATH: join(folder, file) });

    it.each([{}, { CLINICORE_BACKEND: 'auto' }])('falls back, warns once and says how to mend it: %j', async (env) => {
      const { status, stdout, stderr } = await start('load.cjs', [], { ...broken(), ...env });
      const { backend, loadError, warnings } = JSON.parse(stdout);
      expect({ status, backend }).toEqual({ status: 0, backend: 'js' });
      expect(loadError).toMatchObject({ name: 'ClinicoreError', code: 'ERR_BACKEND_UNAVAILABLE' });
      expect(warnings).toHaveLength(1);
      expect(warnings[0]).toMatchObject({ name: 'ClinicoreWarning', code: 'CLINICORE_FALLBACK' });
      for (const command of commands) {
        expect(loadError.message).toContain(command);
        expect(warnings[0].message).toContain(command);
      }
      expect(stderr.match(/CLINICORE_FALLBACK/g)).toHaveLength(1);
    });

    it('throws when native is asked for, saying how to mend it', async () => {
      const { thrown, warnings } = await answer('load.cjs', [], { ...broken(), CLINICORE_BACKEND: 'native' });
      expect(thrown.code).toBe('ERR_BACKEND_UNAVAILABLE');
      for (const command of commands) expect(thrown.message).toContain(command);
      expect(warnings).toEqual([]);
    });

    it('does not look for the binary at all when JavaScript is asked for', async () => {
      const loaded = await answer('load.cjs', [], { ...broken(), CLINICORE_BACKEND: 'js' });
      expect(loaded).toEqual({ backend: 'js', loadError: null, warnings: [] });
    });
  });

  it.each(['require.cjs', 'import.mjs'])('gives the same names and subpaths to %s', async (fixture) => {
    const name = withNative ? 'native' : 'js';
    expect(await answer(fixture, [], { CLINICORE_BACKEND: name })).toEqual({
      all: [
        'ClinicoreError',
        'backend',
        'configure',
        'crypto',
        'dicom',
        'export',
        'loadError',
        'pdf',
        'stats',
        'version',
      ],
      types: { backend: name, version, loadError: null, ClinicoreError: 'function', configure: 'function' },
      same: Array(5).fill(true),
    });
  });
});
