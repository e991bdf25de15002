/**
 * How frames are found, and what a backend is told of them. The front door does this for both backends, so it is looked at
 * over one of them, whose decoder is replaced by one that notes what it gets.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { dicom } from 'clinicore';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PixelMessage } from '../js/contract/dicom';
import { failure, useBackend } from './backends';
import { element, explicit, item, part10, sequence } from './dicom-bytes';
import { golden, read, refused } from './dicom-golden';

const { dicom: backend } = useBackend('js') as { dicom: { decodeFrame: unknown } };
const { decodeFrame } = backend;

/** What the decoder got. */
const given: { message: PixelMessage; frame: Buffer; tables: Buffer }[] = [];

beforeAll(() => {
  backend.decodeFrame = async (json: string, frame: Uint8Array, tables: Uint8Array) => {
    const message: PixelMessage = JSON.parse(json);
    given.push({ message, frame: Buffer.from(frame), tables: Buffer.from(tables) });
    const { rows, columns, output, allocated, palette } = message;
    const samples = palette ? 3 : message.samples;
    const bits = output === 'display' ? 8 : palette ? (palette.bits > 8 ? 16 : 8) : Math.max(8, allocated);
    return new Uint8Array((rows * columns * samples * bits) / 8);
  };
});
afterAll(() => {
  backend.decodeFrame = decodeFrame;
});
beforeEach(() => {
  useBackend('js');
  given.length = 0;
});

const words = (...numbers: number[]) => Buffer.from(Uint16Array.from(numbers).buffer);
const us = (tag: number, ...numbers: number[]) => explicit(tag, 'US', words(...numbers));

/** The image module: `frames` of 2 × 2 pixels of 8 bits, but for what is said otherwise. */
function image({ frames = 1, bits = 8, samples = 1, photometric = 'MONOCHROME2', rest = [] as Buffer[] } = {}): Buffer {
  return Buffer.concat([
    us(0x0028_0002, samples),
    explicit(0x0028_0004, 'CS', photometric),
    explicit(0x0028_0008, 'IS', String(frames)),
    us(0x0028_0010, 2),
    us(0x0028_0011, 2),
    us(0x0028_0100, bits),
    us(0x0028_0101, bits),
    us(0x0028_0102, bits - 1),
    us(0x0028_0103, 0),
    ...rest,
  ]);
}

const native = (pixels: Buffer, module = image(), vr = 'OB') =>
  part10('1.2.840.10008.1.2.1', Buffer.concat([module, explicit(0x7fe0_0010, vr, pixels)]));

const JPEG = '1.2.840.10008.1.2.4.50';
const RLE = '1.2.840.10008.1.2.5';

/** Encapsulated pixel data: the offset table, then the fragments. */
const encapsulated = (
  transferSyntax: string,
  frames: number,
  table: number[],
  fragments: Buffer[],
  rest: Buffer[] = [],
) =>
  part10(
    transferSyntax,
    Buffer.concat([
      image({ frames }),
      ...rest,
      element(
        0x7fe0_0010,
        'OB',
        Buffer.concat([
          item(Buffer.from(Uint32Array.from(table).buffer)),
          ...fragments.map(item),
          element(0xfffe_e0dd, '', ''),
        ]),
        0xffff_ffff,
      ),
    ]),
  );

const start = (text: string) => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.from(text)]);

/** The bytes of all frames as the decoder got them. */
async function frames(source: dicom.DicomSource, options: dicom.OpenOptions = {}): Promise<string[]> {
  await using file = await dicom.open(source, options);
  for await (const _ of file.frames()) given.at(-1);
  return given
    .splice(0)
    .sort((a, b) => a.message.number - b.message.number)
    .map(({ frame }) => frame.toString('latin1'));
}

