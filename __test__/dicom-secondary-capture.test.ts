import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { dicom } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from './backends';
import { chunk, type PngKind, pngOf } from './dicom-png';

const GREY = { width: 13, height: 11, depth: 8, colorType: 0 } as const;
/** Samples that differ everywhere, of so many bits. */
const noise = (count: number, bits: number) =>
  Array.from(
    { length: count },
    (_, at) => createHash('md5').update(String(at)).digest().readUInt16BE(0) >> (16 - bits),
  );
const grey = () => pngOf(GREY, noise(13 * 11, 8));
const stored = async (output: dicom.DicomOutput) => dicom.open(await output.toBuffer());
const pixelsOf = async (image: dicom.DicomPicture | dicom.DicomPicture[], attributes?: dicom.DicomAttributes) =>
  (await stored(dicom.secondaryCapture(image, attributes))).bytes('PixelData');

/** The segments of a baseline JPEG that say what it is, without the pixels, which are nobody's matter here. */
function jpeg({ ids = [1, 2, 3], sampling = [0x22, 0x11, 0x11], marker = 0xc0, more = Buffer.alloc(0) } = {}): Buffer {
  const segment = (code: number, ...bytes: number[]) => Buffer.from([0xff, code, 0, bytes.length + 2, ...bytes]);
  const components = ids.flatMap((id, at) => [id, sampling[at] ?? 0x11, 0]);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    more,
    segment(marker, 8, 0, 48, 0, 64, ids.length, ...components),
    segment(0xda, ids.length, ...ids.flatMap((id) => [id, 0]), 0, 63, 0),
    Buffer.from([1, 0xff, 0, 2, 0xff, 0xd0, 3, 0xff, 0xd9]),
  ]);
}
const app = (code: number, content: Buffer) =>
  Buffer.concat([Buffer.from([0xff, code, 0, content.length + 2]), content]);
const adobe = (transform: number) => app(0xee, Buffer.from([...Buffer.from('Adobe'), 0, 100, 0, 0, 0, 0, transform]));
const exif = (orientation: number) =>
  app(
    0xe1,
    Buffer.concat([
      Buffer.from('Exif\0\0II*\0', 'latin1'),
      Buffer.from([8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0]),
    ]),
  );

