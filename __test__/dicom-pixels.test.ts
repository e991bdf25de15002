/** Pixels, from the file to the samples, as other decoders have them. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { dicom } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import type { PixelMessage } from '../js/contract/dicom';
import type * as errorsModule from '../js/errors';
import { backends, failure, useBackend } from './backends';
import { golden, JPEG_2000, read } from './dicom-golden';

const { fromBackend } = createRequire(import.meta.url)('../dist/errors.js') as typeof errorsModule;

/** A digest of all bytes, or, of a lossy frame, some samples and how far off they may be. */
type Want = { sha256: string } | { values: number[]; every: number; tolerance: number };

const { files }: { files: Record<string, Partial<Record<'samples' | 'rgb', Want>>[]> } = JSON.parse(
  read('pixels.json').toString(),
);

describe.each(backends)('dicom pixels on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it.each(Object.keys(files))('are those of other decoders in %s', async (path) => {
    await using file = await dicom.open(join(golden, path));
    for (const [number, wants] of (files[path] ?? []).entries()) {
      for (const [key, want] of Object.entries(wants)) {
        const place = `frame ${number}, ${key}`;
        const decoding = file.frame(number, { color: key === 'rgb' });
        if (name === 'js' && JPEG_2000.test(file.transferSyntax)) {
          expect(await failure(() => decoding), place).toMatchObject({ code: 'ERR_UNSUPPORTED' });
          continue;
        }
        const { pixels } = await decoding;
        if ('sha256' in want) {
          const bytes = Buffer.from(pixels.buffer, pixels.byteOffset, pixels.byteLength);
          expect(createHash('sha256').update(bytes).digest('hex'), place).toBe(want.sha256);
        } else {
          const got = Array.from(pixels as Uint16Array).filter((_, at) => at % want.every === 0);
          expect(got.length, place).toBe(want.values.length);
          const off = got.map((value, at) => Math.abs(value - (want.values[at] as number)));
          expect(Math.max(...off), place).toBeLessThanOrEqual(want.tolerance);
        }
      }
    }
  });

  it('are pictures of the size asked for', async () => {
    await using file = await dicom.open(join(golden, 'pydicom/test_files/CT_small.dcm'));
    const png = await file.toPng(0, { longest: 32 });
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([32, 32]);
    const jpeg = await file.thumbnail(16);
    expect(jpeg.subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
    const shown = await file.frame(0, { output: 'display', longest: 50 });
    expect([shown.rows, shown.columns, shown.samples, shown.pixels.length]).toEqual([50, 50, 1, 2500]);
  });

  it('are decoded several frames at a time, in order', async () => {
    await using file = await dicom.open(join(golden, 'pydicom/test_files/rtdose_rle.dcm'));
    const numbers: number[] = [];
    for await (const { number, pixels } of file.frames({ concurrency: 4 })) {
      numbers.push(number);
      expect(pixels).toEqual((await file.frame(number)).pixels);
    }
    expect(numbers).toEqual(Array.from({ length: 15 }, (_, number) => number));
  });
});

describe('the table of transfer syntaxes in docs/dicom.md', () => {
  const rows = readFileSync(join(import.meta.dirname, '../docs/dicom.md'), 'utf8')
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter(([, , , native, js]) => /^(yes|no)$/.test(native ?? '') && /^(yes|no)$/.test(js ?? ''));
  const claims = rows.flatMap(([, , uids = '', native, js]) =>
    uids.split(', ').map((uid) => {
      const transferSyntax = uid.startsWith('1') ? uid : `1.2.840.10008.1.2${uid === '–' ? '' : uid}`;
      return { transferSyntax, claimed: { native: native === 'yes', js: js === 'yes' } };
    }),
  );

  it('is there', () => {
    expect(claims.length).toBeGreaterThan(30);
  });

  /** A frame of 2 × 2 grey pixels. */
  const message = (transferSyntax: string): PixelMessage => ({
    ...{ transferSyntax, rows: 2, columns: 2, samples: 1, photometric: 'MONOCHROME2', planar: false, allocated: 8 },
    ...{ stored: 8, high: 7, signed: false, bigEndian: false, float: false, number: 0, maxFrameBytes: 1000 },
    ...{ output: 'samples', color: false, palette: null, modality: null, voi: null, invert: false, overlays: [] },
    ...{ longest: null, quality: 90 },
  });

  it.each(claims)('is right about $transferSyntax', async ({ transferSyntax, claimed }) => {
    for (const name of backends) {
      const { dicom: backend, Job } = useBackend(name);
      const json = JSON.stringify(message(transferSyntax));
      const job = new Job('interactive');
      const code = await backend.decodeFrame(json, Buffer.alloc(4), Buffer.alloc(0), job).then(
        () => 'decoded',
        (error) => fromBackend(error).code,
      );
      // What is no frame of a transfer syntax is refused in another way than what is not decoded at all.
      expect(code !== 'ERR_UNSUPPORTED', name).toBe(claimed[name]);
    }
  });
});
