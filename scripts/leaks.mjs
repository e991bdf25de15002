/**
 * Whether calls lose memory: `node scripts/leaks.mjs [--calls 100000] [--seconds 0.1] [--only 'regular expression'] [--all]`,
 * after `npm run build:native` and `npm run build:js`. Each function is called in each way as often as is asked for, or as time
 * allows; what is left of each is told with `--all`.
 * On Linux with the GNU C library, whose allocator is counted (`leaks/counter.rs`); `__test__/leaks.ts` does the calls.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');
const { values: given } = parseArgs({
  options: {
    calls: { type: 'string', default: '100000' },
    seconds: { type: 'string', default: '0.1' },
    only: { type: 'string', default: '' },
    all: { type: 'boolean', default: false },
  },
});

/** A module that is bundled finds its files where it stood. */
const standing = {
  name: 'standing',
  setup({ onLoad }) {
    onLoad({ filter: /__test__.*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8')
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)))
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)),
      loader: 'ts',
    }));
  },
};

const folder = mkdtempSync(join(tmpdir(), 'clinicore-leaks-'));
try {
  const [library, allocated, program] = ['libcounter.so', 'allocated', 'leaks.mjs'].map((name) => join(folder, name));
  const source = join(import.meta.dirname, 'leaks/counter.rs');
  const options = ['--edition', '2024', '-O', '-C', 'panic=abort', '--crate-type', 'cdylib'];
  execFileSync('rustc', [...options, '-o', library, source], { stdio: 'inherit' });
  writeFileSync(allocated, Buffer.alloc(8));
  await build({
    entryPoints: [join(root, '__test__/leaks.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    alias: { clinicore: join(root, 'dist/index.js') },
    external: [join(root, 'dist/*')],
    plugins: [standing],
    logLevel: 'warning',
  });
  const args = [given.calls, given.seconds, given.only, String(given.all)];
  const { status } = spawnSync(process.execPath, ['--expose-gc', program, ...args], {
    stdio: 'inherit',
    env: { ...process.env, CLINICORE_ALLOCATED: allocated, LD_PRELOAD: library },
  });
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
