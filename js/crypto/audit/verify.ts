import { currentBackend } from '../../backend';
import { type BytesInput, byteLengthOf, byteSource, chunksOf } from '../../bytes';
import type { AuditLinesMessage } from '../../contract/audit';
import { run, TASK_OPTIONS, type Task, type TaskOptions, taskOptions } from '../../task';
import { Turns } from '../../turn';
import { invalid, optionalRecord } from '../../validate';
import type { SigningKeys } from '../token/keys';
import { MAX_ENTRY_BYTES } from './canonical';
import { parseCheckpoint } from './checkpoint';
import { type AuditHead, head, START } from './entry';

/** What a log is verified against. */
export interface AuditVerifyOptions extends TaskOptions {
  /** The `seq` and `hash` of the entry before the first line, for a log that was begun in another file. Default: none. */
  from?: AuditHead | undefined;
  /** The `seq` and `hash` of an entry or checkpoint, kept elsewhere, that the log must reach. Default: any end will do. */
  anchor?: AuditHead | undefined;
}

/**
 * What is wrong with a log. `malformed`: a line that this package does not write: of another form, or of another spelling, such
 * as with spaces, or a member twice (`docs/crypto.md`, "Format"). `changed`: an entry whose hash is not its
 * own. `unlinked`: an entry that does not follow the one before: something was taken out, put in or moved. `checkpoint`: one
 * that is not genuine, or of another entry. `anchor`: the log ends before it, or has another entry in its place: it was cut
 * off or rewritten.
 */
export type AuditFault = 'malformed' | 'changed' | 'unlinked' | 'checkpoint' | 'anchor';

/** What came of verifying a log. */
export type AuditVerification =
  | {
      /** The log is whole. */
      readonly ok: true;
      /** How many entries it has. */
      readonly entries: number;
      /** How many checkpoints. */
      readonly checkpoints: number;
      /** Its last entry; `seq` 0 where there is none. */
      readonly head: AuditHead;
      /** The last entry under a checkpoint or the anchor: up to it, nobody without the key has changed anything. */
      readonly sealed: AuditHead;
    }
  | {
      /** It is not: something in it is not as it was written. */
      readonly ok: false;
      /** Why. */
      readonly reason: AuditFault;
      /** The first line that is not sound, from 1; for `anchor` the one after the last. */
      readonly line: number;
      /** The last entry before it. */
      readonly head: AuditHead;
    };

/** What a backend is given at a time: some ten thousand entries. */
const BLOCK = 1 << 20;
/** An entry with its number, hashes and names. */
const MAX_LINE = MAX_ENTRY_BYTES + 400;

/** See `AuditChain.verify`. */
export async function verifyLog(
  input: BytesInput,
  keys: SigningKeys,
  options: AuditVerifyOptions,
): Promise<AuditVerification> {
  const fields = optionalRecord(options, 'options').only(['from', 'anchor', ...TASK_OPTIONS]);
  const from = fields.optional('from', START, head);
  const anchor = fields.optional('anchor', undefined, head);
  if (anchor && anchor.seq < from.seq) invalid('options.anchor', 'of an entry that is not before options.from', anchor);
  const walk = new Walk(keys, from, anchor);
  const task = taskOptions(fields, 'bulk');
  const source = byteSource(input, 'source');
  const total = (await byteLengthOf(source)) ?? 0;

  // As many blocks at a time as there are threads, and one that is being read.
  const width = currentBackend().pool.status().threads + 1;
  const underWay: Promise<AuditLinesMessage>[] = [];
  const turns = new Turns({ ...task, onProgress: undefined });
  let done = 0;
  try {
    for await (const block of blocksOf(chunksOf(source, task))) {
      const checking = checked(block, anchor?.seq ?? 0, task);
      checking.catch(() => {}); // It is awaited in its turn, if none before it fails.
      underWay.push(checking);
      done += block.length;
      if (underWay.length < width) continue;
      const answer = await walk.take(await (underWay.shift() as Promise<AuditLinesMessage>), turns);
      if (answer) return answer;
      task.onProgress?.(done, Math.max(done, total));
    }
    while (underWay.length > 0) {
      const answer = await walk.take(await (underWay.shift() as Promise<AuditLinesMessage>), turns);
      if (answer) return answer;
    }
    return walk.end();
  } finally {
    await Promise.allSettled(underWay);
  }
}

