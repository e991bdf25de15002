/** What a report's archive says of its files. */
import { createHash } from 'node:crypto';
import type { Task } from '../../task';
import { Turns } from '../../turn';
import type { KeptTable } from './kept-tables';
import type { Report } from './options';

/** A file of a report, when it has been written. */
export interface ReportFile {
  /** Its name in the archive. */
  readonly name: string;
  readonly bytes: number;
  /** In hexadecimal digits. */
  readonly sha256: string;
}

/** Bytes that are hashed at a time, in a millisecond or two. */
const HASHED = 1024 * 1024;

/** The files that have been written so far, and their sums. */
export class Manifest {
  readonly #files: ReportFile[] = [];
  readonly #turns: Turns;

  constructor(task: Task) {
    this.#turns = new Turns(task);
  }

  /** Hands a file's bytes on, and takes its sum. */
  async *file(name: string, pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const piece of pieces) {
      for (let at = 0; at < piece.length; at += HASHED) {
        hash.update(piece.subarray(at, at + HASHED));
        await this.#turns.take(0, 0);
      }
      bytes += piece.length;
      yield piece;
    }
    this.#files.push({ name, bytes, sha256: hash.digest('hex') });
  }

  /** `manifest.json`. */
  json({ title, author, created }: Report, tables: readonly KeptTable[]): Buffer {
    const manifest = {
      title,
      ...(author !== undefined && { author }),
      ...(created && { created: created.toISOString() }),
      tables: tables.map(({ name, seen: { rows, schema } }) => ({ name, rows, columns: schema })),
      files: this.#files,
    };
    return Buffer.from(`${JSON.stringify(manifest, undefined, 2)}\n`);
  }

  /** `SHA256SUMS`, as `sha256sum --check` reads it. */
  sums(): Buffer {
    return Buffer.from(this.#files.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join(''));
  }
}
