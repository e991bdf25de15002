/** How frames are found, and what is asked of a backend. The front door does this for both: it is noted what they get. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { dicom } from 'clinicore';
import { describe, expect, it } from 'vitest';
import { failure } from './backends';
import { explicit } from './dicom-bytes';
import { golden, read, refused } from './dicom-golden';
import { encapsulated, image, JPEG, native, RLE } from './dicom-image-bytes';
import { given, noteFrames } from './dicom-noted-frames';

noteFrames();

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

  it('give no frame after an abort, though it is made', async () => {
    await using file = await dicom.open(join(golden, 'pydicom/test_files/rtdose.dcm'));
    const controller = new AbortController();
    const taken: number[] = [];
    const aborted = failure(async () => {
      for await (const { number } of file.frames({ signal: controller.signal, concurrency: 4 })) {
        taken.push(number);
        // Until then those ahead are made, too.
        for (const ahead of [1, 2, 3]) await file.frame(number + ahead);
        controller.abort();
      }
    });
    expect(await aborted).toMatchObject({ code: 'ERR_ABORTED' });
    expect(taken).toEqual([0]);
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
    expect(seen).toEqual([0, 1, 2, 3]);
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