const checked = (block: Uint8Array, wanted: number, { signal, lane }: Task): Promise<AuditLinesMessage> =>
  run({ signal, lane, onProgress: undefined }, (backend, job) => backend.crypto.checkAuditLines(block, wanted, job));

/** Whole lines, each ended by a line feed, some at a time; a line that is too long as it is, cut off. */
async function* blocksOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  let held: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    // Chunks are not kept, and what is left of a line is small.
    held.push(Buffer.from(chunk));
    length += chunk.length;
    if (length < BLOCK) continue;
    const bytes = Buffer.concat(held, length);
    const end = bytes.lastIndexOf(10) + 1;
    if (end > 0) yield bytes.subarray(0, end);
    const rest = bytes.subarray(end);
    if (rest.length > MAX_LINE) {
      yield Buffer.from('\n');
      return;
    }
    held = [rest];
    length = rest.length;
  }
  if (length === 0) return;
  const bytes = Buffer.concat(held, length);
  yield bytes.at(-1) === 10 ? bytes : Buffer.concat([bytes, Buffer.from('\n')]);
}

/** Puts together what was found in the blocks, from the first on. */
class Walk {
  readonly #keys: SigningKeys;
  readonly #anchor: AuditHead | undefined;
  #head: AuditHead;
  #sealed: AuditHead;
  #isAnchored: boolean;
  #lines = 0;
  #entries = 0;
  #checkpoints = 0;

  constructor(keys: SigningKeys, from: AuditHead, anchor: AuditHead | undefined) {
    this.#keys = keys;
    this.#anchor = anchor;
    this.#head = from;
    this.#sealed = from;
    this.#isAnchored = anchor === undefined || isSame(anchor, from);
  }

  /** Goes on through a block; what is wrong, if anything is. */
  async take(block: AuditLinesMessage, turns: Turns): Promise<AuditVerification | undefined> {
    const isBeforeEntries = ({ seq }: { seq: number }) => seq === 0;
    const before = block.checkpoints.filter(isBeforeEntries);
    for (const { line, text } of before) {
      const fault = this.#checkpoint(text, this.#head);
      if (fault) return this.#failed(fault, line);
      await turns.take(0, 0);
    }
    if (block.entries > 0) {
      const isLinked = block.firstSeq === this.#head.seq + 1 && block.firstPrevious === this.#head.hash;
      if (!isLinked) return this.#failed('unlinked', before.length);
    }
    for (const { line, text, seq, hash } of block.checkpoints.slice(before.length)) {
      const fault = this.#checkpoint(text, { seq, hash });
      if (fault) return this.#failed(fault, line, { seq, hash });
      await turns.take(0, 0);
    }
    if (block.entries > 0) this.#head = { seq: block.lastSeq, hash: block.lastHash };
    if (block.fault) return this.#failed(block.fault, block.lines);
    if (this.#anchor && block.wantedHash === this.#anchor.hash) this.#isAnchored = true;
    this.#lines += block.lines;
    this.#entries += block.entries;
    this.#checkpoints += block.checkpoints.length;
    return undefined;
  }

  /** What came of it when no block is left. */
  end(): AuditVerification {
    if (!this.#isAnchored) return this.#failed('anchor', 0);
    const [head, anchor] = [this.#head, this.#anchor];
    const sealed = anchor && anchor.seq > this.#sealed.seq ? { seq: anchor.seq, hash: anchor.hash } : this.#sealed;
    return { ok: true, entries: this.#entries, checkpoints: this.#checkpoints, head, sealed };
  }

  #checkpoint(line: string, of: AuditHead): AuditFault | undefined {
    const found = parseCheckpoint(line);
    if (!found) return 'malformed';
    const isGenuine = this.#keys.isSigned(found.mac, found.at, found.hash, String(found.seq));
    if (!isGenuine || !isSame(found, of)) return 'checkpoint';
    this.#sealed = of;
    return undefined;
  }

  #failed(reason: AuditFault, line: number, head = this.#head): AuditVerification {
    return { ok: false, reason, line: this.#lines + line + 1, head };
  }
}

const isSame = (a: AuditHead, b: AuditHead): boolean => a.seq === b.seq && a.hash === b.hash;
