/** `npx clinicore`, each case in a process of its own, as a shell would start it. */
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { backends, needsNative } from './backends';

const root = join(import.meta.dirname, '..');
const { version, bin } = createRequire(import.meta.url)('../package.json') as {
  version: string;
  bin: { clinicore: string };
};

function clinicore(args: string[], env: NodeJS.ProcessEnv = {}) {
  const { CLINICORE_BACKEND: _, NAPI_RS_NATIVE_LIBRARY_PATH: __, ...inherited } = process.env;
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    const options = { env: { ...inherited, NODE_NO_WARNINGS: '1', ...env }, timeout: 50_000 };
    const child = execFile(process.execPath, [join(root, bin.clinicore), ...args], options, (_, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}

const NOWHERE = { NAPI_RS_NATIVE_LIBRARY_PATH: join(root, 'nowhere.node') };

describe('clinicore doctor', () => {
  it.skipIf(!backends.includes('native'))(`says that all is well where the binary loads${needsNative}`, async () => {
    const { code, stdout } = await clinicore(['doctor']);
    expect(stdout).toMatch(/^✓ Backend {4}native, of .*\.node \(\d+\.\d MB\)/m);
    expect(stdout).toMatch(/^✓ Self-test {2}stats, pdf, dicom, export, crypto answer right on native and js$/m);
    expect(stdout).toMatch(/^✓ Processor .*\b(ssse3|neon)\b/m);
    expect(stdout).not.toContain('✗');
    expect(code).toBe(0);
  });

  it('finds nothing wrong where JavaScript was asked for', async () => {
    const { code, stdout } = await clinicore(['doctor'], { CLINICORE_BACKEND: 'js' });
    expect(stdout).toMatch(/^✓ Backend {4}JavaScript, as CLINICORE_BACKEND asks/m);
    expect(stdout).toMatch(/^✓ Self-test {2}stats, pdf, dicom, export, crypto answer right on js$/m);
    expect(code).toBe(0);
  });

  it('says why it is JavaScript, and the command that mends it', async () => {
    const { code, stdout } = await clinicore(['doctor', '--json'], NOWHERE);
    const findings = JSON.parse(stdout) as { about: string; ok: boolean; says: string; mend?: string[] }[];
    expect(findings.filter(({ ok }) => !ok).map(({ about }) => about)).toEqual(['Backend']);
    expect(findings[0]?.says).toContain('nowhere.node');
    expect(findings[0]?.mend?.join('\n')).toContain('npm install --include=optional --os=');
    expect(code).toBe(1);
  });

  it('says so of a package that does not load at all', async () => {
    for (const env of [{ ...NOWHERE, CLINICORE_BACKEND: 'native' }, { CLINICORE_BACKEND: 'rust' }]) {
      const { code, stdout, stderr } = await clinicore(['doctor'], env);
      expect(stdout).toMatch(
        /^✗ Backend {4}The (native backend could not be loaded|environment variable CLINICORE_BACKEND)/m,
      );
      expect(stdout).toMatch(/^✗ Worker {5}a worker thread cannot load it/m);
      expect(stderr).toBe('');
      expect(code).toBe(1);
    }
  });
});

describe('clinicore', () => {
  it('says its version, and how it is used', async () => {
    expect(await clinicore(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
    for (const args of [[], ['--help']]) {
      const { code, stdout } = await clinicore(args);
      expect(stdout).toMatch(/clinicore doctor .*\n.*clinicore bench/);
      expect(code).toBe(0);
    }
  });

  it.each(['diagnose', 'constructor', '--doctor', 'doctor --verbose'])('does not know %s', async (line) => {
    const { code, stdout, stderr } = await clinicore(line.split(' '));
    expect(stdout).toBe('');
    expect(stderr).toContain('clinicore doctor');
    expect(code).toBe(2);
  });
});
