/**
 * Completes package-lock.json with the platform packages (`@esbuild/darwin-arm64` and the like) that npm left out of it.
 *
 * npm records only those it could see when the lock file was written (npm/cli#4828); `npm ci` then refuses the lock file,
 * and an install on another platform lacks its binary. An entry needs no more than the version and what it runs on.
 * To be run after a dependency was added or updated.
 */
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
const sorted = Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1));
writeFileSync('package-lock.json', `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`);
console.log(`package-lock.json: ${added} platform packages added`);

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
