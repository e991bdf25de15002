import { pipeline, Readable } from 'node:stream';
import { createDeflateRaw } from 'node:zlib';

/** Pieces deflated, of even length together (PS3.5 A.5). */
export async function* deflated(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const deflate = createDeflateRaw();
  // What fails before it fails it too.
  pipeline(Readable.from(pieces, { objectMode: false }), deflate, () => {});
  let size = 0;
  for await (const piece of deflate as AsyncIterable<Buffer>) {
    size += piece.length;
    yield piece;
  }
  if (size % 2 !== 0) yield Buffer.alloc(1);
}
