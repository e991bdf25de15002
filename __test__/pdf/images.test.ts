/** PNG and JPEG pictures: each kind as poppler shows it, and the same refusals on both backends. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { pdf } from 'clinicore';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backends, onBoth, useBackend } from '../backends';
import { invoice } from './einvoice-samples';
import { isMissing, needs } from './tools';

const [WIDTH, HEIGHT] = [9, 5];
type Rgba = [red: number, green: number, blue: number, opacity: number];

/** How samples of each colour type are made of a pixel's colour, in the unit interval, and what is seen of them. */
interface Kind {
  colorType: number;
  depths: number[];
  samples: (color: Rgba, place: number) => number[];
}
const grey = ([red]: Rgba) => red;
/** Eight colours, the third of which is half transparent. */
const PALETTE: Rgba[] = Array.from({ length: 8 }, (_, at) => [
  at & 1,
  (at >> 1) & 1,
  (at >> 2) & 1,
  at === 2 ? 0.5 : 1,
]);
const KINDS: Record<string, Kind> = {
  grey: { colorType: 0, depths: [1, 2, 4, 8, 16], samples: (color) => [grey(color)] },
  RGB: { colorType: 2, depths: [8, 16], samples: ([red, green, blue]) => [red, green, blue] },
  palette: { colorType: 3, depths: [4, 8], samples: (_, place) => [place % 8] },
  'grey with opacity': { colorType: 4, depths: [8, 16], samples: (color) => [grey(color), color[3]] },
  'RGB with opacity': { colorType: 6, depths: [8, 16], samples: (color) => color },
};

/** A colour for each place, all samples 0 or 1 so that every depth can say them; opacity in halves. */
const colorAt = (place: number): Rgba => [place % 2, (place >> 1) % 2, (place >> 2) % 2, (place % 3) / 2];

