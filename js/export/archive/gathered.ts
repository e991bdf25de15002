import { setImmediate as turn } from 'node:timers/promises';

/** Pieces shorter than this are not worth a write to a file or socket each. */
const ENOUGH = 64 * 1024;

/**
 * Joins short pieces to longer ones. What there is does not wait for what takes long: a client that downloads an archive gets
 * each entry when it is made.
 */
export async function* gathered(pieces: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  let parts: Uint8Array[] = [];
  let size = 0;
  let turned: Promise<false> | undefined;
  const all = () => {
    const joined = parts.length === 1 ? (parts[0] as Uint8Array) : Buffer.concat(parts, size);
    [parts, size, turned] = [[], 0, undefined];
    return joined;
  };
  try {
    for (;;) {
      const next = pieces.next();
      if (size > 0) {
        turned ??= turn(false);
        if (!(await Promise.race([settled(next), turned]))) yield all();
      }
      const { done, value } = await next;
      if (done) break;
      parts.push(value);
      size += value.length;
      if (size >= ENOUGH) yield all();
    }
    if (size > 0) yield all();
  } finally {
    // Not waited for: where the source is stuck, so is this.
    pieces.return(undefined).catch(() => {});
  }
}

/** True when it settles; how it fails is told to whoever waits for it. */
const settled = (promise: Promise<unknown>): Promise<true> =>
  promise.then(
    () => true,
    () => true,
  );
