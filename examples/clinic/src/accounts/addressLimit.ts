import { isIPv6 } from 'node:net';

/** Failures that are free at once; a whole clinic may be behind one address. */
const BURST = 30;
/** How long until one of them is forgotten. */
const FORGET_MS = 10_000;
const MAX_ADDRESSES = 10_000;

interface Failures {
  /** How many there were, at `at`. */
  count: number;
  at: number;
}

/**
 * How often an address may fail, whosever account it tries: against one who tries a few passwords at many accounts. A leaky
 * bucket for each address, in this process.
 */
export class AddressLimit {
  readonly #failures = new Map<string, Failures>();

  /**
   * Counts a try as a failure; {@link takeBack} when it was none.
   *
   * @returns in how many milliseconds to come again, if there were too many; 0 if it was counted
   */
  count(address: string, now: number): number {
    const network = networkOf(address);
    const count = left(this.#failures.get(network), now) + 1;
    if (count > BURST) return Math.ceil((count - BURST) * FORGET_MS);
    // The oldest comes first.
    this.#failures.delete(network);
    this.#failures.set(network, { count, at: now });
    if (this.#failures.size > MAX_ADDRESSES) this.#sweep(now);
    return 0;
  }

  takeBack(address: string): void {
    const failures = this.#failures.get(networkOf(address));
    if (failures) failures.count = Math.max(failures.count - 1, 0);
  }

  #sweep(now: number): void {
    for (const [network, failures] of this.#failures) {
      if (left(failures, now) === 0) this.#failures.delete(network);
    }
    for (const network of this.#failures.keys()) {
      if (this.#failures.size <= MAX_ADDRESSES) return;
      this.#failures.delete(network);
    }
  }
}

/** How many failures are not forgotten yet. */
const left = (failures: Failures | undefined, now: number): number =>
  failures ? Math.max(failures.count - Math.max(now - failures.at, 0) / FORGET_MS, 0) : 0;

/** An IPv4 address, or the first 64 bits of an IPv6 address: whoever has one of these has all the rest. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  if (!isIPv6(address)) return address;
  const [head = '', tail = ''] = address.replace(/%.*$/, '').split('::');
  const [before, after] = [head, tail].map((part) => part.split(':').filter(Boolean)) as [string[], string[]];
  const zeros = Array(Math.max(8 - before.length - after.length, 0)).fill('0');
  return [...before, ...zeros, ...after].slice(0, 4).join(':').toLowerCase();
}
