/** Bytes that come in chunks, taken in other lengths. */
export class Input {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #held: Buffer = Buffer.alloc(0);
  #offset = 0;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** Where the next byte stands. */
  get offset(): number {
    return this.#offset;
  }

  /** The next bytes, fewer only if there are no more; they stay where they are. */
  async peek(length: number): Promise<Buffer> {
    if (this.#held.length < length) {
      const parts: Uint8Array[] = [this.#held];
      let size = this.#held.length;
      while (size < length) {
        const { done, value } = await this.#chunks.next();
        if (done) break;
        // A copy: whoever gave the chunk may use it again when the next is asked for.
        parts.push(Uint8Array.prototype.slice.call(value));
        size += value.length;
      }
      this.#held = Buffer.concat(parts, size);
    }
    return this.#held.subarray(0, length);
  }

  /** The next bytes, fewer only if there are no more. */
  async take(length: number): Promise<Buffer> {
    const taken = await this.peek(length);
    this.#held = this.#held.subarray(taken.length);
    this.#offset += taken.length;
    return taken;
  }

  /** The next bytes as they come, at most so many; none if there are no more. */
  async some(most: number): Promise<Buffer> {
    await this.peek(1);
    return this.take(Math.min(most, this.#held.length));
  }

  /** All that comes. */
  async *all(): AsyncGenerator<Buffer> {
    for (let part = await this.some(MOST); part.length > 0; part = await this.some(MOST)) yield part;
  }

  /** Lets go of the source. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }
}

const MOST = Number.MAX_SAFE_INTEGER;
