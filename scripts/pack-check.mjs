/**
 * `npm run pack:check`: the package as a user installs it. Packs it and this machine's platform package, lays the tarballs out
 * in fresh folders, and uses them there; a line each. With `--online`, too, what needs the registry: npm's own install with
 * a lock file, and other versions of Node. Needs `npm run build:native` and `npm run build:js`.
 */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const fixtures = join(root, 'scripts/pack-check');
const work = mkdtempSync(join(tmpdir(), 'pack-check-'));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const online = process.argv.includes('--online');
const windows = process.platform === 'win32';

/** Runs a command; its output, or an error with all of it. */
function run(command, args, { status = 0, ...options } = {}) {
  const ended = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    shell: windows && command === 'npm',
    ...options,
  });
  const output = `${ended.stderr ?? ''}${ended.stdout ?? ''}`;
  if (ended.error || ended.status !== status) {
    throw new Error(`${command} ${args.join(' ')} ended with ${ended.error?.message ?? ended.status}\n${output}`);
  }
  return output;
}

/** A tarball of a package. */
function packed(folder) {
  const [{ filename }] = JSON.parse(
    run('npm', ['pack', '--json', '--ignore-scripts', '--loglevel=error', '--pack-destination', work], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    }),
  );
  return join(work, filename);
}

/** This machine's platform package, as the release makes it. */
function platformPackage() {
  const [binary] = readdirSync(join(root, 'native')).filter((name) => name.endsWith('.node'));
  if (!binary) throw new Error('There is no native/*.node: run npm run build:native first');
  const [, triple] = /^clinicore\.(.+)\.node$/.exec(binary);
  // Only in the project's own folder does napi make them.
  const folders = join(root, 'target/npm');
  run('npx', ['napi', 'create-npm-dirs', '--npm-dir', 'target/npm'], { shell: windows });
  cpSync(join(root, 'native', binary), join(folders, triple, binary));
  return { name: `clinicore-${triple}`, binary, tarball: packed(join(folders, triple)) };
}

const clinicore = packed(root);
const platform = platformPackage();

/** A fresh folder with the package in its node_modules; `binary` says which platform package. */
function installed(binary = 'right') {
  const folder = mkdtempSync(join(work, 'user-'));
  const modules = join(folder, 'node_modules');
  unpack(clinicore, join(modules, 'clinicore'));
  const links = [...Object.keys(manifest.dependencies), 'express', '@types/node', '@types/express'];
  for (const name of links) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), join(modules, name), 'junction');
  }
  if (binary !== 'none') unpack(platform.tarball, join(modules, platform.name));
  if (binary === 'damaged')
    writeFileSync(join(modules, platform.name, platform.binary), 'of another machine '.repeat(1000));
  cpSync(fixtures, folder, { recursive: true });
  return folder;
}

function unpack(tarball, folder) {
  mkdirSync(folder, { recursive: true });
  run('tar', ['-xzf', tarball, '--strip-components=1', '-C', folder]);
}

const { CLINICORE_BACKEND: _, NAPI_RS_NATIVE_LIBRARY_PATH: __, ...env } = process.env;
/** Runs a fixture with Node; the last line of what it says. */
const node = (folder, args, options = {}) =>
  run(options.node ?? process.execPath, args, { cwd: folder, env, ...options }).trim();

/** What every way to use the package must say. */
const WELL = /native .*answers/;

const CHECKS = {
  'require in CommonJS': () => expectSaid(node(installed(), ['use.cjs']), WELL),
  'import in a module': () => expectSaid(node(installed(), ['use.mjs']), WELL),
  'TypeScript, node16': () => typescript('node16', 'node16'),
  'TypeScript, nodenext': () => typescript('nodenext', 'nodenext'),
  'TypeScript, bundler': () => typescript('esnext', 'bundler'),
  worker_threads: () => expectSaid(node(installed(), ['worker.cjs']), /4 workers: native, native, native, native/),
  'npx clinicore doctor': () =>
    expectSaid(node(installed(), ['node_modules/clinicore/dist/cli.js', 'doctor']), /✓ Self-test/),
  'npx clinicore bench': () =>
    expectSaid(node(installed(), ['node_modules/clinicore/dist/cli.js', 'bench']), /one-time code/),
  'esbuild, the package left external': () => esbuild(['--external:clinicore']),
  'esbuild, only the binary left external': () => esbuild(['--external:*.node', '--external:clinicore-*']),
  'webpack, the package left external': () => webpack(),
  'without the platform package (npm ci --omit=optional)': () =>
    expectSaid(
      node(installed('none'), ['use.cjs']),
      new RegExp(`Cannot find module '${platform.name}'.*--include=optional.*js .*answers`, 's'),
    ),
  'a binary of another machine': () =>
    expectSaid(
      node(installed('damaged'), ['use.cjs']),
      /could not be loaded: .*(invalid ELF|not a valid|mach-o|file too short).*js .*answers/is,
    ),
  'a file system that cannot be written': readOnly,
  ...(online && {
    'npm install and npm ci, from the registry': npmInstall,
    'npm ci --omit=optional, from the registry': npmOmit,
    'Node 20': () => otherNode('20'),
    'Node 22': () => otherNode('22'),
    'the newest Node': () => otherNode('latest'),
  }),
};