describe('the frames of a file', () => {
  const expected: Record<string, string[]> = JSON.parse(read('frames.json').toString());

  it.each(Object.keys(expected).filter((name) => !(name in refused)))(
    'are those that pydicom finds in %s',
    async (name) => {
      const got = await frames(join(golden, name));
      expect(got.map((bytes) => createHash('sha256').update(bytes, 'latin1').digest('hex'))).toEqual(expected[name]);
    },
  );

  it('are given without being decoded, within a limit', async () => {
    for (const name of Object.keys(expected).filter((name) => !(name in refused))) {
      await using file = await dicom.open(join(golden, name));
      const numbers = Array.from({ length: file.image?.frames ?? 0 }, (_, number) => number);
      const stored = await Promise.all(numbers.map((number) => file.frameBytes(number)));
      expect([name, ...stored.map((bytes) => createHash('sha256').update(bytes).digest('hex'))]).toEqual([
        name,
        ...(expected[name] as string[]),
      ]);
      const limit = failure(() => file.frameBytes(0, { maxFrameBytes: 1 }));
      expect(await limit).toMatchObject({ code: 'ERR_LIMIT_EXCEEDED', details: { option: 'maxFrameBytes' } });
    }
    expect(given).toEqual([]);
    const file = await dicom.open(native(Buffer.from('abcd')));
    expect(await failure(() => file.frameBytes(1))).toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
    expect(await failure(() => file.frameBytes(0, { signal: 1 } as object))).toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
    });
  });

  const [a, b, c] = [start('aaa'), Buffer.from('bb'), start('c')] as const;

  it.each<[string, Buffer, string[]]>([
    [
      'the Basic Offset Table',
      encapsulated(JPEG, 2, [0, 24], [a, b, c]),
      [a.toString('latin1') + b, c.toString('latin1')],
    ],
    ['one fragment a frame', encapsulated(JPEG, 2, [], [b, b]), ['bb', 'bb']],
    [
      'all fragments, of a single frame',
      encapsulated(JPEG, 1, [], [a, b, c]),
      [[a, b, c].map((part) => part.toString('latin1')).join('')],
    ],
    ['where JPEGs start', encapsulated(JPEG, 2, [], [a, b, c]), [a.toString('latin1') + b, c.toString('latin1')]],
    [
      'where JPEGs start, if the table is wrong',
      encapsulated(JPEG, 2, [0, 23], [a, b, c]),
      [a.toString('latin1') + b, c.toString('latin1')],
    ],
  ])('are told by %s', async (_, data, want) => {
    expect(await frames(data)).toEqual(want);
    expect(
      await frames(
        (async function* () {
          yield data;
        })(),
        { pixelData: true },
      ),
    ).toEqual(want);
  });

  it('are told by where RLE headers start (PS3.5 G.5)', async () => {
    const header = Buffer.alloc(64);
    header.writeUInt32LE(1, 0);
    header.writeUInt32LE(64, 4);
    expect(await frames(encapsulated(RLE, 2, [], [header, b, header]))).toEqual([
      header.toString('latin1') + b,
      header.toString('latin1'),
    ]);
  });

  // PS3.3 C.7.6.3.1.8: lengths without the padding of the fragments.
  it('are told by the Extended Offset Table', async () => {
    const wide = (...numbers: bigint[]) => Buffer.from(BigUint64Array.from(numbers).buffer);
    const tables = [explicit(0x7fe0_0001, 'OV', wide(0n, 14n)), explicit(0x7fe0_0002, 'OV', wide(5n, 3n))];
    const data = encapsulated(JPEG, 2, [], [Buffer.from('first '), Buffer.from('two ')], tables);
    expect(await frames(data)).toEqual(['first', 'two']);
  });

  it.each<[string, Buffer, object]>([
    ['fewer fragments than frames', encapsulated(JPEG, 3, [], [a, b]), { required: 3, given: 2 }],
    ['more fragments than anything says', encapsulated(JPEG, 2, [], [b, b, b]), { required: 2, given: 0 }],
    ['an empty frame', encapsulated(JPEG, 1, [], []), {}],
    ['fewer bytes than frames', native(Buffer.alloc(7), image({ frames: 2 })), { required: 8, given: 7 }],
  ])('are refused where there are %s', async (_, data, details) => {
    const file = await dicom.open(data);
    const last = (file.image as dicom.DicomImage).frames - 1;
    const answer = await failure(() => file.frame(last));
    expect(answer).toMatchObject({ code: 'ERR_MALFORMED_INPUT', details });
    expect(answer.details).toHaveProperty('offset', file.element('PixelData')?.offset);
  });

  it.each(['raw_manyframes', 'rle_manyframes', 'rle_huge'])('of malformed/%s are refused at once', async (name) => {
    const file = await dicom.open(join(golden, `malformed/${name}.dcm`));
    const { code } = await failure(() => file.frame(1 % (file.image as dicom.DicomImage).frames));
    expect(['ERR_LIMIT_EXCEEDED', 'ERR_MALFORMED_INPUT']).toContain(code);
    await file.close();
  });

  it('went by with a stream whose pixels were not kept', async () => {
    for (const data of [encapsulated(JPEG, 1, [], [a]), native(Buffer.alloc(4))]) {
      const file = await dicom.open(
        (async function* () {
          yield data;
        })(),
      );
      expect(await failure(() => file.frame(0))).toMatchObject({
        code: 'ERR_LIMIT_EXCEEDED',
        details: { option: 'pixelData' },
      });
    }
  });

  it('of single bits need not start with a byte', async () => {
    // 2 × 2 bits a frame, the first pixel in the least significant bit (PS3.5 8.1.1).
    const data = native(Buffer.from([0b1010_0001, 0b0000_1100]), image({ frames: 3, bits: 1 }));
    expect(await frames(data)).toEqual(['\xa1', '\x0a', '\x0c']);
  });

  it('are found in a path that keeps no pixels, one without the others', async () => {
    const file = await dicom.open(join(golden, 'pydicom/test_files/SC_rgb_rle_2frame.dcm'), { maxValueBytes: 1024 });
    await file.frame(1);
    expect(given).toHaveLength(1);
    expect(given[0]?.message.number).toBe(1);
    await file.close();
    expect(await failure(() => file.frame(0))).toMatchObject({ code: 'ERR_IO' });
  });
});

