/** What doctor looks at, but for the answers themselves. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { availableParallelism, cpus, release } from 'node:os';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Finding } from './doctor';

const root = join(__dirname, '../..');
const { engines, version } = require('../../package.json') as { engines: { node: string }; version: string };

type Package = typeof import('..');

/** The package, as a service would get it; it may refuse to load. */
function load(): Package | Error {
  try {
    return require('..') as Package;
  } catch (error) {
    return error as Error;
  }
}

/** Which backend calls run on, and why. */
export function examineBackend(): Finding {
  const about = 'Backend';
  const loaded = load();
  if (loaded instanceof Error) return { about, ok: false, ...split(loaded.message) };
  const { backend, loadError } = loaded;
  const at = `clinicore ${version} in ${root}`;
  if (backend === 'native') return { about, ok: true, says: `native, of ${nativeFile()}; ${at}` };
  if (!loadError) return { about, ok: true, says: `JavaScript, as CLINICORE_BACKEND asks; ${at}` };
  const { says, mend } = split(loadError.message);
  return { about, ok: false, says: `JavaScript, which is slower; ${at}. ${says}`, mend: [...forOthers(), ...mend] };
}

/** A message that has the commands that mend what it says on lines of their own. */
function split(message: string): { says: string; mend: string[] } {
  const [says = '', ...mend] = message.split('\n');
  return { says, mend };
}

/** The binary that was loaded. */
function nativeFile(): string {
  const file = Object.keys(require.cache).find((path) => path.endsWith('.node') && path.includes('clinicore'));
  return file ? `${file} (${(statSync(file).size / 1e6).toFixed(1)} MB)` : 'NAPI_RS_NATIVE_LIBRARY_PATH';
}

/** Says so where the binary of another machine is installed, as in a node_modules that was copied. */
function forOthers(): string[] {
  const folder = dirname(root);
  const isBinary = (name: string) => /^clinicore-(linux|darwin|win32)-/.test(name);
  const others = existsSync(folder) ? readdirSync(folder).filter(isBinary) : [];
  if (others.length === 0) return [];
  return [
    `Installed is ${others.join(', ')}: if node_modules was copied from another machine, delete it and install here.`,
  ];
}

/** Whether this is a Node.js the package is made for. */
export function examineNode(): Finding {
  const least = /[\d.]+/.exec(engines.node)?.[0] ?? '';
  const ok = isAtLeast(process.versions.node, least);
  const says = `${process.version} (needs ${engines.node}), Node-API ${process.versions.napi}`;
  return {
    about: 'Node.js',
    ok,
    says,
    ...(!ok && { mend: [`Install Node.js ${least} or newer: https://nodejs.org`] }),
  };
}

function isAtLeast(given: string, least: string): boolean {
  const [a = 0, b = 0] = given.split('.').map(Number);
  const [c = 0, d = 0] = least.split('.').map(Number);
  return a > c || (a === c && b >= d);
}

/** The operating system, and its C library where there is more than one. */
export function examineSystem(): Finding {
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  const libc =
    process.platform === 'linux'
      ? `, ${header.glibcVersionRuntime ? `glibc ${header.glibcVersionRuntime}` : 'musl'}`
      : '';
  return { about: 'System', ok: true, says: `${process.platform} ${process.arch} ${release()}${libc}` };
}

/** The processor, and what of it the binary makes use of. */
export function examineProcessor(): Finding {
  const loaded = load();
  const model = cpus()[0]?.model.trim() ?? 'unknown';
  const used = loaded instanceof Error || loaded.backend === 'js' ? [] : featuresUsed();
  const cores = `${availableParallelism()} of ${cpus().length} cores for this process`;
  return { about: 'Processor', ok: true, says: [model, cores, used.join(' ')].filter(Boolean).join(', ') };
}

const featuresUsed = () => (require('../../native/binding.js') as typeof import('../../native/binding')).cpuFeatures();

/** The pool as it is before a service configures it. */
export function examinePool(): Finding {
  const about = 'Pool';
  const loaded = load();
  if (loaded instanceof Error) return { about, ok: false, says: 'none, since the package does not load' };
  const { threads, maxQueue } = loaded.configure();
  const workers = loaded.backend === 'native' ? `${threads} threads` : 'the event loop, one call at a time';
  return { about, ok: true, says: `${workers}; ${maxQueue} calls may wait` };
}

/** Whether the package loads in a worker thread, as some servers and test runners have it. */
export async function examineWorker(): Promise<Finding> {
  const worker = new Worker(
    `require('worker_threads').parentPort.postMessage(require(${JSON.stringify(root)}).backend)`,
    {
      eval: true,
    },
  );
  try {
    const said = await new Promise<string>((resolve, reject) => worker.once('message', resolve).once('error', reject));
    return { about: 'Worker', ok: true, says: `a worker thread loads it: ${said}` };
  } catch (error) {
    return {
      about: 'Worker',
      ok: false,
      says: `a worker thread cannot load it: ${(error as Error).message.split('\n')[0]}`,
    };
  } finally {
    await worker.terminate();
  }
}
