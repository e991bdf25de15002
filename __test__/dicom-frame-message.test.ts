/** What a backend is told of a frame. The front door does this for both backends: its messages are noted. */
import { dicom } from 'clinicore';
import { describe, expect, it } from 'vitest';
import { failure } from './backends';
import { explicit, item, sequence } from './dicom-bytes';
import { encapsulated, image, JPEG, native, us, words } from './dicom-image-bytes';
import { given, noteFrames } from './dicom-noted-frames';

noteFrames();

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

  it("has nothing of what the standard's VRs for it cannot hold", async () => {
    const fd = (tag: number, ...numbers: number[]) =>
      explicit(tag, 'FD', Buffer.from(Float64Array.from(numbers).buffer));
    const table = (...descriptor: number[]) =>
      item(Buffer.concat([fd(0x0028_3002, ...descriptor), explicit(0x0028_3006, 'OW', words(1, 2, 3, 4))]));
    for (const descriptor of [
      [4, 0.5, 16],
      [4, 1e300, 16],
      [3.5, 0, 16],
      [4, 0, 7.5],
    ]) {
      const { message } = await told(withPixels([sequence(0x0028_3010, [table(...descriptor)])]));
      expect(message.voi).toBeNull();
    }
    const overlay = [
      us(0x6000_0010, 2),
      us(0x6000_0011, 2),
      fd(0x6000_0050, 1.5, 1e300),
      explicit(0x6000_3000, 'OW', words(0x000f)),
    ];
    const { message } = await told(withPixels(overlay));
    expect(message.overlays).toEqual([{ rows: 2, columns: 2, x: 0, y: 0, at: 0 }]);
    const wide = withPixels([explicit(0x0028_0011, 'UL', Buffer.from(Uint32Array.of(65_536).buffer))]);
    expect((await dicom.open(wide)).image).toBeUndefined();
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