describe('the message of a frame', () => {
  /** What the decoder is told of a frame. */
  async function told(data: Buffer, options: dicom.FrameOptions = {}, number = 0) {
    const file = await dicom.open(data);
    await file.frame(number, { output: 'display', ...options });
    return given.at(-1) as (typeof given)[0];
  }
  const withPixels = (rest: Buffer[], module = {}) => native(Buffer.alloc(64), image({ rest, ...module }));

  it('describes the samples', async () => {
    const { message } = await told(
      withPixels([us(0x0028_0006, 1)], { samples: 3, photometric: 'YBR_FULL', bits: 16 }),
      {
        output: 'samples',
        color: false,
      },
    );
    expect(message).toEqual({
      transferSyntax: '1.2.840.10008.1.2.1',
      rows: 2,
      columns: 2,
      samples: 3,
      photometric: 'YBR_FULL',
      planar: true,
      allocated: 16,
      stored: 16,
      high: 15,
      signed: false,
      bigEndian: false,
      float: false,
      number: 0,
      maxFrameBytes: 268_435_456,
      output: 'samples',
      color: false,
      palette: null,
      modality: null,
      voi: null,
      invert: false,
      overlays: [],
      longest: null,
      quality: 90,
    });
  });

  it('has the rescaling and the window of the file, of the views the one asked for', async () => {
    const rest = [
      explicit(0x0028_1050, 'DS', '40\\50'),
      explicit(0x0028_1051, 'DS', '400\\0'),
      explicit(0x0028_1052, 'DS', '-1024'),
      explicit(0x0028_1053, 'DS', '2'),
    ];
    const { message } = await told(withPixels(rest));
    expect(message.modality).toEqual({ slope: 2, intercept: -1024 });
    expect(message.voi).toEqual({ function: 'LINEAR', center: 40, width: 400 });
    expect((await told(withPixels(rest), { view: 1 })).message.voi).toBeNull();
    const window = { center: 1, width: 0.5, function: 'SIGMOID' } as const;
    expect((await told(withPixels(rest), { window })).message.voi).toEqual(window);
    expect((await told(withPixels(rest), { output: 'samples' })).message).toMatchObject({ modality: null, voi: null });
  });

  it('has the functional groups of an enhanced image, its own before the shared', async () => {
    const voi = (center: string) =>
      sequence(0x0028_9132, [
        item(Buffer.concat([explicit(0x0028_1050, 'DS', center), explicit(0x0028_1051, 'DS', '8')])),
      ]);
    const rescale = sequence(0x0028_9145, [
      item(Buffer.concat([explicit(0x0028_1052, 'DS', '5'), explicit(0x0028_1053, 'DS', '3')])),
    ]);
    const rest = [
      sequence(0x5200_9229, [item(Buffer.concat([voi('1'), rescale]))]),
      sequence(0x5200_9230, [item(voi('2')), item(explicit(0x0020_9056, 'SH', '1'))]),
    ];
    const data = withPixels(rest, { frames: 2 });
    expect((await told(data)).message).toMatchObject({ voi: { center: 2 }, modality: { slope: 3, intercept: 5 } });
    expect((await told(data, {}, 1)).message).toMatchObject({
      voi: { center: 1 },
      modality: { slope: 3, intercept: 5 },
    });
  });

  it('has lookup tables instead, in little endian, those of 8 bits widened', async () => {
    const lut = (bits: number, data: Buffer) =>
      item(Buffer.concat([us(0x0028_3002, 4, 0xfffe, bits), explicit(0x0028_3006, 'OW', data)]));
    const rest = [
      sequence(0x0028_3000, [lut(16, words(1, 2, 3, 4))]),
      sequence(0x0028_3010, [lut(8, Buffer.from([9, 8, 7, 6]))]),
    ];
    const { message, tables } = await told(withPixels(rest));
    expect(message.modality).toEqual({ entries: 4, first: 0xfffe, bits: 16, at: 0 });
    expect(message.voi).toEqual({ entries: 4, first: 0xfffe, bits: 8, at: 8 });
    expect(tables).toEqual(words(1, 2, 3, 4, 9, 8, 7, 6));
  });

  it('is inverted for MONOCHROME1 and for a presentation LUT that says so', async () => {
    expect((await told(withPixels([], { photometric: 'MONOCHROME1' }))).message.invert).toBe(true);
    expect((await told(withPixels([explicit(0x2050_0020, 'CS', 'INVERSE')]))).message.invert).toBe(true);
    expect((await told(withPixels([]))).message.invert).toBe(false);
  });

  const descriptors = [0, 1, 2].map((color) => us(0x0028_1101 + color, 4, 0, 16));

  it('has the palette, whose frames have three samples', async () => {
    const rest = [
      ...descriptors,
      ...[0, 1, 2].map((color) => explicit(0x0028_1201 + color, 'OW', words(color, 1, 2, 3))),
    ];
    const data = withPixels(rest, { photometric: 'PALETTE COLOR' });
    const { message, tables } = await told(data, { output: 'samples' });
    expect(message.palette).toEqual({ entries: 4, first: 0, bits: 16, at: 0 });
    expect(tables).toEqual(words(0, 1, 2, 3, 1, 1, 2, 3, 2, 1, 2, 3));
    const file = await dicom.open(data);
    expect(await file.frame(0)).toMatchObject({ samples: 3, pixels: new Uint16Array(12) });
    expect(await file.frame(0, { color: false })).toMatchObject({ samples: 1, pixels: new Uint8Array(4) });
  });

  // PS3.3 C.7.9.2: discrete, linear, and indirect segments.
  it('expands a segmented palette', async () => {
    const wide = [0, 1, 2].map((color) => us(0x0028_1101 + color, 8, 0, 16));
    const segments = words(0, 2, 10, 20, 1, 4, 60, 2, 1, 0, 0);
    const rest = [...wide, ...[0, 1, 2].map((color) => explicit(0x0028_1221 + color, 'OW', segments))];
    const { tables } = await told(withPixels(rest, { photometric: 'PALETTE COLOR' }));
    expect(tables.subarray(0, 16)).toEqual(words(10, 20, 30, 40, 50, 60, 10, 20));
  });

  it.each<[string, Buffer[]]>([
    ['too short', [0, 1, 2].map((color) => explicit(0x0028_1201 + color, 'OW', words(1)))],
    ['segmented without an end', [0, 1, 2].map((color) => explicit(0x0028_1221 + color, 'OW', words(2, 60_000, 0, 0)))],
    [
      'segmented, pointing at nothing',
      [0, 1, 2].map((color) => explicit(0x0028_1221 + color, 'OW', words(0, 0, 2, 65_535, 0, 0))),
    ],
  ])('refuses a palette that is %s', async (_, tables) => {
    const data = withPixels([...descriptors, ...tables], { photometric: 'PALETTE COLOR' });
    expect(await failure(() => told(data))).toMatchObject({ code: 'ERR_MALFORMED_INPUT' });
  });

  it('has the overlays that lie over the frame', async () => {
    const plane = (group: number, rest: Buffer[] = []) =>
      Buffer.concat([
        us(group + 0x0010, 2),
        us(group + 0x0011, 2),
        ...rest,
        explicit(group + 0x0050, 'SS', words(1, 0xffff)),
        us(group + 0x0100, 1),
        explicit(group + 0x3000, 'OW', words(0x00ab)),
      ]);
    const second = [explicit(0x6002_0015, 'IS', '2'), us(0x6002_0051, 2)];
    const data = withPixels([plane(0x6000_0000), plane(0x6002_0000, second)], { frames: 4 });
    const over = async (number: number) => {
      const { message, tables } = await told(data, {}, number);
      return message.overlays.map(({ at, ...place }) => ({ ...place, bits: tables[at] }));
    };
    const first = { rows: 2, columns: 2, x: -2, y: 0, bits: 0xab };
    expect(await over(0)).toEqual([first]);
    expect(await over(1)).toEqual([first, first]);
    expect(await over(2)).toEqual([first, { ...first, bits: 0x0a }]);
    expect(await over(3)).toEqual([first]);
    expect((await told(data, { overlays: false })).message.overlays).toEqual([]);
  });

  it.each<[string, Buffer[], string]>([
    ['two samples a pixel', [us(0x0028_0002, 2)], 'ERR_UNSUPPORTED'],
    ['twelve bits allocated', [us(0x0028_0100, 12)], 'ERR_UNSUPPORTED'],
    ['more bits stored than allocated', [us(0x0028_0101, 9)], 'ERR_MALFORMED_INPUT'],
    ['a high bit that does not fit', [us(0x0028_0102, 8)], 'ERR_MALFORMED_INPUT'],
  ])('is refused for %s', async (_, rest, code) => {
    // Of elements with the same tag the last counts.
    expect(await failure(() => told(withPixels(rest)))).toMatchObject({ code });
  });

  it('is refused for frames that are larger than they may be', async () => {
    expect(await failure(() => told(withPixels([]), { maxFrameBytes: 3 }))).toMatchObject({
      code: 'ERR_LIMIT_EXCEEDED',
      details: { limit: 3, given: 4, option: 'maxFrameBytes' },
    });
    const file = await dicom.open(encapsulated(JPEG, 1, [], [Buffer.alloc(100)]));
    expect(await failure(() => file.frame(0, { maxFrameBytes: 99 }))).toMatchObject({ details: { given: 100 } });
  });
});

