/** Both backends make the same bytes of every frame, files too, or refuse it with the same error. */
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { dicom } from 'clinicore';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type * as errorsModule from '../js/errors';
import { backends, needsNative, onBoth, useBackend } from './backends';
import { golden, JPEG_2000, read, refused } from './dicom-golden';
import { frames, type Given } from './dicom-pixel-message';

const { fromBackend } = createRequire(import.meta.url)('../dist/errors.js') as typeof errorsModule;

/** What a backend makes of a frame. */
async function made(name: 'native' | 'js', { message, frame, tables }: Given) {
  const { dicom: backend, Job } = useBackend(name);
  try {
    const bytes = await backend.decodeFrame(JSON.stringify(message), frame, tables, new Job('interactive'));
    return { bytes: Buffer.from(bytes).toString('base64') };
  } catch (error) {
    const { code, message: text, details } = fromBackend(error);
    return { code, text, details };
  }
}

const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

const pictures: Record<string, (file: dicom.DicomFile) => Promise<unknown>> = {
  samples: (file) => shown(file.frame(0, { color: false })),
  colours: (file) => shown(file.frame(0)),
  'what is shown': (file) => shown(file.frame(0, { output: 'display' })),
  'what is shown smaller': (file) => shown(file.frame(0, { output: 'display', longest: 37 })),
  PNG: async (file) => digest(await file.toPng()),
  JPEG: async (file) => digest(await file.toJpeg()),
  'the last frame': async (file) => shown(file.frame((file.image?.frames ?? 1) - 1)),
};

async function shown(frame: Promise<dicom.DicomFrame>) {
  const { pixels, ...size } = await frame;
  return {
    ...size,
    kind: pixels.constructor.name,
    pixels: digest(new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength)),
  };
}

/** The golden files with frames, hostile ones too. */
const images = [
  ...Object.keys(JSON.parse(read('frames.json').toString())).filter((path) => !(path in refused)),
  ...['raw_manyframes', 'rle_huge', 'rle_manyframes'].map((name) => `malformed/${name}.dcm`),
];

describe.runIf(backends.length === 2)(`frames on both backends${needsNative}`, () => {
  it('are the same bytes, or refused with the same error, whatever the frame', async () => {
    const numRuns = 2000;
    let decoded = 0;
    await fc.assert(
      fc.asyncProperty(frames, async (given) => {
        const native = await made('native', given);
        if ('bytes' in native) decoded++;
        expect(await made('js', given)).toEqual(native);
      }),
      { numRuns },
    );
    expect(decoded, 'not only refusals are compared').toBeGreaterThan(numRuns / 3);
  });

  it.each(images)('are the same bytes, or refused with the same error, of %s', async (path) => {
    await using file = await dicom.open(join(golden, path));
    const isJpeg2000 = JPEG_2000.test(file.transferSyntax);
    for (const [what, picture] of Object.entries(pictures)) {
      const { native, js } = await onBoth(() => picture(file));
      if (isJpeg2000) expect(js, what).toMatchObject({ code: 'ERR_UNSUPPORTED' });
      else expect(js, what).toEqual(native);
    }
  });
});
