/** How frames are shown, by pydicom's transformations, and how decoding them is watched and stopped. */
import { join } from 'node:path';
import { dicom } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import type { PixelMessage } from '../js/contract/dicom';
import { backends, failure, useBackend } from './backends';
import { explicit, part10 } from './dicom-bytes';
import { golden, read } from './dicom-golden';
import { encapsulated, RLE, us } from './dicom-image-bytes';

/** Greys as pydicom computes them, before they are rounded: of every so many pixels. */
interface Display {
  name: string;
  file: string;
  message: Pick<PixelMessage, 'modality' | 'voi' | 'invert'> & { tables: string };
  every: number;
  values: number[];
}

const { displays }: { displays: Display[] } = JSON.parse(read('pixels.json').toString());

/** An image of 8 bits grey without compression, so large that it takes some time. */
const LARGE = 4096;
const large = part10(
  '1.2.840.10008.1.2.1',
  Buffer.concat([
    us(0x0028_0002, 1),
    explicit(0x0028_0004, 'CS', 'MONOCHROME2 '),
    us(0x0028_0010, LARGE),
    us(0x0028_0011, LARGE),
    us(0x0028_0100, 8),
    us(0x0028_0101, 8),
    us(0x0028_0102, 7),
    us(0x0028_0103, 0),
    explicit(0x7fe0_0010, 'OB', Buffer.alloc(LARGE * LARGE, 'any pixels will do')),
  ]),
);

/** What a native file says of its frame, as a message. */
function described({ image, transferSyntax }: dicom.DicomFile): PixelMessage {
  if (!image) throw new Error('no image');
  const { rows, columns, samples, photometric, bitsAllocated, bitsStored, signed } = image;
  return {
    ...{ transferSyntax, rows, columns, samples, photometric, planar: false, allocated: bitsAllocated, signed },
    ...{ stored: bitsStored, high: bitsStored - 1, bigEndian: false, float: false, number: 0, maxFrameBytes: 1 << 24 },
    ...{ output: 'display', color: false, palette: null, modality: null, voi: null, invert: false, overlays: [] },
    ...{ longest: null, quality: 90 },
  };
}

describe.each(backends)('decoding on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it('a frame that is corrupt is told with the byte at which it starts in the file', async () => {
    const header = Buffer.from(Uint32Array.from({ length: 16 }, (_, at) => [1, 64][at] ?? 0).buffer);
    const sound = Buffer.concat([header, Buffer.from([3, 1, 2, 3, 4, 0])]);
    const corrupt = Buffer.concat([header, Buffer.from([127, 0])]);
    const data = encapsulated(RLE, 2, [], [sound, corrupt]);
    const file = await dicom.open(data);
    expect([...(await file.frame(0)).pixels]).toEqual([1, 2, 3, 4]);
    expect(await failure(() => file.frame(1))).toMatchObject({
      code: 'ERR_MALFORMED_INPUT',
      details: { offset: data.indexOf(corrupt) },
    });
  });

  it.each(displays)('shows $file as pydicom does: $name', async ({ file: path, message, every, values }) => {
    await using file = await dicom.open(join(golden, path));
    const { tables, ...display } = message;
    const { dicom: backend, Job } = useBackend(name);
    const got = await backend.decodeFrame(
      JSON.stringify({ ...described(file), ...display }),
      await file.frameBytes(0),
      Buffer.from(tables, 'base64'),
      new Job('interactive'),
    );
    const greys = got.filter((_, at) => at % every === 0);
    expect(greys.length).toBe(values.length);
    for (const [at, want] of values.entries()) {
      expect(Math.abs((greys[at] as number) - want), `${greys[at]} for ${want}`).toBeLessThanOrEqual(0.5 + 1e-9);
    }
  });

  it('leaves the bytes it is given alone, and reads them before it returns', async () => {
    const { dicom: backend, Job } = useBackend(name);
    await using file = await dicom.open(join(golden, 'pydicom/test_files/CT_small.dcm'));
    const message = { ...described(file), bigEndian: true, signed: false, stored: 12, high: 11 };
    const frame = await file.frameBytes(0);
    const before = Buffer.from(frame);
    const decode = () => backend.decodeFrame(JSON.stringify(message), frame, Buffer.alloc(0), new Job('interactive'));
    const want = await decode();
    expect(frame).toEqual(before);
    const decoding = decode();
    frame.fill(0);
    expect(await decoding).toEqual(want);
  });

  it('lets the event loop turn, and stops when the signal is aborted meanwhile', async () => {
    const file = await dicom.open(large);
    const controller = new AbortController();
    const { signal } = controller;
    const onProgress = () => setImmediate(() => controller.abort());
    expect(await failure(() => file.toPng(0, { signal, onProgress }))).toMatchObject({ code: 'ERR_ABORTED' });
    // What was stopped is out of the way.
    expect((await file.frame(0)).pixels.length).toBe(LARGE * LARGE);
  });
});