function chunk(type: string, data: Uint8Array): Buffer {
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** First column and row, and the steps between them, of Adam7's passes. */
const PASSES = [
  ...([
    [0, 0, 8, 8],
    [4, 0, 8, 8],
    [0, 4, 4, 8],
    [2, 0, 4, 4],
  ] as const),
  ...([
    [0, 2, 2, 4],
    [1, 0, 2, 2],
    [0, 1, 1, 2],
  ] as const),
];

function png({ colorType, samples }: Kind, depth: number, isInterlaced: boolean): Buffer {
  const lines: Buffer[] = [];
  for (const [x0, y0, dx, dy] of isInterlaced ? PASSES : ([[0, 0, 1, 1]] as const)) {
    for (let y = y0; y < HEIGHT; y += dy) {
      let bits = '';
      for (let x = x0; x < WIDTH; x += dx) {
        const place = y * WIDTH + x;
        const most = colorType === 3 ? 1 : 2 ** depth - 1;
        for (const sample of samples(colorAt(place), place)) {
          bits += Math.round(sample * most)
            .toString(2)
            .padStart(depth, '0');
        }
      }
      const bytes = bits.match(/.{1,8}/g)?.map((byte) => Number.parseInt(byte.padEnd(8, '0'), 2));
      if (bytes) lines.push(Buffer.from([0, ...bytes]));
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(WIDTH, 0);
  header.writeUInt32BE(HEIGHT, 4);
  header.set([depth, colorType, 0, 0, isInterlaced ? 1 : 0], 8);
  const palette = PALETTE.flatMap((color) => color.slice(0, 3).map((sample) => sample * 255));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    ...(colorType === 3
      ? [chunk('PLTE', Buffer.from(palette)), chunk('tRNS', Buffer.from(PALETTE.map((color) => color[3] * 255)))]
      : []),
    chunk('IDAT', deflateSync(Buffer.concat(lines))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** What is seen on white paper. */
function seen({ colorType, samples }: Kind, place: number): number[] {
  const given = samples(colorAt(place), place);
  const [red = 0, green = 0, blue = 0, opacity = 1] =
    colorType === 3
      ? (PALETTE[given[0] as number] as Rgba)
      : colorType === 0 || colorType === 4
        ? [given[0], given[0], given[0], given[1]]
        : given;
  return [red, green, blue].map((sample) => Math.round(255 * (sample * opacity + 1 - opacity)));
}

const SCALE = 10;
const shown = (picture: Uint8Array): pdf.PdfDocument => ({
  title: 'Picture',
  page: { size: { width: WIDTH * SCALE, height: HEIGHT * SCALE }, margin: 0 },
  images: { picture },
  content: [{ type: 'image', image: 'picture', alt: 'x', width: WIDTH * SCALE }],
});

/** The colours that poppler draws, in the middle of where each pixel is. */
function drawn(file: Uint8Array, width = WIDTH, height = HEIGHT): number[][] {
  const folder = mkdtempSync(join(tmpdir(), 'clinicore-images-'));
  try {
    writeFileSync(join(folder, 'file.pdf'), file);
    execFileSync('pdftoppm', ['-r', '72', '-singlefile', join(folder, 'file.pdf'), join(folder, 'page')]);
    const ppm = readFileSync(join(folder, 'page.ppm'));
    const header = /^P6\s+(\d+)\s+\d+\s+255\s/.exec(ppm.toString('latin1', 0, 40)) as RegExpExecArray;
    const across = Number(header[1]);
    return Array.from({ length: width * height }, (_, place) => {
      const [x, y] = [(place % width) * SCALE + SCALE / 2, Math.floor(place / width) * SCALE + SCALE / 2];
      const at = header[0].length + 3 * (y * across + x);
      return [...ppm.subarray(at, at + 3)];
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const fixture = (name: string) => readFileSync(new URL(`../../crates/pdf/tests/pictures/${name}.jpg`, import.meta.url));

const XMP = Buffer.from('http://ns.adobe.com/xmp/extension/\0');

/** Where the first segment with a marker begins. */
const segmentAt = (jpeg: Buffer, marker: number) => jpeg.indexOf(Buffer.of(0xff, marker));

/** A JPEG with bytes before the first segment with a marker. */
function withBefore(jpeg: Buffer, marker: number, ...bytes: number[]): Buffer {
  const at = segmentAt(jpeg, marker);
  return Buffer.concat([jpeg.subarray(0, at), Buffer.from(bytes), jpeg.subarray(at)]);
}

/** A JPEG with one more of Adobe's segments, which says how colours are coded, before the one with that marker. */
const withAdobe = (jpeg: Buffer, transform: number, before = 0xdb) =>
  withBefore(jpeg, before, 0xff, 0xee, 0, 14, ...Buffer.from('Adobe'), 0, 100, 0, 0, 0, 0, transform);

/** A JPEG of one scan whose three components are called 1, 2 and 3. */
function renamed(jpeg: Buffer): Buffer {
  const named = Buffer.from(jpeg);
  const [frame, scan] = [segmentAt(jpeg, 0xc0), segmentAt(jpeg, 0xda)];
  for (const component of [0, 1, 2]) {
    named[frame + 10 + 3 * component] = named[scan + 5 + 2 * component] = component + 1;
  }
  return named;
}

describe.skipIf(isMissing('pdftoppm'))(`pictures${needs('pdftoppm')}`, () => {
  describe.each(backends)('of the %s backend', (name) => {
    for (const [label, kind] of Object.entries(KINDS)) {
      it.each(kind.depths)(`${label} of %i bits looks as it should, interlaced or not`, async (depth) => {
        useBackend(name);
        for (const isInterlaced of [false, true]) {
          const colors = drawn(await pdf.render(shown(png(kind, depth, isInterlaced))));
          for (const [place, color] of colors.entries()) {
            for (const [channel, value] of seen(kind, place).entries()) {
              expect(Math.abs((color[channel] as number) - value), `pixel ${place}, ${isInterlaced}`).toBeLessThan(4);
            }
          }
        }
      });
    }

    const jpegs: [string, Buffer][] = [
      ...['baseline', 'progressive', 'grey', 'cmyk', 'rgb'].map((kind): [string, Buffer] => [kind, fixture(kind)]),
      // Adobe's segment says what three or four components are: where it stands, and what they are called, is all one.
      ['rgb whose components are called otherwise', renamed(fixture('rgb'))],
      ['rgb whose components are called otherwise, with two of its segments', withAdobe(renamed(fixture('rgb')), 0)],
      ['baseline with its segment', withAdobe(fixture('baseline'), 1)],
      ['baseline with its segment after the frame', withAdobe(fixture('baseline'), 1, 0xda)],
      ['baseline with another of its segments after the scan', withAdobe(withAdobe(fixture('baseline'), 1), 0, 0xd9)],
      [
        'rgb whose components are called otherwise, with another of its segments after the scan',
        withAdobe(renamed(fixture('rgb')), 1, 0xd9),
      ],
      // Segments that mean nothing.
      [
        'baseline with four bytes of an application',
        withBefore(fixture('baseline'), 0xc0, 0xff, 0xe0, 0, 6, 65, 66, 67, 68),
      ],
      ['baseline with metadata that end early', withBefore(fixture('baseline'), 0xc0, 0xff, 0xe1, 0, 38, ...XMP, 1)],
      ['baseline with its segment of four components', withAdobe(fixture('baseline'), 2)],
      ['grey with its segment', withAdobe(fixture('grey'), 0)],
      ['grey with its segment after the frame', withAdobe(fixture('grey'), 1, 0xda)],
    ];
    it.each(jpegs)('a JPEG that is %s looks as it should', async (label, picture) => {
      useBackend(name);
      const kind = label.split(' ')[0];
      const page = { size: { width: 16 * SCALE, height: 8 * SCALE }, margin: 0 };
      const content: pdf.Block[] = [{ type: 'image', image: 'picture', alt: 'x', width: 16 * SCALE }];
      const document = { title: 'Picture', page, images: { picture }, content };
      const colors = drawn(await pdf.render(document, { profile: 'plain' }), 16, 8);
      const [left, right] = [colors[2] as number[], colors[13] as number[]];
      // Poppler has duller inks; inverted ones would be off by 140.
      const tolerance = kind === 'cmyk' ? 72 : 8;
      const expected = kind === 'grey' ? [81, 81, 81] : [200, 30, 30];
      for (const [channel, value] of expected.entries()) {
        expect(Math.abs((left[channel] as number) - value), `${left}`).toBeLessThan(tolerance);
      }
      // The other half is blue: as dark in grey, with red and blue the other way round.
      const blue = kind === 'grey' ? [50, 50, 50] : [30, 30, 200];
      for (const [channel, value] of blue.entries()) {
        expect(Math.abs((right[channel] as number) - value), `${right}`).toBeLessThan(tolerance);
      }
    });
  });
});

describe('a picture in CMYK', () => {
  const images = { picture: fixture('cmyk') };
  const content: pdf.Block[] = [{ type: 'image', image: 'picture', alt: 'x' }];
  const document = { title: 'Picture', created: '2026-03-01', images, content };
  const refusal = (argument: string) => ({
    code: 'ERR_UNSUPPORTED',
    message: `${argument} is a CMYK picture, and what is archived must say what its inks look like; give it in RGB`,
    details: { argument },
  });

  it.each<[string, pdf.Profile]>([
    ['PDF/A-3a', 'archive'],
    ['PDF/A-3b', { name: 'archive', level: 'b' }],
  ])('is refused in %s, where its inks would mean nothing', async (_, profile) => {
    const { native, js } = await onBoth(() => pdf.render(document, { profile }));
    expect(native).toMatchObject(refusal('document.images.picture'));
    expect(js).toEqual(native);
  });

  it('is refused as the logo of an e-invoice', async () => {
    const options = { profile: 'einvoice', theme: { logo: fixture('cmyk') } } as const;
    const { native, js } = await onBoth(() => pdf.invoice(invoice, options));
    expect(native).toMatchObject(refusal('options.theme.logo'));
    expect(js).toEqual(native);
  });

  it('is taken everywhere else, and where it is not shown', async () => {
    const profiles: pdf.Profile[] = ['plain', 'accessible', { name: 'protected', ownerPassword: 'owner' }];
    const calls = profiles.map((profile) => () => pdf.render(document, { profile }));
    for (const call of [...calls, () => pdf.render({ ...document, content: [] }, { profile: 'archive' })]) {
      const { native, js } = await onBoth(async () => (await call()).subarray(0, 5).toString());
      expect(native).toEqual({ value: '%PDF-' });
      expect(js).toEqual(native);
    }
  });
});

describe('broken pictures', () => {
  const kinds = Object.values(KINDS).map((kind) => png(kind, 8, kind.colorType === 6));
  const whole = [...kinds, ...['baseline', 'progressive', 'cmyk', 'rgb'].map(fixture)];

  it('cut short are refused alike', async () => {
    for (const file of whole) {
      for (let length = 4; length < file.length; length += 7) {
        const { native, js } = await onBoth(() => pdf.render(shown(file.subarray(0, length))));
        expect(js).toHaveProperty('code', 'ERR_MALFORMED_INPUT');
        expect(js).toEqual(native);
      }
    }
  });

  it('damaged anywhere are refused alike, or taken alike', async () => {
    const damage = fc.record({ at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }) });
    const picture = fc.integer({ min: 0, max: whole.length - 1 });
    await fc.assert(
      fc.asyncProperty(picture, fc.array(damage, { minLength: 1, maxLength: 3 }), async (which, damages) => {
        const file = Buffer.from(whole[which] as Buffer);
        for (const { at, byte } of damages) file[at % file.length] = byte;
        const { native, js } = await onBoth(async () => (await pdf.render(shown(file))).length > 0);
        expect(js).toEqual(native);
      }),
      { numRuns: 400 },
    );
  });

  it('are refused by what they hold', async () => {
    const file = kinds[1] as Buffer;
    const jpeg = fixture('baseline');
    const header = jpeg.subarray(0, jpeg.indexOf(Buffer.of(0xff, 0xda)));
    const changed = (marker: number, at: number, byte: number) => {
      const other = Buffer.from(jpeg);
      other[segmentAt(jpeg, marker) + at] = byte;
      return other;
    };
    const data = (bytes: Uint8Array) =>
      Buffer.concat([file.subarray(0, 33), chunk('IDAT', bytes), chunk('IEND', Buffer.alloc(0))]);
    for (const [broken, reason] of [
      [data(Buffer.from('no deflate')), 'its pixels cannot be decoded'],
      [data(deflateSync(Buffer.alloc(10))), 'its pixels cannot be decoded'],
      [data(deflateSync(Buffer.alloc(140, 5))), 'its pixels cannot be decoded'],
      [Buffer.concat([file.subarray(0, 40), Buffer.from([1]), file.subarray(41)]), 'a checksum is wrong'],
      [Buffer.concat([header, Buffer.of(0)]), 'a marker is missing'],
      [Buffer.concat([header, Buffer.of(0xff)]), 'it ends too early'],
      // ITU-T T.81 B.2.2 to B.2.4
      [changed(0xc0, 11, 0x51), 'its frame is broken'], // sampled five times
      [changed(0xc0, 11, 0x10), 'its frame is broken'], // never
      [changed(0xc0, 12, 4), 'its frame is broken'], // by a fifth table
      [changed(0xc0, 13, 1), 'its frame is broken'], // of two components with one name
      [changed(0xc0, 3, 20), 'its frame is broken'], // of more components than it says
      [withBefore(jpeg, 0xda, ...jpeg.subarray(segmentAt(jpeg, 0xc0), segmentAt(jpeg, 0xc4))), 'it has two frames'],
      [changed(0xda, 4, 2), 'a scan is broken'], // of two components, or so it says
      [changed(0xda, 5, 9), 'a scan is broken'], // of a component the frame does not have
      [changed(0xda, 7, 1), 'a scan is broken'], // of the same one twice
      [changed(0xda, 12, 64), 'a scan is broken'], // of a 65th coefficient
      [changed(0xdb, 4, 0x20), 'a table is broken'], // of 24 bits
      [changed(0xdb, 4, 4), 'a table is broken'], // the fifth
      [changed(0xc4, 4, 0x20), 'a table is broken'], // for neither kind of coefficient
      [changed(0xc4, 5, 2), 'a table is broken'], // with a code that is all ones
      [changed(0xc4, 21, 16), 'a table is broken'], // of a difference that has 16 bits
      [withBefore(jpeg, 0xda, 0xff, 0xdd, 0, 3, 1), 'a table is broken'],
      [withBefore(jpeg, 0xda, 0xff, 0xee, 0, 7, ...Buffer.from('Adobe')), "Adobe's segment is broken"],
      [withAdobe(jpeg, 3), "Adobe's segment is broken"],
      ...[0x00, 0x01, 0xcc, 0xd0, 0xd8, 0xdc].map(
        (marker) => [withBefore(jpeg, 0xda, 0xff, marker), 'a marker stands where it may not'] as const,
      ),
    ] as const) {
      const { native, js } = await onBoth(() => pdf.render(shown(broken)));
      expect(js).toHaveProperty('message', `document.content[0].image is malformed: ${reason}`);
      expect(native).toEqual(js);
    }
  });
});
