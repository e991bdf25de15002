import {
  closeSync,
  createReadStream,
  ftruncateSync,
  mkdtempSync,
  openSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { deflateRawSync } from 'node:zlib';
import { dicom } from 'clinicore';
import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, needsNative, onBoth, useBackend } from './backends';
import { element, explicit, item, part10, sequence } from './dicom-bytes';
import { byTheStandard, expected, files, golden, read, readable } from './dicom-golden';

const folder = mkdtempSync(join(tmpdir(), 'clinicore-dicom-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A file of the test's own. */
function written(name: string, data: Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, data);
  return path;
}

/** A stream of pieces. */
async function* stream(...chunks: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

/** What a file says, from any source. */
async function opened(source: dicom.DicomSource, options: dicom.OpenOptions = {}): Promise<dicom.DicomJson> {
  await using file = await dicom.open(source, options);
  return file.toJSON();
}

const outcome = async (call: () => unknown) => {
  try {
    return await call();
  } catch (error) {
    const { code, message, details } = error as { code: string; message: string; details: object };
    if (typeof code !== 'string') throw error;
    return { code, message, details };
  }
};

const one = explicit(0x0008_0060, 'CS', 'OP');
const explicitLittle = '1.2.840.10008.1.2.1';
const deflated = '1.2.840.10008.1.2.1.99';

/** Holds what `get` gives to the DICOM JSON model that pydicom writes. */
function expectItem(item: dicom.DicomItem, want: dicom.DicomJson): void {
  for (const [tag, { vr, Value, InlineBinary }] of Object.entries(want)) {
    const got = item.get(tag);
    const place = `${tag} ${vr}`;
    expect(item.element(tag)?.vr, place).toBe(vr);
    if (vr === 'SQ' && Value) {
      const items = item.items(tag);
      expect(items.length, place).toBe(Value.length);
      for (const [at, value] of Value.entries()) expectItem(items[at] as dicom.DicomItem, value as dicom.DicomJson);
    } else if (InlineBinary !== undefined) {
      expect((got as Buffer).toString('base64'), place).toBe(InlineBinary);
    } else {
      const values = (Array.isArray(got) ? got : [got]).map((value) =>
        vr === 'FL' && typeof value === 'number' ? Math.fround(value) : value,
      );
      expect(values, place).toEqual(Value ?? [null]);
    }
  }
  const tags = [...item].map(({ tag }) => tag).filter((tag) => tag !== '7FE00010');
  expect(tags).toEqual(Object.keys(want).sort());
}

describe.each(backends)('dicom.open on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  describe('gives every element as pydicom does of', () => {
    it.each(readable)('%s', async (file) => {
      await using opened = await dicom.open(join(golden, file), { maxValueBytes: 2 ** 30 });
      expectItem(opened, byTheStandard(structuredClone(expected[file] as dicom.DicomJson)));
    });
  });

  it('says the same as parse of every golden file, whatever it is read from', async () => {
    for (const file of files) {
      const data = read(file);
      const path = join(golden, file);
      const want = await outcome(() => dicom.parse(data));
      const options = { maxValueBytes: 2 ** 30 };
      for (const [kind, source] of Object.entries({
        bytes: data,
        path,
        url: pathToFileURL(path),
        stream: createReadStream(path, { highWaterMark: 1000 }),
      })) {
        expect(await outcome(() => opened(source, options)), `${file} from ${kind}`).toEqual(want);
      }
    }
  });

  describe.each([
    ['explicit VR', read('ophthalmic/lensometry_ele.dcm')],
    ['implicit VR', read('ophthalmic/autorefraction_ile.dcm')],
    ['items of undefined length', read('pydicom/test_files/nested_priv_SQ.dcm')],
    ['sequences in UN', read('pydicom/test_files/UN_sequence.dcm').subarray(-1500)],
    ['a bare data set', Buffer.concat([one, sequence(0x0008_1115, [item(one)])])],
    ['zeros within and at the end', Buffer.concat([one, Buffer.alloc(21), one, Buffer.alloc(30)])],
    [
      'a deflated data set',
      part10(deflated, deflateRawSync(Buffer.concat([one, explicit(0x0010_0010, 'PN', 'A^B ')]))),
    ],
  ])('of a stream of %s', (_, data) => {
    it('cut in two at every byte', async () => {
      const want = await outcome(() => opened(data));
      for (let at = 0; at <= data.length; at++) {
        expect(await outcome(() => opened(stream(data.subarray(0, at), data.subarray(at)))), `cut at ${at}`).toEqual(
          want,
        );
      }
    });

    it('that ends at any byte says what the same bytes in memory do', async () => {
      for (let at = 0; at <= data.length; at++) {
        const short = data.subarray(0, at);
        const want = await outcome(() => opened(short));
        expect(await outcome(() => opened(stream(short))), `ends at ${at}`).toEqual(want);
      }
    });

    it('of single bytes', async () => {
      expect(await outcome(() => opened(stream(...Array.from(data, (byte) => Uint8Array.of(byte)))))).toEqual(
        await outcome(() => opened(data)),
      );
    });
  });

  it('is not led astray by zeros that fill many reads', async () => {
    const zeros = Buffer.alloc(400_000);
    for (const data of [
      Buffer.concat([one, zeros]),
      Buffer.concat([one, zeros, explicit(0x0010_0010, 'PN', 'Doe^Jane')]),
    ]) {
      const want = await outcome(() => opened(data));
      expect(await outcome(() => opened(written('zeros.dcm', data)))).toEqual(want);
      const chunks = Array.from({ length: Math.ceil(data.length / 1000) }, (_, i) =>
        data.subarray(i * 1000, (i + 1) * 1000),
      );
      expect(await outcome(() => opened(stream(...chunks)))).toEqual(want);
    }
  });

  it('reads beyond 4 GiB, from a path and a stream, without the bytes between', async () => {
    const long = 0xffff_fff0;
    const before = Buffer.concat([
      part10(explicitLittle, Buffer.concat([one, explicit(0x0010_0010, 'PN', 'A^B ')])),
      element(0x0009_1001, 'OB', '', long),
    ]);
    const after = Buffer.concat([
      explicit(0x0010_0020, 'LO', 'beyond'),
      explicit(0x7fe0_0010, 'OB', Buffer.alloc(70_000, 7)),
    ]);
    const path = join(folder, 'sparse.dcm');
    const file = openSync(path, 'w');
    writeSync(file, before);
    ftruncateSync(file, before.length + long);
    writeSync(file, after, 0, after.length, before.length + long);
    closeSync(file);
    async function* passing() {
      yield before;
      const block = Buffer.alloc(2 ** 24);
      for (let left = long; left > 0; left -= block.length) yield block.subarray(0, Math.min(left, block.length));
      yield after;
    }
    for (const source of [path, passing()]) {
      await using opened = await dicom.open(source);
      expect(opened.size).toBe(before.length + long + after.length);
      expect(opened.get('PatientID')).toBe('beyond');
      expect(opened.element('PatientID')?.offset).toBe(before.length + long + 8);
      expect(opened.element('00091001')?.length).toBe(long);
    }
    await using onDisk = await dicom.open(path);
    expect((await onDisk.bytes('PixelData'))?.equals(Buffer.alloc(70_000, 7))).toBe(true);
    rmSync(path);
  });

  it('takes zeros to the end for padding, and others not, however many there are', async () => {
    const zeros = Buffer.alloc(300_000);
    for (const [data, code] of [
      [Buffer.concat([one, zeros]), undefined],
      [Buffer.concat([one, zeros, one]), undefined],
      [Buffer.concat([one, zeros, Buffer.from([1])]), 'ERR_MALFORMED_INPUT'],
    ] as const) {
      const want = await outcome(() => opened(data));
      expect((want as { code?: string }).code).toBe(code);
      const chunks = Array.from({ length: 301 }, (_, at) => data.subarray(at * 1000, (at + 1) * 1000));
      expect(await outcome(() => opened(stream(...chunks)))).toEqual(want);
      expect(await outcome(() => opened(written('zeros.dcm', data)))).toEqual(want);
    }
  });

  it('holds little of a file that is filled up with zeros', async () => {
    const path = written('padded.dcm', one);
    truncateSync(path, 2 ** 28);
    async function* padded() {
      yield one;
      const zeros = Buffer.alloc(2 ** 20);
      for (let left = 2 ** 28; left > 0; left -= zeros.length) yield zeros;
    }
    const before = process.memoryUsage().arrayBuffers;
    for (const source of [path, padded()]) {
      await using file = await dicom.open(source);
      expect(file.get('Modality')).toBe('OP');
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 1024 * 1024);
    }
  });

  it('tells how to get at a value that was not kept', async () => {
    const data = part10(explicitLittle, Buffer.concat([one, explicit(0x0042_0011, 'OB', Buffer.alloc(70_000, 5))]));
    const path = written('long.dcm', data);
    const limit = { code: 'ERR_LIMIT_EXCEEDED', details: { limit: 65_536, option: 'maxValueBytes' } };
    const file = await dicom.open(path);
    expect(await failure(() => file.get('EncapsulatedDocument'))).toMatchObject(limit);
    expect(await failure(() => file.toJSON())).toMatchObject(limit);
    expect(file.toText()).toContain('(not in memory)');
    expect(await file.bytes('EncapsulatedDocument')).toEqual(Buffer.alloc(70_000, 5));
    expect(await file.bytes('PatientID')).toBeUndefined();
    await file.close();
    await file.close();
    expect(file.get('Modality')).toBe('OP');
    expect(await failure(() => file.bytes('EncapsulatedDocument'))).toMatchObject({ code: 'ERR_IO' });

    const streamed = await dicom.open(stream(data));
    expect(await failure(() => streamed.bytes('EncapsulatedDocument'))).toMatchObject(limit);
    const kept = await dicom.open(stream(data), { maxValueBytes: 70_000 });
    expect(await kept.bytes('EncapsulatedDocument')).toEqual(Buffer.alloc(70_000, 5));
  });

  it('keeps no more than maxKeptBytes of values, the first ones', async () => {
    const values = Array.from({ length: 12 }, (_, at) =>
      explicit(0x0009_1001 + at, 'OB', Buffer.alloc(at === 11 ? 2 : 2000, at)),
    );
    const data = part10(explicitLittle, Buffer.concat(values));
    for (const source of [written('many.dcm', data), stream(data)]) {
      await using file = await dicom.open(source, { maxKeptBytes: 16_384 });
      expect(file.get('00091008')).toEqual(Buffer.alloc(2000, 7));
      for (const tag of ['00091009', '0009100C']) {
        expect(await failure(() => file.get(tag))).toMatchObject({ code: 'ERR_LIMIT_EXCEEDED' });
      }
    }
  });

  it.each<[string, () => string]>([
    ['no file', () => join(folder, 'none.dcm')],
    ['a NUL in the path', () => 'a\0b'],
  ])('refuses %s with ERR_IO', async (_, path) => {
    expect(await failure(() => dicom.open(path()))).toMatchObject({
      code: 'ERR_IO',
      message: 'The file cannot be read',
    });
  });

  it('refuses a folder, and a URL of the web', async () => {
    for (const source of [folder, new URL('https://example.org/a.dcm')]) {
      expect(await failure(() => dicom.open(source))).toMatchObject({ details: { argument: 'source' } });
    }
  });

  it('says that a file was cut short after it was opened', async () => {
    const path = written('short.dcm', part10(explicitLittle, explicit(0x0042_0011, 'OB', Buffer.alloc(200_000))));
    await using file = await dicom.open(path);
    truncateSync(path, 1000);
    expect(await failure(() => file.bytes('EncapsulatedDocument'))).toMatchObject({ code: 'ERR_IO' });
  });

  it('reads one file, not two, where another takes its place meanwhile', async () => {
    const id = (character: string) => explicit(0x0010_0020, 'LO', character.repeat(character === 'A' ? 4 : 8));
    const [a, b] = ['A', 'B'].map((character) =>
      Buffer.concat([one, id(character), explicit(0x0042_0011, 'OB', Buffer.alloc(100_000, character))]),
    ) as [Buffer, Buffer];
    const path = written('replaced.dcm', a);
    let isDone = false;
    const replacing = (async () => {
      for (let turn = 0; !isDone; turn++) {
        const beside = join(folder, `replacing-${turn}.dcm`);
        await writeFile(beside, turn % 2 ? a : b);
        // Windows keeps what is open.
        await rename(beside, path).catch(() => {});
      }
    })();
    for (let times = 0; times < 200; times++) {
      const file = await dicom.open(path).catch((error) => void expect(error).toMatchObject({ code: 'ERR_IO' }));
      if (!file) continue;
      const [first] = String(file.get('PatientID'));
      const document = await file.bytes('EncapsulatedDocument');
      await file.close();
      expect(document?.equals(Buffer.alloc(100_000, first))).toBe(true);
    }
    isDone = true;
    await replacing;
  });

  it('stops waiting for a stream when the signal is aborted', async () => {
    const controller = new AbortController();
    const source = new PassThrough();
    source.write(one);
    const opening = failure(() => dicom.open(source, { signal: controller.signal }));
    setImmediate(() => controller.abort());
    expect(await opening).toMatchObject({ code: 'ERR_ABORTED' });
    source.destroy();
    const aborted = { signal: AbortSignal.abort() };
    for (const again of [one, stream(one), written('one.dcm', one)]) {
      expect(await failure(() => dicom.open(again, aborted))).toMatchObject({ code: 'ERR_ABORTED' });
    }
  });

  it('lets the event loop turn while it scans, and can be stopped', async () => {
    const many = Buffer.concat(Array(200_000).fill(one));
    let turns = 0;
    const count = setInterval(() => turns++, 0);
    await dicom.open(many);
    clearInterval(count);
    const controller = new AbortController();
    const told: number[] = [];
    const onProgress = (done: number) => {
      told.push(done);
      controller.abort();
    };
    // A fast enough machine may be done before there is anything to stop.
    const answer = await outcome(() => opened(many, { signal: controller.signal, onProgress }));
    if (told.length > 0) expect(answer).toMatchObject({ code: 'ERR_ABORTED' });
    else expect(turns).toBeLessThan(2);
  });

  it('names the transfer syntax also where the file does not', async () => {
    const big = Buffer.from(explicit(0x0008_0060, 'CS', 'OP')).swap16();
    big.write('CS', 4);
    big.write('OP', 8);
    for (const [data, uid] of [
      [part10('1.2.840.10008.1.2.4.90', one), '1.2.840.10008.1.2.4.90'],
      [one, explicitLittle],
      [element(0x0008_0060, '', 'OP'), '1.2.840.10008.1.2'],
      [big, '1.2.840.10008.1.2.2'],
    ] as const) {
      expect((await dicom.open(data)).transferSyntax).toBe(uid);
    }
  });

  describe('whatever the bytes, throws typed errors only', () => {
    const everything = async (source: dicom.DicomSource): Promise<void> => {
      await using file = await dicom.open(source, { maxElements: 10_000, maxInflatedBytes: 1_000_000 });
      file.toText();
      file.toJSON({ pixelData: true });
      for (const { tag } of file) {
        file.get(tag);
        await file.bytes(tag);
      }
      if (file.image) await file.frame(0);
    };
    const small = files.map(read).filter((data) => data.length < 6000);
    const edits = fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        byte: fc.integer({ min: 0, max: 255 }),
      }),
      { minLength: 1, maxLength: 8 },
    );

    it('of random bytes', async () => {
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.boolean(), async (bytes, isPart10) => {
          const data = isPart10 ? part10(explicitLittle, Buffer.from(bytes)) : Buffer.from(bytes);
          await outcome(() => everything(data));
          await outcome(() => everything(stream(data.subarray(0, 150), data.subarray(150))));
        }),
        { seed: 20261120, numRuns: 500 },
      );
    });

    it('of files with random edits', async () => {
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...small), edits, async (seed, changes) => {
          const data = Buffer.from(seed);
          for (const { at, byte } of changes) data[Math.floor(at * data.length)] = byte;
          await outcome(() => everything(data));
          await outcome(() => everything(stream(data.subarray(0, 500), data.subarray(500))));
        }),
        { seed: 20261120, numRuns: 500 },
      );
    });
  });
});

describe.skipIf(backends.length < 2)(`both backends${needsNative}`, () => {
  const seeds = files.map(read).filter((data) => data.length < 6000);
  const path = join(folder, 'mutated.dcm');

  it('index mutated files alike, whatever they are read from', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...seeds),
        fc.array(
          fc.tuple(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), fc.integer({ min: 0, max: 255 })),
          {
            minLength: 1,
            maxLength: 5,
          },
        ),
        fc.double({ min: 0.3, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 3000 }),
        async (seed, changes, share, chunk) => {
          const data = Buffer.from(seed.subarray(0, Math.ceil(share * seed.length)));
          for (const [at, byte] of changes) data[Math.floor(at * data.length)] = byte;
          writeFileSync(path, data);
          const chunks = () =>
            Array.from({ length: Math.ceil(data.length / chunk) }, (_, at) =>
              data.subarray(at * chunk, (at + 1) * chunk),
            );
          for (const source of [() => data, () => path, () => stream(...chunks())]) {
            const { native, js } = await onBoth(() => opened(source(), { maxValueBytes: 1024 }));
            expect(js).toEqual(native);
          }
        },
      ),
      { seed: 20261120, numRuns: 500 },
    );
  });
});
