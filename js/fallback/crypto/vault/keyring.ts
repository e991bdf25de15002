import type { Job as BackendJob } from '../../../contract';
import type { Keyring as Contract, OpenedFields, Packed, VaultBackend } from '../../../contract/vault';
import { enqueue, type Job } from '../../queue';
import { fieldLength, keyIdOf, OVERHEAD, openField, SALT, sealField } from './field';
import { subKey } from './hkdf';

/** Between two turns of the event loop. */
const TURN_MS = 4;

/** See {@link Contract}. */
class Keyring implements Contract {
  readonly #current: number;
  /** Sub-keys for fields. */
  readonly #keys = new Map<number, Buffer>();
  /** Calls that wait or run. */
  #running = 0;
  #isClosed = false;

  constructor(ids: Uint32Array, keys: Uint8Array) {
    this.#current = ids[0] as number;
    for (const [i, id] of ids.entries()) this.#keys.set(id, subKey(keys.subarray(i * 32, i * 32 + 32), 'fields'));
  }

  seal(field: Uint8Array, context: Uint8Array, salt: Uint8Array): Buffer {
    const sealed = Buffer.allocUnsafeSlow(field.length + OVERHEAD);
    this.#seal(field, context, salt, sealed);
    return sealed;
  }

  open(sealed: Uint8Array, context: Uint8Array): Buffer | null {
    const key = this.#keys.get(keyIdOf(sealed) ?? 0);
    return (key && openField(key, sealed, context)) ?? null;
  }

  async sealMany(fields: Packed, contexts: Packed[], salts: Uint8Array, job: BackendJob): Promise<Buffer> {
    const [mine, parts, mySalts] = [copy(fields), contexts.map(copy), Buffer.from(salts)];
    return this.#use(job, async (running) => {
      const count = mine.ends.length;
      const all = Buffer.allocUnsafeSlow(mine.bytes.length + count * OVERHEAD);
      let at = 0;
      await inTurns(count, running, (index) => {
        const field = item(mine, index);
        const sealed = all.subarray(at, at + field.length + OVERHEAD);
        at += sealed.length;
        this.#seal(field, context(parts, index), mySalts.subarray(index * SALT, (index + 1) * SALT), sealed);
      });
      return all;
    }).finally(() => mine.bytes.fill(0));
  }

  async openMany(sealed: Packed, contexts: Packed[], job: BackendJob): Promise<OpenedFields> {
    const [mine, parts] = [copy(sealed), contexts.map(copy)];
    return this.#use(job, async (running) => {
      const count = mine.ends.length;
      const lengths = Array.from({ length: count }, (_, index) => fieldLength(item(mine, index)));
      const bytes = Buffer.alloc(lengths.reduce((sum, length) => sum + length, 0));
      const refused: number[] = [];
      let at = 0;
      await inTurns(count, running, (index) => {
        const field = this.open(item(mine, index), context(parts, index));
        if (field) bytes.set(field, at);
        else refused.push(index);
        field?.fill(0);
        at += lengths[index] as number;
      });
      return { bytes, refused: Uint32Array.from(refused) };
    });
  }

  close(): void {
    this.#isClosed = true;
    if (this.#running > 0) return;
    for (const key of this.#keys.values()) key.fill(0);
    this.#keys.clear();
  }

  /** Keeps the keys until the work is done. */
  async #use<T>(job: BackendJob, work: (running: Job) => Promise<T>): Promise<T> {
    this.#running++;
    try {
      return await enqueue(job, work);
    } finally {
      this.#running--;
      if (this.#isClosed) this.close();
    }
  }

  #seal(field: Uint8Array, context: Uint8Array, salt: Uint8Array, sealed: Buffer): void {
    sealField(this.#current, this.#keys.get(this.#current) as Buffer, field, context, salt, sealed);
  }
}

/** See {@link VaultBackend}. */
export const vault: VaultBackend = { Keyring };

/** For work that waits, while the caller may change what it passed. */
const copy = ({ bytes, ends }: Packed): Packed => ({ bytes: Buffer.from(bytes), ends: ends.slice() });

const item = ({ bytes, ends }: Packed, index: number): Uint8Array => bytes.subarray(ends[index - 1] ?? 0, ends[index]);

const context = (parts: Packed[], index: number): Buffer =>
  Buffer.concat(parts.map((part) => item(part, part.ends.length === 1 ? 0 : index)));

async function inTurns(count: number, job: Job, work: (index: number) => void): Promise<void> {
  let since = performance.now();
  for (let index = 0; index < count; index++) {
    if (performance.now() - since > TURN_MS) {
      await job.checkpoint(index, count);
      since = performance.now();
    }
    work(index);
  }
}
