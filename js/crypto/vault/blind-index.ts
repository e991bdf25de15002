/** Blind indexes: what a column is searched by, while its fields are sealed. */
import { expand, hmac } from '../../fallback/crypto/vault/hkdf';
import { type Task, type TaskOptions, taskOptions } from '../../task';
import { Turns } from '../../turn';
import { integer, optionalRecord } from '../../validate';
import { encodeColumn } from './context';
import { fieldBytes, packFields } from './pack';

/** Options of `Vault.blindIndex`. */
export interface BlindIndexOptions {
  /** Bits of the index, 1 to 256. Default: 128. Fewer make more values share one, which hides some of what it tells. */
  bits?: number | undefined;
}

/** Options of `Vault.blindIndexes`. */
export interface BlindIndexesOptions extends BlindIndexOptions, TaskOptions {}

/** Reads {@link BlindIndexesOptions}, or those of one. */
export function indexOptions(options: unknown, more: readonly string[]): { bits: number; task: Task } {
  const fields = optionalRecord(options, 'options').only(['bits', ...more]);
  return { bits: fields.optional('bits', 128, integer, 1, 256), task: taskOptions(fields, 'bulk') };
}

/** The index of one value. */
export function indexOne(key: Uint8Array, value: unknown, context: unknown, bits: number): Buffer {
  const bytes = fieldBytes(value, 'value');
  const indexer = new Indexer(key, encodeColumn(context), bits);
  try {
    return indexer.of(bytes);
  } finally {
    indexer.wipe();
  }
}

/** The indexes of many values of a column. */
export async function indexAll(
  key: Uint8Array,
  values: unknown,
  context: unknown,
  bits: number,
  task: Task,
): Promise<Buffer[]> {
  const column = encodeColumn(context);
  const { bytes, ends } = packFields(values, 'values');
  const turns = new Turns(task);
  turns.check();
  const indexes: Buffer[] = [];
  const indexer = new Indexer(key, column, bits);
  try {
    for (let start = 0; indexes.length < ends.length; ) {
      const end = ends[indexes.length] as number;
      indexes.push(indexer.of(bytes.subarray(start, end)));
      start = end;
      await turns.take(indexes.length, ends.length);
    }
  } finally {
    bytes.fill(0);
    indexer.wipe();
  }
  return indexes;
}

/**
 * HMAC-SHA-256 under a key of the column's own, cut to its first bits. On node:crypto for both backends: it takes 1.4 µs,
 * beside the query or the write that each index is made for.
 */
class Indexer {
  readonly #key: Buffer;
  readonly #length: number;
  readonly #mask: number;

  constructor(key: Uint8Array, column: Uint8Array, bits: number) {
    this.#key = expand('sha256', key, column, 32);
    this.#length = Math.ceil(bits / 8);
    this.#mask = 0xff << (this.#length * 8 - bits);
  }

  of(value: Uint8Array): Buffer {
    const index = hmac(this.#key, value).subarray(0, this.#length);
    index[this.#length - 1] = (index[this.#length - 1] as number) & this.#mask;
    return index;
  }

  wipe(): void {
    this.#key.fill(0);
  }
}
