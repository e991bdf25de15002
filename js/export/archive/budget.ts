import { ClinicoreError } from '../../errors';
import { malformed } from './errors';
import { Names, nameFlaw } from './names';
import type { Limits } from './options';

/**
 * Bytes that may come of nothing. Honest content is packed a thousand times smaller, too: logs, tables of zeros, pictures of
 * one colour. A bomb is one by how much comes of it, so the ratio counts for what all entries hold beyond it, and these bytes
 * are unpacked in a tenth of a second; entries that are packed well cannot make up for it.
 */
const FREE = 64 * 1024 * 1024;

/** Counts what entries an archive has against its limits, and refuses names that no file must be written under. */
export class Budget {
  readonly #limits: Limits;
  readonly #names: Names;
  #entries = 0;
  #bytes = 0;
  /** What entries hold beyond the ratio. */
  #beyond = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
    this.#names = new Names(limits.names);
  }

  /** Throws if there are more entries than may be. */
  count(entries: number): void {
    const limit = this.#limits.maxEntries;
    if (entries > limit) throw exceeded(`The archive has more than ${limit} entries`, limit, 'maxEntries');
  }

  /** Takes the next entry. */
  add(name: string, size: number): void {
    const index = this.#entries++;
    const { maxEntryBytes } = this.#limits;
    this.count(this.#entries);
    const flaw = nameFlaw(name, false);
    if (flaw) throw malformed(index, `has a name that ${flaw}`);
    if (!this.#names.add(name)) throw malformed(index, 'has the name of another');
    if (size > maxEntryBytes) {
      const message = `Entry ${index} of the archive holds more than ${maxEntryBytes} bytes`;
      throw exceeded(message, maxEntryBytes, 'maxEntryBytes', index);
    }
    this.take(size);
  }

  /** Takes bytes that are content, or must be read like it. */
  take(bytes: number): void {
    const { maxBytes } = this.#limits;
    this.#bytes += bytes;
    if (this.#bytes > maxBytes) {
      throw exceeded(`The archive's entries hold more than ${maxBytes} bytes`, maxBytes, 'maxBytes');
    }
  }

  /** Takes `size` bytes that are packed to so many; throws if too many were packed smaller than they may be. */
  unpack(packed: number, size: number): void {
    this.#beyond += Math.max(0, size - this.#limits.maxRatio * packed);
    this.checkRatio(0, this.#beyond);
  }

  /** Throws if too many of `size` bytes, which are all so far, came of so many. */
  checkRatio(packed: number, size: number): void {
    const { maxRatio } = this.#limits;
    if (size - maxRatio * packed > FREE) {
      throw exceeded(`The archive unpacks to more than ${maxRatio} times its size`, maxRatio, 'maxRatio');
    }
  }
}

function exceeded(message: string, limit: number, option: string, index?: number): ClinicoreError {
  const details = { limit, option };
  return new ClinicoreError('ERR_LIMIT_EXCEEDED', message, index === undefined ? details : { ...details, index });
}
