/** What is particular to a file that comes as a stream. */
import { PassThrough, Readable } from 'node:stream';
import { dicom } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from './backends';
import { element, explicit, item, part10 } from './dicom-bytes';

/** A stream of pieces. */
async function* stream(...chunks: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

const one = explicit(0x0008_0060, 'CS', 'OP');
const explicitLittle = '1.2.840.10008.1.2.1';
const deflated = '1.2.840.10008.1.2.1.99';

describe.each(backends)('dicom.open of a stream on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it('holds little of a stream of a gigabyte of fragments', async () => {
    const fragment = item(Buffer.alloc(20_000));
    const count = 50_000;
    let most = 0;
    const start = process.memoryUsage().arrayBuffers;
    async function* fragments() {
      yield part10(explicitLittle, element(0x7fe0_0010, 'OB', item(Buffer.alloc(0)), 0xffff_ffff));
      for (let at = 0; at < count; at++) {
        yield fragment;
        most = Math.max(most, process.memoryUsage().arrayBuffers - start);
      }
      yield element(0xfffe_e0dd, '', '');
    }
    await using file = await dicom.open(fragments());
    expect(file.element('PixelData')?.length).toBe(8 + count * fragment.length);
    expect(most).toBeLessThan(64 * 1024 * 1024);
  });

  it("keeps a stream's pixels only if they are wanted", async () => {
    const pixels = explicit(0x7fe0_0010, 'OB', Buffer.alloc(100_000, 3));
    const data = part10(explicitLittle, Buffer.concat([one, pixels, explicit(0xfffa_fffa, 'SQ', '')]));
    const pieces = () => Array.from({ length: 30 }, (_, at) => data.subarray(at * 4000, (at + 1) * 4000));
    const without = await dicom.open(stream(...pieces()));
    expect(await failure(() => without.bytes('PixelData'))).toMatchObject({ details: { option: 'pixelData' } });
    const withThem = await dicom.open(stream(...pieces()), { pixelData: true });
    expect(await withThem.bytes('PixelData')).toEqual(Buffer.alloc(100_000, 3));
    expect(withThem.has('DigitalSignaturesSequence')).toBe(true);
    const refused = await failure(() => dicom.open(stream(...pieces()), { pixelData: true, maxPixelBytes: 99_999 }));
    expect(refused).toMatchObject({ code: 'ERR_LIMIT_EXCEEDED', details: { limit: 99_999, option: 'maxPixelBytes' } });
  });

  it('refuses a deflated stream that is longer than it may be inflated', async () => {
    const data = part10(deflated, Buffer.alloc(5000, 1));
    const refused = await failure(() => dicom.open(stream(data, data), { maxInflatedBytes: 4000 }));
    expect(refused).toMatchObject({ code: 'ERR_LIMIT_EXCEEDED', details: { limit: 4000, option: 'maxInflatedBytes' } });
  });

  it('passes on the failure of a stream, and refuses one of texts', async () => {
    const cause = new Error('connection lost');
    const failing = new Readable({
      read() {
        this.destroy(cause);
      },
    });
    await expect(dicom.open(failing)).rejects.toMatchObject({ code: 'ERR_IO', cause });
    const texts = Readable.from(['abc']) as AsyncIterable<never>;
    expect(await failure(() => dicom.open(texts))).toMatchObject({ details: { argument: 'source' } });
  });

  it('leaves a stream that is no DICOM to whoever made it', async () => {
    const source = Readable.from([Buffer.alloc(300_000, 'x')], { objectMode: false });
    expect(await failure(() => dicom.open(source))).toMatchObject({
      code: 'ERR_MALFORMED_INPUT',
      details: { offset: 0 },
    });
    expect(source.destroyed).toBe(false);
  });

  it('reads many streams under one signal without a warning, and stops them all', async () => {
    const warnings: Error[] = [];
    const warned = (warning: Error) => warnings.push(warning);
    process.on('warning', warned);
    const controller = new AbortController();
    const openings = Array.from({ length: 20 }, () =>
      failure(() => dicom.open(new PassThrough(), { signal: controller.signal })),
    );
    await new Promise((resume) => setTimeout(resume, 10));
    controller.abort();
    for (const opening of openings) expect(await opening).toMatchObject({ code: 'ERR_ABORTED' });
    process.off('warning', warned);
    expect(warnings).toEqual([]);
  });
});