function expectSaid(output, pattern) {
  if (!pattern.test(output)) throw new Error(`It should have said ${pattern}, but said:\n${output}`);
  return output.split('\n').at(-1);
}

function typescript(module, resolution) {
  const folder = installed();
  const options = ['--strict', '--noEmit', '--target', 'es2022', '--module', module, '--moduleResolution', resolution];
  run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), ...options, '--types', 'node', 'typed.ts'], {
    cwd: folder,
  });
  return 'typed.ts compiles';
}

function esbuild(flags) {
  const folder = installed();
  const bin = join(root, 'node_modules/esbuild/bin/esbuild');
  run(
    bin,
    ['service.mjs', '--bundle', '--platform=node', '--outfile=service.bundle.cjs', '--log-level=warning', ...flags],
    { cwd: folder },
  );
  return expectSaid(node(folder, ['service.bundle.cjs']), WELL);
}

function webpack() {
  const folder = installed();
  node(folder, [join(fixtures, 'webpack.mjs'), folder]);
  return expectSaid(node(folder, ['service.webpack.cjs']), WELL);
}

/** Root may write anywhere: it runs this as nobody. */
function readOnly() {
  const folder = installed();
  const asNobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  chmodSync(work, 0o755);
  run('chmod', ['-R', 'a+rX,a-w', folder]);
  try {
    return expectSaid(node(folder, ['use.cjs'], { ...asNobody, env: { ...env, TMPDIR: folder, HOME: folder } }), WELL);
  } finally {
    run('chmod', ['-R', 'u+w', folder]);
  }
}

/** A folder whose dependencies npm installs itself. */
function project() {
  const folder = mkdtempSync(join(work, 'npm-'));
  cpSync(fixtures, folder, { recursive: true });
  const file = (path) => `file:${path}`;
  const dependencies = { clinicore: file(clinicore) };
  const optionalDependencies = { [platform.name]: file(platform.tarball) };
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'user', version: '1.0.0', dependencies, optionalDependencies }),
  );
  run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder });
  rmSync(join(folder, 'node_modules'), { recursive: true });
  return folder;
}

function npmInstall() {
  const folder = project();
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder });
  expectSaid(run('npx', ['clinicore', 'doctor'], { cwd: folder, env, shell: windows }), /✓ Self-test/);
  return expectSaid(node(folder, ['use.cjs']), WELL);
}

function npmOmit() {
  const folder = project();
  run('npm', ['ci', '--omit=optional', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder });
  return expectSaid(node(folder, ['use.cjs']), /Cannot find module.*js .*answers/s);
}

/** Node of a version, which npm's `node` package has for every platform. */
function otherNode(version) {
  const folder = installed();
  run(
    'npm',
    ['install', '--prefix', join(folder, 'node'), '--no-audit', '--no-fund', '--loglevel=error', `node@${version}`],
    { cwd: folder },
  );
  const said = node(folder, ['use.cjs'], { node: join(folder, 'node/node_modules/node/bin/node') });
  return expectSaid(said, WELL);
}

const WIDTH = Math.max(...Object.keys(CHECKS).map(({ length }) => length));
let failed = 0;
for (const [name, check] of Object.entries(CHECKS)) {
  try {
    console.log(`✓ ${name.padEnd(WIDTH)}  ${check()}`);
  } catch (error) {
    failed++;
    console.log(`✗ ${name.padEnd(WIDTH)}  ${error.message}`);
  }
}
rmSync(work, { recursive: true, force: true });
process.exitCode = failed > 0 ? 1 : 0;
