/** One suite, both backends: `describe.each(backends)`, and the means to compare them. */
import { createRequire } from 'node:module';
import type * as backendModule from '../js/backend';
import type * as errorsModule from '../js/errors';

const require = createRequire(import.meta.url);
const { useBackend } = require('../dist/backend.js') as typeof backendModule;
const { ClinicoreError } = require('../dist/errors.js') as typeof errorsModule;

export { useBackend };

/** The backends to test. Without a native binary the suite would silently shrink, so that must be asked for. */
export const backends: ('native' | 'js')[] = process.env.CLINICORE_TEST_BACKENDS === 'js' ? ['js'] : ['native', 'js'];

/** For the title of a suite that is left out without it: why. */
export const needsNative = backends.includes('native')
  ? ''
  : ' (left out: it needs the native binary, and CLINICORE_TEST_BACKENDS is js)';

/** How a call that must fail failed; a success or any other error fails the test. */
export async function failure(call: () => unknown): Promise<{ code: string; message: string; details: object }> {
  try {
    await call();
  } catch (error) {
    if (!(error instanceof ClinicoreError)) throw error;
    const { code, message, details } = error;
    return { code, message, details };
  }
  throw new Error('the call should have failed');
}

/** What a call gives on each backend: its value, or how it failed. For checking that both say the same. */
export async function onBoth<T>(call: () => T | Promise<T>): Promise<{ native: Outcome<T>; js: Outcome<T> }> {
  useBackend('native');
  const native = await outcome(call);
  useBackend('js');
  return { native, js: await outcome(call) };
}

/** A call's value or its failure. */
export type Outcome<T> = { value: T } | { code: string; message: string; details: object };

/** What a call gives on the current backend. */
export async function outcome<T>(call: () => T | Promise<T>): Promise<Outcome<T>> {
  try {
    return { value: await call() };
  } catch (error) {
    if (!(error instanceof ClinicoreError)) throw error;
    const { code, message, details } = error;
    return { code, message, details };
  }
}
