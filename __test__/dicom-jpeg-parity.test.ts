/** Both backends read the same samples from every JPEG and JPEG-LS stream, whatever is wrong with it, or say the same. */
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PixelMessage } from '../js/contract/dicom';
import type * as errorsModule from '../js/errors';
import { backends, needsNative, useBackend } from './backends';
import { damagedStreams, described, noisyStreams } from './dicom-jpeg-bytes';

const { fromBackend } = createRequire(import.meta.url)('../dist/errors.js') as typeof errorsModule;

async function made(name: 'native' | 'js', message: PixelMessage, data: Uint8Array) {
  const { dicom: backend, Job } = useBackend(name);
  try {
    const bytes = await backend.decodeFrame(JSON.stringify(message), data, Buffer.alloc(0), new Job('interactive'));
    return { bytes: Buffer.from(bytes).toString('base64') };
  } catch (error) {
    const { code, message: text, details } = fromBackend(error);
    return { code, text, details };
  }
}

/** Compares what the backends make of frames; some of which, at least so many, are decoded. */
async function compare(
  frames: fc.Arbitrary<{ message: PixelMessage; data: Uint8Array }>,
  numRuns: number,
  least: number,
) {
  let decoded = 0;
  await fc.assert(
    fc.asyncProperty(frames, async ({ message, data }) => {
      const native = await made('native', message, data);
      if ('bytes' in native) decoded++;
      else expect(native.code).not.toBe('ERR_INTERNAL');
      expect(await made('js', message, data)).toEqual(native);
    }),
    { numRuns },
  );
  expect(decoded, 'not only refusals are compared').toBeGreaterThan(least);
}

describe.runIf(backends.length === 2)(`JPEG on both backends${needsNative}`, () => {
  it('is the same, or refused with the same error, of damaged streams', () => compare(damagedStreams, 800, 100));

  it('is the same, or refused with the same error, of noise under sound headers', () =>
    compare(noisyStreams, 400, 100));

  it('is the same file of any picture, and that file is read as the same picture', async () => {
    const picture = fc.record({
      rows: fc.integer({ min: 1, max: 40 }),
      columns: fc.integer({ min: 1, max: 40 }),
      samples: fc.constantFrom(1, 3),
      quality: fc.integer({ min: 1, max: 100 }),
      seed: fc.uint8Array({ minLength: 1, maxLength: 99 }),
    });
    await fc.assert(
      fc.asyncProperty(picture, async ({ rows, columns, samples, quality, seed }) => {
        const photometric = samples === 3 ? 'RGB' : 'MONOCHROME2';
        const size = { rows, columns, samples, photometric };
        const native = described(8, { ...size, transferSyntax: '1.2.840.10008.1.2.1', output: 'jpeg', quality });
        const pixels = Uint8Array.from({ length: rows * columns * samples }, (_, at) => {
          return (seed[at % seed.length] as number) + (at >> 5);
        });
        const file = await made('native', native, pixels);
        expect(await made('js', native, pixels)).toEqual(file);
        const message = described(8, { ...size, color: true });
        const data = Buffer.from((file as { bytes: string }).bytes, 'base64');
        const read = await made('native', message, data);
        expect(read).toHaveProperty('bytes');
        expect(await made('js', message, data)).toEqual(read);
      }),
      { numRuns: 150 },
    );
  });
});