describe('frames, pictures and thumbnails', () => {
  const data = native(Buffer.alloc(400), image({ frames: 100 }));

  it('are made a few at a time, and no more once nobody wants them', async () => {
    const file = await dicom.open(data);
    const told: [number, number][] = [];
    for await (const { number } of file.frames({
      from: 10,
      to: 50,
      concurrency: 3,
      onProgress: (...at) => told.push(at),
    })) {
      expect(given.length).toBeLessThanOrEqual(number - 10 + 3);
      if (number === 20) break;
    }
    await new Promise((resume) => setImmediate(resume));
    expect(given.length).toBeLessThanOrEqual(13);
    expect(told.at(-1)).toEqual([10, 40]);
  });

  it('stop when the signal is aborted', async () => {
    const file = await dicom.open(data);
    const controller = new AbortController();
    const seen: number[] = [];
    const reading = failure(async () => {
      for await (const { number } of file.frames({ signal: controller.signal, concurrency: 2 })) {
        seen.push(number);
        if (number === 3) controller.abort();
      }
    });
    expect(await reading).toMatchObject({ code: 'ERR_ABORTED' });
    expect(seen.length).toBeLessThan(8);
  });

  it('come in memory of the caller', async () => {
    const file = await dicom.open(data);
    const into = new Uint8Array(10).fill(9);
    const { pixels } = await file.frame(0, { into });
    expect(pixels.buffer).toBe(into.buffer);
    expect([...into]).toEqual([0, 0, 0, 0, 9, 9, 9, 9, 9, 9]);
    const small = { into: new Uint8Array(3) };
    expect(await failure(() => file.frame(0, small))).toMatchObject({ details: { argument: 'options.into' } });
  });

  it('ask the decoder for what they are', async () => {
    const file = await dicom.open(data);
    await file.toPng(5, { longest: 1 });
    await file.toJpeg(6, { quality: 70 });
    await file.thumbnail(128, { frame: 7 });
    expect(
      given.map(({ message: { number, output, longest, quality } }) => [number, output, longest, quality]),
    ).toEqual([
      [5, 'png', 1, 90],
      [6, 'jpeg', null, 70],
      [7, 'jpeg', 128, 90],
    ]);
  });

  it.each<[string, (file: dicom.DicomFile) => Promise<unknown>, object]>([
    ['a frame there is not', (file) => file.frame(100), { argument: 'number' }],
    ['a misspelt option', (file) => file.toPng(0, { width: 5 } as never), { argument: 'options' }],
    [
      'a window without a width',
      (file) => file.frame(0, { window: { center: 1, width: 0 } }),
      { argument: 'options.window.width' },
    ],
    ['quality 0', (file) => file.toJpeg(0, { quality: 0 }), { argument: 'options.quality' }],
    ['a thumbnail of nothing', (file) => file.thumbnail(0), { argument: 'longest' }],
    ['an end before the start', async (file) => file.frames({ from: 5, to: 4 }).next(), { argument: 'options.to' }],
  ])('refuse %s', async (_, call, details) => {
    const file = await dicom.open(data);
    expect(await failure(() => call(file))).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', details });
  });

  it('are refused for a file without an image', async () => {
    const file = await dicom.open(read('ophthalmic/lensometry_ele.dcm'));
    expect(file.image).toBeUndefined();
    expect(await failure(() => file.frame(0))).toMatchObject({ code: 'ERR_UNSUPPORTED' });
  });
});
