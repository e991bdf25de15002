/** Picks the backend, native or JavaScript, and says which and why. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';
import type { Backend } from './contract';
import { ClinicoreError } from './errors';
import { fallback } from './fallback';
import { version } from './version';

/** The generated loader's own types: that they satisfy {@link Backend} is the contract's native half. */
type Binding = typeof import('../native/binding');

function loadNative(): Backend {
  const binding: Binding = require('../native/binding.js');
  if (binding.version() !== version) {
    throw new Error(
      `the native binary is version ${binding.version()}, the package ${version}; reinstall clinicore so that both match`,
    );
  }
  return binding;
}

/** Why the loader gave up: what it says of each place it looked in, without its guess at the cause. */
function reasons(thrown: unknown): string {
  const chain: string[] = [];
  for (let error = thrown; error instanceof Error; error = error.cause) chain.push(error.message.split('\n')[0] ?? '');
  const places = chain.length > 1 ? chain.slice(1).filter((message) => !message.includes('wasi')) : chain;
  return places.join('; ') || String(thrown);
}

/** The commands that get the native backend on this machine. */
function howToMend(): string {
  const { platform, arch } = process;
  const libc = platform === 'linux' ? ` --libc=${isMusl() ? 'musl' : 'glibc'}` : '';
  const root = join(__dirname, '..');
  return [
    `To install the prebuilt binary for this machine: npm install --include=optional --os=${platform} --cpu=${arch}${libc} clinicore`,
    ...(existsSync(join(root, 'Cargo.toml')) ? [`To build it (needs Rust): npm run build:native (in ${root})`] : []),
  ].join('\n');
}

function isMusl(): boolean {
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return report.header?.glibcVersionRuntime === undefined;
}

const wanted = process.env.CLINICORE_BACKEND || 'auto';
const { chosen, loadError: whyNotNative } = choose(wanted);

function choose(name: string): { chosen: 'native' | 'js'; loadError: Error | null } {
  if (name === 'js') return { chosen: 'js', loadError: null };
  if (name !== 'native' && name !== 'auto') {
    throw new ClinicoreError(
      'ERR_INVALID_ARGUMENT',
      "The environment variable CLINICORE_BACKEND must be 'native', 'js' or 'auto'",
      { argument: 'CLINICORE_BACKEND' },
    );
  }
  try {
    loadNative();
    return { chosen: 'native', loadError: null };
  } catch (cause) {
    const loadError = new ClinicoreError(
      'ERR_BACKEND_UNAVAILABLE',
      `The native backend could not be loaded: ${reasons(cause)}\n${howToMend()}`,
      {},
      { cause },
    );
    if (name === 'native') throw loadError;
    warnOnce(`Clinicore runs on its JavaScript fallback, which is slower. ${loadError.message}`);
    return { chosen: 'js', loadError };
  }
}

/** Workers started later inherit that it was said. */
function warnOnce(message: string): void {
  if (getEnvironmentData('clinicore.warned')) return;
  setEnvironmentData('clinicore.warned', true);
  process.emitWarning(message, { type: 'ClinicoreWarning', code: 'CLINICORE_FALLBACK' });
}

let current: Backend = chosen === 'native' ? loadNative() : fallback;

/** The backend that calls made now run on. */
export function currentBackend(): Backend {
  return current;
}

/** Runs later calls on the named backend; how one test suite covers both. Not part of the public API. */
export function useBackend(name: 'native' | 'js'): Backend {
  current = name === 'native' ? loadNative() : fallback;
  return current;
}

/** Which backend runs the calls: `'native'` (Rust) or `'js'` (the fallback). Chosen once, when the package loads. */
export const backend: 'native' | 'js' = chosen;

/**
 * Why the native backend did not load, with the commands that mend it; `null` when it did, or when
 * `CLINICORE_BACKEND=js` asked for JavaScript.
 */
export const loadError: Error | null = whyNotNative;
