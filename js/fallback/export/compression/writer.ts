import type { Transform } from 'node:stream';

/** Makes one format; it is given pieces of equal length, of which only the last may be shorter. */
export interface Writer {
  write(piece: Buffer, last: boolean, emit: (out: Uint8Array) => void): void | Promise<void>;
  close?(): void;
}

/** Writes to an engine of node:zlib, to its end with the last piece; its output comes as `data` events before that. */
export function writeTo(engine: Transform, piece: Buffer, last: boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const written = (error?: Error | null) => (error ? reject(error) : resolve());
    if (!last) engine.write(piece, written);
    else engine.once('end', resolve).once('error', reject).end(piece);
  });
}
