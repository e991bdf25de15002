/** JPEG and JPEG-LS frames: read as other decoders read them, written as another encoder writes them, refused with a reason. */
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PixelMessage } from '../js/contract/dicom';
import type * as errorsModule from '../js/errors';
import { backends, useBackend } from './backends';
import { read } from './dicom-golden';
import { described, JPEG, JPEG_LOSSLESS, JPEG_LS, type Stream, segment, streams } from './dicom-jpeg-bytes';
import { losslessJpeg } from './dicom-jpeg-lossless-bytes';

const { fromBackend } = createRequire(import.meta.url)('../dist/errors.js') as typeof errorsModule;

const {
  jpegFiles,
}: {
  jpegFiles: { samples: number; quality: number; rows: number; columns: number; pixels: string; sha256: string }[];
} = JSON.parse(read('pixels.json').toString());

const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

const named = (name: string): Stream => {
  const stream = streams.find((stream) => stream.name === name);
  if (!stream) throw new Error(`no stream is called ${name}`);
  return stream;
};

describe.each(backends)('JPEG on the %s backend', (name) => {
  const { dicom: backend, Job } = useBackend(name);
  const decode = (message: PixelMessage, data: Uint8Array, job = new Job('interactive')) =>
    backend.decodeFrame(JSON.stringify(message), data, Buffer.alloc(0), job);
  const refusal = (message: PixelMessage, data: Uint8Array) => decode(message, data).then(() => undefined, fromBackend);

  it.each(streams)('is read as other decoders read it: $name', async ({ message, data, wants }) => {
    expect(digest(await decode(message, data))).toBe(wants.samples.sha256);
    if (wants.rgb) expect(digest(await decode({ ...message, color: true }, data))).toBe(wants.rgb.sha256);
  });

  it('of ITU-T T.87, example H.3, is what is printed there', async () => {
    const coded =
      'ffd8 fff7000b0800040004010111 00 ffda0008010100000000 c000006c80208e01c0000057400000 6ee6000001bc18000005d8000091 60ffd9';
    const message = described(8, { transferSyntax: JPEG_LS, rows: 4, columns: 4 });
    expect([...(await decode(message, Buffer.from(coded.replaceAll(' ', ''), 'hex')))]).toEqual([
      ...[0, 0, 90, 74, 68, 50, 43, 205, 64, 145, 145, 145, 100, 145, 145, 145],
    ]);
  });

  it.each(jpegFiles)('is written as libjpeg-turbo writes it: $samples samples, quality $quality', async (file) => {
    const { samples, quality, rows, columns, pixels, sha256 } = file;
    const photometric = samples === 3 ? 'RGB' : 'MONOCHROME2';
    const message = {
      ...described(8, { rows, columns, samples, photometric, quality }),
      transferSyntax: '1.2.840.10008.1.2.1',
    };
    const window = { function: 'LINEAR_EXACT', center: 127.5, width: 255 } as const;
    const written = await decode({ ...message, output: 'jpeg', voi: window }, Buffer.from(pixels, 'base64'));
    expect(digest(written)).toBe(sha256);
  });

  it('gives back all samples that were coded without loss, in every way T.81 has', async () => {
    const coding = fc.record({
      rows: fc.integer({ min: 1, max: 12 }),
      columns: fc.integer({ min: 1, max: 12 }),
      precision: fc.integer({ min: 2, max: 16 }),
      predictor: fc.integer({ min: 1, max: 7 }),
      low: fc.nat({ max: 3 }),
      restartRows: fc.nat({ max: 3 }),
      together: fc.boolean(),
    });
    const given = fc.record({ coding, samples: fc.constantFrom(1, 3, 4), seed: fc.nat() });
    await fc.assert(
      fc.asyncProperty(given, async ({ coding, samples, seed }) => {
        const { rows, columns, precision } = coding;
        const low = Math.min(coding.low, precision - 1);
        const random = fc.sample(fc.nat({ max: 2 ** precision - 1 }), { numRuns: rows * columns * samples, seed });
        const planes = Array.from({ length: samples }, (_, at) =>
          random.slice(at * rows * columns, (at + 1) * rows * columns),
        );
        const message = described(precision, {
          ...{ transferSyntax: JPEG_LOSSLESS, rows, columns, samples },
          photometric: samples === 1 ? 'MONOCHROME2' : samples === 3 ? 'RGB' : 'CMYK',
        });
        const bytes = await decode(message, losslessJpeg(planes, { ...coding, low }));
        const got = precision > 8 ? new Uint16Array(Uint8Array.from(bytes).buffer) : bytes;
        const want = Array.from({ length: random.length }, (_, at) => {
          const sample = planes[at % samples]?.[Math.floor(at / samples)] as number;
          return (sample >> low) << low;
        });
        expect([...got]).toEqual(want);
      }),
      { numRuns: 150 },
    );
  });

  /** A stream with some of its bytes changed, which stand so far after a marker. */
  const changed = (data: Buffer, marker: number, changes: Record<number, number>) => {
    const bytes = Buffer.from(data);
    const at = bytes.indexOf(Buffer.of(0xff, marker));
    for (const [place, byte] of Object.entries(changes)) bytes[at + Number(place)] = byte;
    return bytes;
  };
  const grey = named('grey JPEG, quality 30');
  const colour = named('JPEG 444 of 51 by 43');
  const lossless = named('lossless JPEG of RGB, predictor 1');
  const ls = named('JPEG-LS of 8 bits, interleave mode 0, near 0');
  const progressive = named('grey JPEG, progressive');
  const scanAt = progressive.data.indexOf(Buffer.of(0xff, 0xda));
  const secondScan = progressive.data.indexOf(Buffer.of(0xff, 0xda), scanAt + 2);

  it.each([
    ['arithmetic-coded JPEG', grey, changed(grey.data, 0xc0, { 1: 0xc9 })],
    ['hierarchical JPEG', grey, changed(grey.data, 0xc0, { 1: 0xc5 })],
    [
      'JPEG with components subsampled by fractions',
      colour,
      changed(colour.data, 0xc0, { 11: 0x31, 14: 0x21, 17: 0x21 }),
    ],
    ['lossless JPEG with subsampled components', lossless, changed(lossless.data, 0xc3, { 11: 0x21 })],
    [
      'JPEG of so many scans',
      progressive,
      Buffer.concat([
        progressive.data.subarray(0, secondScan),
        ...Array.from({ length: 100 }, () => progressive.data.subarray(scanAt, secondScan)),
      ]),
    ],
    ['JPEG-LS with subsampled components', ls, changed(ls.data, 0xf7, { 11: 0x21 })],
    ['JPEG-LS with mapping tables', ls, changed(ls.data, 0xda, { 6: 1 })],
    [
      'JPEG-LS with mapping tables or more than 65,535 rows or columns',
      ls,
      Buffer.concat([ls.data.subarray(0, 2), Buffer.from(segment(0xf8, 4, 0, 0)), ls.data.subarray(2)]),
    ],
    ['JPEG under a transfer syntax of JPEG-LS', ls, grey.data],
  ] as [string, Stream, Buffer][])('names what it does not read: %s', async (what, { message }, data) => {
    expect(await refusal(message, data)).toMatchObject({
      code: 'ERR_UNSUPPORTED',
      message: `Frame 0 cannot be decoded: ${what} is not supported (transfer syntax ${message.transferSyntax})`,
    });
  });

  it('of other dimensions than the data set’s is refused', async () => {
    for (const { message, data } of streams) {
      for (const other of [
        { rows: message.rows + 1 },
        { columns: message.columns - 1 },
        { samples: message.samples === 1 ? 3 : 1 },
      ]) {
        expect(await refusal({ ...message, ...other }, data)).toMatchObject({
          code: 'ERR_MALFORMED_INPUT',
          message: expect.stringMatching(/ data differ from the data set in dimensions, samples or bits$/),
        });
      }
    }
  });

  it('that is cut short anywhere in its pixels is refused', async () => {
    for (const { message, data } of [grey, colour, lossless, ls, named('JPEG of 12 bits, quality 30')]) {
      for (const length of [data.indexOf(Buffer.of(0xff, 0xda)) + 14, Math.floor(data.length * 0.8)]) {
        expect(await refusal(message, data.subarray(0, length)), `${length}`).toMatchObject({
          code: 'ERR_MALFORMED_INPUT',
          message: expect.stringMatching(/ data are corrupt or cut short$/),
        });
      }
    }
  });

  it.each(streams.filter(({ name }) => /with (a )?restart marker/.test(name)))(
    'without the restart marker that must be there is refused: $name',
    async ({ message, data }) => {
      const marker = data.findIndex((byte, at) => byte === 0xff && data[at + 1] === 0xd0);
      const [before, after] = [data.subarray(0, marker), data.subarray(marker)];
      for (const damaged of [
        Buffer.concat([before, Buffer.of(0xff, 0xd8), after.subarray(2)]),
        Buffer.concat([before, Buffer.alloc(3), after]),
        Buffer.concat([before, after.subarray(2)]),
      ]) {
        expect(await refusal(message, damaged)).toMatchObject({
          code: 'ERR_MALFORMED_INPUT',
          message: expect.stringMatching(/ data are corrupt or cut short$/),
        });
      }
    },
  );

  it.each([
    ['baseline', JPEG, 0xc0, 8],
    ['progressive', JPEG, 0xc2, 8],
    ['lossless', JPEG_LOSSLESS, 0xc3, 16],
    ['LS', JPEG_LS, 0xf7, 16],
  ])('of a few bytes that claim to be a large picture is corrupt: %s', async (_, transferSyntax, marker, bits) => {
    // As large as any few bytes may be at all; as large as the limit.
    for (const rows of [bits > 8 ? 2048 : 4096, 4096 * 4]) {
      const message = described(bits, { transferSyntax, rows, columns: 4096, maxFrameBytes: 2 ** 28 });
      const data = Buffer.from([
        ...[0xff, 0xd8],
        ...segment(marker, bits, rows >> 8, rows & 0xff, 4096 >> 8, 4096 & 0xff, 1, 1, 0x11, 0),
        ...segment(0xda, 1, 1, 0, marker === 0xc3 ? 1 : 0, 0, 0),
        ...Buffer.alloc(40),
      ]);
      expect(await refusal(message, data)).toMatchObject({
        code: 'ERR_MALFORMED_INPUT',
        message: expect.stringMatching(/ data are corrupt or cut short$/),
      });
    }
  });

  it('lets the event loop turn, and stops when it is cancelled meanwhile', async () => {
    const size = { rows: 3000, columns: 3000 };
    const native = described(8, { ...size, transferSyntax: '1.2.840.10008.1.2.1', output: 'jpeg' });
    const pixels = Uint8Array.from({ length: size.rows * size.columns }, (_, at) => (at * at) >> 7);
    const file = await decode(native, pixels);
    let told = 0;
    const job = new Job('interactive', (done, total) => {
      told = done / total;
      job.cancel();
    });
    const error = await decode(described(8, size), file, job).then(() => undefined, fromBackend);
    expect(error).toMatchObject({ code: 'ERR_ABORTED' });
    expect(told).toBeLessThan(1);
    // It is in nobody's way.
    expect((await decode(described(8, size), file)).length).toBe(size.rows * size.columns);
  });
});
