/**
 * Completes package-lock.json with the platform packages (`@esbuild/darwin-arm64` and the like) that npm left out of it.
 *
 * npm records only those it could see when the lock file was written (npm/cli#4828); `npm ci` then refuses the lock file,
 * and an install on another platform lacks its binary. An entry needs the version, what it runs on, and the hash that npm
 * holds what it downloads to: the registry is asked for that. To be run after a dependency was added or updated.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const SYSTEMS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const PROCESSORS = ['arm64', 'x64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32'];

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const { packages } = lock;
let added = 0;
for (const [path, { optionalDependencies = {} }] of Object.entries(packages)) {
  const missing = Object.entries(optionalDependencies).filter(([name]) => resolve(path, name) === undefined);
  const present = Object.keys(optionalDependencies)
    .map((name) => resolve(path, name))
    .find(Boolean);
  for (const [name, range] of missing) {
    const folder = present ? present.slice(0, present.lastIndexOf('node_modules/')) : '';
    packages[`${folder}node_modules/${name}`] = {
      version: range.replace(/^[\^~]/, ''),
      ...platform(name),
      ...like(present),
    };
    added++;
  }
}
const unhashed = Object.entries(packages).filter(
  ([path, { link, integrity }]) => /(^|\/)node_modules\//.test(path) && !link && !integrity,
);
for (const [path, entry] of unhashed) entry.integrity = integrity(path.split('node_modules/').at(-1), entry.version);
const unknown = unhashed.filter(([, { integrity }]) => !integrity).length;
const sorted = Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1));
writeFileSync('package-lock.json', `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`);
console.log(`package-lock.json: ${added} platform packages added`);
if (unknown > 0)
  console.log(`${unknown} have no hash, since this registry does not have them: run it where the registry has all`);

/** The hash of a package, if the registry has it. */
function integrity(name, version) {
  const view = ['view', `${name}@${version}`, 'dist.integrity', '--loglevel=silent'];
  const { stdout } = spawnSync('npm', view, { encoding: 'utf8', shell: process.platform === 'win32' });
  return /^sha512-\S+/.exec(stdout)?.[0];
}

/** Where the package at `path` finds `name`, as Node looks for it. */
function resolve(path, name) {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const candidate = `${folder}${folder && '/'}node_modules/${name}`;
    if (packages[candidate]) return candidate;
    if (!folder) return undefined;
  }
}

/** What a platform package runs on, from its name; one without a platform in its name runs everywhere. */
function platform(name) {
  const words = name.split(/[/_.-]/).map((word) => (word === 'armv7' || word === 'gnueabihf' ? 'arm' : word));
  const os = SYSTEMS.filter((system) => words.includes(system));
  const cpu = PROCESSORS.filter((processor) => words.includes(processor));
  const libc = words.includes('musl') ? ['musl'] : words.includes('gnu') && os.includes('linux') ? ['glibc'] : [];
  return Object.fromEntries(Object.entries({ cpu, os, libc }).filter(([, list]) => list.length > 0));
}

/** The flags of the sibling that npm did record. */
function like(present) {
  const { dev, license, engines } = packages[present] ?? { dev: true };
  return JSON.parse(JSON.stringify({ dev, license, optional: true, engines }));
}