describe.each(backends)('a Secondary Capture on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it.each<[string, PngKind, (sample: number) => number]>([
    ['grey', GREY, (sample) => sample],
    ['RGB', { ...GREY, colorType: 2 }, (sample) => sample],
    ['interlaced RGB', { ...GREY, colorType: 2, isInterlaced: true }, (sample) => sample],
    ['interlaced grey of one bit', { ...GREY, depth: 1, isInterlaced: true }, (sample) => sample * 255],
    ['grey of two bits', { ...GREY, depth: 2 }, (sample) => sample * 85],
    ['grey of four bits', { ...GREY, depth: 4 }, (sample) => sample * 17],
    ['grey of 16 bits', { ...GREY, depth: 16 }, (sample) => sample >> 8],
    ['RGB of 16 bits', { ...GREY, colorType: 2, depth: 16, isInterlaced: true }, (sample) => sample >> 8],
    ['a single pixel, interlaced', { ...GREY, width: 1, height: 1, isInterlaced: true }, (sample) => sample],
    ['pixels in many chunks', { ...GREY, piece: 7 }, (sample) => sample],
  ])('has the pixels of a PNG: %s', async (_, kind, shown) => {
    const channels = kind.colorType === 2 ? 3 : 1;
    const samples = noise(kind.width * kind.height * channels, kind.depth);
    const file = await stored(dicom.secondaryCapture(pngOf(kind, samples)));
    expect(file.image).toMatchObject({ rows: kind.height, columns: kind.width, samples: channels, frames: 1 });
    const pixels = (await file.bytes('PixelData')) as Buffer;
    expect(pixels.length % 2).toBe(0);
    expect([...pixels.subarray(0, samples.length)]).toEqual(samples.map(shown));
    expect(file.transferSyntax).toBe('1.2.840.10008.1.2.1');
  });

  it('has the colours of a palette, and no opacity where all is opaque', async () => {
    const palette = Buffer.from(noise(15, 8));
    const entries = noise(13 * 11, 4).map((entry) => entry % 5);
    const colors = (await pixelsOf(pngOf({ ...GREY, colorType: 3, depth: 4, palette }, entries))) as Buffer;
    expect([...colors.subarray(0, 429)]).toEqual(entries.flatMap((at) => [...palette.subarray(3 * at, 3 * at + 3)]));
    const samples = noise(13 * 11, 8);
    const opaque = (await pixelsOf(
      pngOf(
        { ...GREY, colorType: 4 },
        samples.flatMap((sample) => [sample, 255]),
      ),
    )) as Buffer;
    expect([...opaque.subarray(0, 143)]).toEqual(samples);
  });

  it.each<[string, PngKind, number[]]>([
    ['alpha', { ...GREY, colorType: 4 }, noise(2 * 143, 8)],
    ['alpha of 16 bits', { ...GREY, colorType: 6, depth: 16 }, noise(4 * 143, 16)],
    ['a transparent colour', { ...GREY, transparency: Buffer.from([0, 7]) }, Array<number>(143).fill(7)],
    [
      'a transparent entry',
      { ...GREY, colorType: 3, palette: Buffer.alloc(3), transparency: Buffer.from([254]) },
      Array<number>(143).fill(0),
    ],
  ])('refuses transparent pixels: %s', async (_, kind, samples) => {
    const output = dicom.secondaryCapture(pngOf(kind, samples));
    expect(await failure(() => output.toBuffer())).toMatchObject({
      code: 'ERR_UNSUPPORTED',
      details: { argument: 'image' },
    });
  });

  it('is a colour that is not transparent where another one is', async () => {
    const samples = noise(143, 8).map((sample) => sample % 7);
    const pixels = (await pixelsOf(pngOf({ ...GREY, transparency: Buffer.from([0, 7]) }, samples))) as Buffer;
    expect([...pixels.subarray(0, 143)]).toEqual(samples);
  });

  it.each<[string, (png: Buffer) => Buffer]>([
    ['nothing', () => Buffer.alloc(0)],
    ['no picture', () => Buffer.from('GIF89a')],
    ['a signature alone', (png) => png.subarray(0, 8)],
    ['one cut short', (png) => png.subarray(0, -13)],
    ['a wrong checksum', (png) => Buffer.from(png).fill(png[32] ? 0 : 1, 32, 33)],
    ['two headers', (png) => Buffer.concat([png.subarray(0, 33), png.subarray(8)])],
    ['no palette', () => pngOf({ ...GREY, colorType: 3 }, noise(143, 1))],
    ['a depth there is not', () => pngOf({ ...GREY, colorType: 2, depth: 4 }, noise(429, 4))],
    ['more pixels than it can have', (png) => withHeader(png, 5000, 5000)],
  ])('refuses %s for a picture, before anything is decoded', async (_, damage) => {
    expect(await failure(() => dicom.secondaryCapture(damage(grey())))).toMatchObject({ code: 'ERR_MALFORMED_INPUT' });
  });

  it.each<[string, () => Buffer]>([
    ['a row that is missing', () => withHeader(grey(), 13, 12)],
    ['a row too many', () => withHeader(grey(), 13, 10)],
    ['a filter there is not', () => withBody(grey(), Buffer.concat([Buffer.from([9]), Buffer.alloc(153)]))],
    ['an entry there is not', () => pngOf({ ...GREY, colorType: 3, palette: Buffer.alloc(3) }, noise(143, 8))],
    ['bytes that are not deflated', () => withRaw(grey(), Buffer.alloc(40, 0xaa))],
    [
      'a wrong checksum of its pixels',
      () =>
        withRaw(
          grey(),
          Buffer.concat([bodyOf(grey()).subarray(0, -1), Buffer.from([(bodyOf(grey()).at(-1) as number) ^ 1])]),
        ),
    ],
  ])('refuses a PNG with %s', async (_, png) => {
    expect(await failure(() => pixelsOf(png()))).toMatchObject({
      code: 'ERR_MALFORMED_INPUT',
      details: { argument: 'image' },
    });
  });

  it.each([
    ['colours in full and half resolution', jpeg(), 'YBR_FULL_422'],
    ['colours in full resolution', jpeg({ sampling: [0x11, 0x11, 0x11] }), 'YBR_FULL'],
    ['RGB by its components', jpeg({ ids: [0x52, 0x47, 0x42], sampling: [] }), 'RGB'],
    ["RGB by Adobe's marker", jpeg({ more: adobe(0), sampling: [] }), 'RGB'],
    ["YCbCr by Adobe's marker", jpeg({ more: adobe(1) }), 'YBR_FULL_422'],
    ['grey', jpeg({ ids: [1] }), 'MONOCHROME2'],
    ['an upright photograph', jpeg({ more: exif(1) }), 'YBR_FULL_422'],
  ])('passes a JPEG on as it is: %s', async (_, data, photometric) => {
    const trailing = Buffer.concat([data, Buffer.from('a film')]);
    const file = await stored(dicom.secondaryCapture(trailing));
    expect(file.transferSyntax).toBe('1.2.840.10008.1.2.4.50');
    expect(file.get('PhotometricInterpretation')).toBe(photometric);
    expect([file.get('Rows'), file.get('Columns')]).toEqual([48, 64]);
    const fragments = (await file.bytes('PixelData')) as Buffer;
    // The offset table with one offset, the item's header, the stream.
    expect(fragments.readUInt32LE(4)).toBe(4);
    expect(fragments.subarray(20, 20 + data.length).equals(data)).toBe(true);
    expect(file.get('LossyImageCompression')).toBe('01');
    const ratio = (48 * 64 * (photometric === 'MONOCHROME2' ? 1 : 3)) / data.length;
    expect(file.get('LossyImageCompressionRatio')).toBeCloseTo(ratio, 1);
  });

  it.each<[string, Buffer, string]>([
    ['progressive', jpeg({ marker: 0xc2 }), 'ERR_UNSUPPORTED'],
    ['with four inks', jpeg({ ids: [1, 2, 3, 4] }), 'ERR_UNSUPPORTED'],
    ['to be turned', jpeg({ more: exif(6) }), 'ERR_UNSUPPORTED'],
    ['cut short', jpeg().subarray(0, -2), 'ERR_MALFORMED_INPUT'],
    ['without a frame', Buffer.from([0xff, 0xd8, 0xff, 0xd9]), 'ERR_MALFORMED_INPUT'],
    ['with a broken segment', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0xff, 0xff]), 'ERR_MALFORMED_INPUT'],
  ])('refuses a JPEG that is %s', async (_, data, code) => {
    expect(await failure(() => dicom.secondaryCapture(data))).toMatchObject({ code, details: { argument: 'image' } });
  });

  it('has several pictures as frames', async () => {
    const pages = [1, 2, 3].map((page) => ({
      rows: 3,
      columns: 3,
      samples: 1 as const,
      pixels: Buffer.alloc(9, page),
    }));
    const file = await stored(dicom.secondaryCapture(pages));
    expect(file.get('SOPClassUID')).toBe('1.2.840.10008.5.1.4.1.1.7.2');
    expect(file.image?.frames).toBe(3);
    expect(await file.bytes('PixelData')).toEqual(
      Buffer.concat([...pages.map(({ pixels }) => pixels), Buffer.alloc(1)]),
    );
    expect(file.get('PageNumberVector')).toEqual([1, 2, 3]);
    const [one, other] = [jpeg(), jpeg({ more: adobe(1) })];
    const photos = await stored(dicom.secondaryCapture([one, other]));
    expect(photos.get('SOPClassUID')).toBe('1.2.840.10008.5.1.4.1.1.7.4');
    const fragments = (await photos.bytes('PixelData')) as Buffer;
    expect([fragments.readUInt32LE(8), fragments.readUInt32LE(12)]).toEqual([0, 8 + one.length + (one.length % 2)]);
    for (const others of [[one, grey()], [grey(), pngOf({ ...GREY, width: 12 }, noise(132, 8))], []]) {
      expect(await failure(() => dicom.secondaryCapture(others))).toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
    }
  });

  it('is made of frames that were read', async () => {
    const file = await stored(dicom.secondaryCapture(grey()));
    const frame = { rows: 11, columns: 13, samples: 1, pixels: Buffer.from(noise(143, 8)), number: 0 } as const;
    const again = await stored(dicom.secondaryCapture(frame));
    expect(await again.bytes('PixelData')).toEqual(await file.bytes('PixelData'));
    for (const wrong of [
      { rows: 0 },
      { columns: 65_536 },
      { samples: 4 },
      { pixels: Buffer.alloc(3) },
      { pixels: [1] },
    ]) {
      expect(await failure(() => dicom.secondaryCapture({ ...frame, ...wrong } as never))).toMatchObject({
        code: 'ERR_INVALID_ARGUMENT',
      });
    }
    expect(await failure(() => dicom.secondaryCapture({ ...frame, rows: 60_000, columns: 60_000 }))).toMatchObject({
      code: 'ERR_LIMIT_EXCEEDED',
    });
  });

  it('has the attributes it is given, and what it must have', async () => {
    const at = new Date(2026, 2, 1, 14, 30, 5);
    const file = await stored(
      dicom.secondaryCapture(
        grey(),
        { PatientName: '山田^太郎', PatientID: 'P-1', StudyInstanceUID: '2.25.1', Modality: 'XC' },
        { at },
      ),
    );
    expect(file.get('PatientName')).toEqual({ Alphabetic: '山田^太郎' });
    expect(file.get('MediaStorageSOPInstanceUID')).toBe(file.get('SOPInstanceUID'));
    expect(file.get('SOPInstanceUID')).toMatch(/^2\.25\.\d{30,39}$/);
    const want = { Modality: 'XC', StudyDate: null, StudyTime: null, ContentDate: '20260301', ContentTime: '143005' };
    for (const [keyword, value] of Object.entries(want)) expect(file.get(keyword), keyword).toBe(value);
    const study = await stored(dicom.secondaryCapture(grey(), { ContentDate: '20000101' }, { at }));
    expect([study.get('StudyDate'), study.get('StudyTime')]).toEqual(['20260301', '143005']);
    expect([study.get('ContentDate'), study.get('ContentTime')]).toEqual(['20000101', null]);
  });

  it('has the same bytes every time where nothing is left open', async () => {
    const attributes = { StudyInstanceUID: '2.25.1', SeriesInstanceUID: '2.25.2', SOPInstanceUID: '2.25.3' };
    const at = new Date(2026, 2, 1);
    const [one, other] = [0, 1].map(() => dicom.secondaryCapture(grey(), attributes, { at }).toBuffer());
    expect(await one).toEqual(await other);
    const output = dicom.secondaryCapture(grey());
    expect(await output.toBuffer()).toEqual(Buffer.concat(await output.toStream().toArray()));
  });

  it.each<[string, unknown, string]>([
    ['a keyword there is not', { PatientNmae: 'x' }, 'attributes.PatientNmae'],
    ['what follows from the picture', { Rows: 3 }, 'attributes.Rows'],
    ['the same by its tag', { '7FE00010': Buffer.alloc(2) }, 'attributes.7FE00010'],
    ['a value its VR does not allow', { StudyDate: '2026-03-01' }, 'attributes.StudyDate'],
    [
      'a character that is not in its character set',
      { PatientName: 'é', SpecificCharacterSet: 'ISO_IR 6' },
      'attributes.PatientName',
    ],
    ['attributes that are none', 'x', 'attributes'],
  ])('refuses %s', async (_, attributes, argument) => {
    expect(await failure(() => dicom.secondaryCapture(grey(), attributes as never))).toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
      details: { argument },
    });
  });

  it('refuses a day that is none, and options it does not know', async () => {
    for (const options of [{ at: new Date(Number.NaN) }, { at: '2026' }, { when: new Date() }]) {
      expect(await failure(() => dicom.secondaryCapture(grey(), {}, options as never))).toMatchObject({
        code: 'ERR_INVALID_ARGUMENT',
      });
    }
  });
});

const bodyOf = (png: Buffer): Buffer => {
  const at = png.indexOf('IDAT');
  return png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4));
};

function withHeader(png: Buffer, width: number, height: number): Buffer {
  const header = Buffer.from(png.subarray(16, 29));
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  return Buffer.concat([png.subarray(0, 8), chunk('IHDR', header), png.subarray(33)]);
}

const withRaw = (png: Buffer, body: Buffer): Buffer => {
  const at = png.indexOf('IDAT') - 4;
  return Buffer.concat([png.subarray(0, at), chunk('IDAT', body), chunk('IEND', Buffer.alloc(0))]);
};

function withBody(png: Buffer, rows: Buffer): Buffer {
  return withRaw(png, deflateSync(rows));
}
