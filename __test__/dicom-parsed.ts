import { dicom } from 'clinicore';
import { expect } from 'vitest';
import { outcome } from './backends';

/**
 * What `dicom.parse` gives: few elements at once, many by way of the pool. Either must say the same of the same bytes, and refuse
 * the same.
 */
export async function parsed(data: Uint8Array, options: dicom.ParseOptions = {}): Promise<dicom.DicomJson> {
  const atOnce = () => dicom.parse(data, options);
  // There might be as many values as bytes: what might have more than it may goes the long way.
  const pooled = () => dicom.parse(data, { ...options, maxElements: Math.max(1, data.length - 1) });
  expect(await outcome(pooled)).toEqual(await outcome(atOnce));
  return atOnce();
}
