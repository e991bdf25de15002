/**
 * What `npm start` and `npm test` need before they can run, done only where it is missing: dependencies, the native
 * binding, the JavaScript build. Plain Node, since it runs before anything is installed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** One line per step, so that a first run of minutes does not look like a hang. */
export function say(step) {
  console.log(`\x1b[36m▸\x1b[0m ${step}`);
}

/** Runs a command in the checkout with its output shown, and ends this process with it if it fails. */
export function run(command, args, options = {}) {
  if (succeeds(command, args, options)) return;
  console.error(`${command} ${args.join(' ')} failed`);
  process.exit(1);
}

function succeeds(command, args, options = {}) {
  const shell = process.platform === 'win32';
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', shell, ...options });
  if (error) throw error;
  return status === 0;
}

/**
 * Installs, builds native where Rust allows, builds JavaScript. Says whether the native binding is there. A native build
 * that fails (an old Rust, a missing linker) ends the process, unless `orFallBack`.
 */
export function setUp({ orFallBack }) {
  install();
  const native = buildNative(orFallBack);
  buildJavaScript();
  return { native };
}

/** Whether a Rust toolchain is on the path. */
export function hasRust() {
  return spawnSync('cargo', ['--version'], { stdio: 'ignore', shell: process.platform === 'win32' }).status === 0;
}

function install() {
  if (newest(['package-lock.json']) <= newest(['node_modules/.package-lock.json'])) return;
  say('Installing dependencies');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
}

function buildNative(orFallBack) {
  const built = readdirSync(join(root, 'native')).filter((file) => file.endsWith('.node'));
  const sources = newest(['Cargo.toml', 'Cargo.lock', 'crates']);
  const stale = built.length > 0 && built.every((file) => newest([`native/${file}`]) < sources);
  // One that was not built here is an installed prebuilt one.
  if (!stale && loads()) return true;
  if (!hasRust()) {
    if (loads()) return true;
    say('No native binary fits this machine and there is no Rust toolchain: running on the JavaScript fallback');
    return false;
  }
  say('Building the native binding (the first time takes minutes)');
  const build = ['run', '--silent', 'build:native:local'];
  if (!orFallBack) {
    run('npm', build);
    return true;
  }
  if (succeeds('npm', build)) return true;
  const kept = loads();
  const instead = kept ? 'the binary built before' : 'the JavaScript fallback';
  say(`The native binding could not be built (it needs Rust 1.92 or newer): running on ${instead}`);
  return kept;
}

/** Whether a native binary, built here or installed prebuilt, loads and is this version's. */
function loads() {
  const probe = `process.exit(require('./native/binding.js').version() === require('./package.json').version ? 0 : 1)`;
  return spawnSync(process.execPath, ['-e', probe], { cwd: root, stdio: 'ignore' }).status === 0;
}

function buildJavaScript() {
  const sources = newest(['js', 'tsconfig.json', 'package.json', 'scripts/types.mjs', 'native/binding.d.ts']);
  if (sources <= newest(['dist/types/stats.d.ts'])) return;
  say('Building the JavaScript');
  run('npm', ['run', '--silent', 'build:js']);
}

/** When the newest of these files, or of the files under these folders, was changed; 0 when there is none. */
function newest(paths) {
  return Math.max(
    0,
    ...paths.map((path) => {
      const full = join(root, path);
      if (!existsSync(full)) return 0;
      const stat = statSync(full);
      return stat.isDirectory() ? newest(readdirSync(full).map((name) => join(path, name))) : stat.mtimeMs;
    }),
  );
}
