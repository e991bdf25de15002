import { createRequire } from 'node:module';
import { dicom } from 'clinicore';
import { expect } from 'vitest';
import type * as assembleModule from '../js/dicom/assemble';
import type * as taskModule from '../js/task';
import { outcome } from './backends';

const require = createRequire(import.meta.url);
const { assemble } = require('../dist/dicom/assemble.js') as typeof assembleModule;
const { run } = require('../dist/task.js') as typeof taskModule;

const DEFAULTS = { pixelData: false, fileMeta: false, maxElements: 2_000_000, maxDepth: 64, maxInflatedBytes: 2 ** 29 };
const UNWATCHED = { signal: undefined, onProgress: undefined, lane: 'interactive' } as const;

/**
 * What `dicom.parse` gives: few elements at once, many by way of the pool. Either must say the same of the same bytes, and refuse
 * the same.
 */
export async function parsed(
  data: Uint8Array,
  options: Partial<Pick<typeof DEFAULTS, 'pixelData' | 'fileMeta'>> = {},
): Promise<dicom.DicomJson> {
  const parse = () => dicom.parse(data, options);
  const pooled = () =>
    run(UNWATCHED, async ({ dicom }, job) =>
      assemble(await dicom.parse(data, { ...DEFAULTS, ...options }, job), undefined),
    );
  expect(await outcome(pooled)).toEqual(await outcome(parse));
  return parse();
}
