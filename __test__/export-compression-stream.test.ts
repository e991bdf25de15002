import { once } from 'node:events';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { export as exporting } from 'clinicore';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from './backends';
import { FORMATS, sample, UNITS } from './export-compression-bytes';

const { compress, compressStream, decompress, decompressStream } = exporting;

/** What comes out of streams behind each other, given chunks. */
async function through(
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  ...streams: NodeJS.ReadWriteStream[]
): Promise<Buffer> {
  const out: Buffer[] = [];
  const sink = new Writable({
    write(chunk, _, done) {
      out.push(chunk);
      done();
    },
  });
  await pipeline([Readable.from(chunks, { objectMode: false }), ...streams, sink] as never);
  return Buffer.concat(out);
}

/** Pieces of data, cut after so many bytes in turn. */
function* cut(data: Buffer, lengths: readonly number[]): Generator<Buffer> {
  for (let at = 0, turn = 0; at < data.length; turn++) {
    const length = lengths[turn % lengths.length] as number;
    yield data.subarray(at, at + length);
    at += length;
  }
}

describe.each(backends)('streams on the %s backend', (name) => {
  beforeEach(() => useBackend(name));

  describe.each(FORMATS)('%s', (format) => {
    it('give back what is written, however it is cut', async () => {
      const lengths = fc.array(fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1000, max: 300_000 })), {
        minLength: 1,
        maxLength: 5,
      });
      await fc.assert(
        fc.asyncProperty(fc.nat(600_000), lengths, lengths, async (length, before, between) => {
          const data = sample(length);
          // A few thousand chunks are enough.
          const pieces = [
            ...cut(
              data,
              before.map((n) => Math.max(n, length >> 11)),
            ),
          ];
          const packed = await through(pieces, compressStream({ format }));
          expect((await decompress(packed)).equals(data)).toBe(true);
          const back = await through(
            cut(
              packed,
              between.map((n) => Math.max(n, packed.length >> 11)),
            ),
            decompressStream(),
          );
          expect(back.equals(data)).toBe(true);
        }),
        { seed: 20261121, numRuns: 15 },
      );
    });

    it('take a byte at a time', async () => {
      const data = sample(2000);
      const packed = await compress(data, { format });
      expect((await through(cut(packed, [1]), decompressStream())).equals(data)).toBe(true);
    });

    it('wait for whoever reads: a bomb stays small until it is taken', async () => {
      const bomb = await compress(Buffer.alloc(60_000_000), { format });
      const stream = decompressStream();
      stream.end(bomb);
      await once(stream, 'readable');
      for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
      // One answer of the decoder, which one step may pass.
      expect(stream.readableLength).toBeLessThan(20_000_000);
      let size = 0;
      for await (const chunk of stream) size += chunk.length;
      expect(size).toBe(60_000_000);
    });

    it('fail half-way as decompress does, after what came before', async () => {
      const one = await compress(sample(100_000), { format });
      const bad = Buffer.concat([one, Buffer.from('garbage')]);
      expect(await failure(() => through(cut(bad, [999]), decompressStream()))).toEqual({
        code: 'ERR_MALFORMED_INPUT',
        message: `The ${UNITS[format]} at byte ${one.length} is corrupt or cut short`,
        details: { offset: one.length },
      });
      expect(await failure(() => through([one], decompressStream({ maxBytes: 99_999 })))).toMatchObject({
        code: 'ERR_LIMIT_EXCEEDED',
        details: { limit: 99_999, option: 'maxBytes' },
      });
    });
  });

  it.each(['zstd', 'lz4', 'gzip'] as const)('%s: blocks are those of compress, in their order', async (format) => {
    const data = sample(1_000_000);
    const options = { format, blockBytes: 70_000 };
    // Where the size of a block is known, compress and the stream write the same.
    expect((await through(cut(data, [12_345]), compressStream(options))).equals(await compress(data, options))).toBe(
      true,
    );
    const even = sample(140_000);
    expect((await through([even], compressStream(options))).equals(await compress(even, options))).toBe(true);
  });

  it('refuse data of no known format, and none at all', async () => {
    for (const data of ['', 'x', 'plain text']) {
      expect(await failure(() => through([Buffer.from(data)], decompressStream()))).toMatchObject({
        code: 'ERR_MALFORMED_INPUT',
        details: { offset: 0 },
      });
    }
  });

  it('pass on the error of their source', async () => {
    async function* failing() {
      yield sample(200_000);
      throw new Error('the source broke');
    }
    for (const stream of [compressStream({ format: 'zstd' }), compressStream({ format: 'gzip', blockBytes: 65_536 })]) {
      await expect(through(failing(), stream)).rejects.toThrow('the source broke');
      expect(stream.destroyed).toBe(true);
    }
  });

  it('stop when they are destroyed or their signal is aborted, before and while they work', async () => {
    const endless = function* () {
      for (;;) yield sample(100_000);
    };
    for (const blockBytes of [undefined, 65_536]) {
      const controller = new AbortController();
      const options = { format: 'gzip', signal: controller.signal, ...(blockBytes && { blockBytes }) } as const;
      const stream = compressStream(options);
      stream.once('data', () => controller.abort(new Error('enough')));
      await expect(through(endless(), stream)).rejects.toMatchObject({ code: 'ERR_ABORTED', name: 'AbortError' });
      await expect(through(endless(), compressStream(options))).rejects.toMatchObject({ code: 'ERR_ABORTED' });
      const dropped = compressStream({ ...options, signal: undefined });
      dropped.once('data', () => dropped.destroy());
      await expect(through(endless(), dropped)).rejects.toMatchObject({ code: 'ERR_STREAM_PREMATURE_CLOSE' });
    }
  });

  it('refuse wrong options when they are made', async () => {
    expect(await failure(() => compressStream({ format: 'zip' } as never))).toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
    });
    expect(await failure(() => compressStream({ format: 'gzip', onProgress() {} } as never))).toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
    });
    expect(await failure(() => decompressStream({ maxBytes: -1 }))).toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
  });
});
