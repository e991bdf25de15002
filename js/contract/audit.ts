/** What crosses to a backend for audit logs in `clinicore/crypto`. */
import type { Job } from '../contract';

/** What a backend can do for audit logs. */
export interface AuditBackend {
  /**
   * Checks the entries of some whole lines, each ended by a line feed, against themselves and each other, and looks for the
   * one of number `wanted`.
   */
  checkAuditLines(lines: Uint8Array, wanted: number, job: Job): Promise<AuditLinesMessage>;
}

/** What some lines of an audit log hold, up to the first that is not sound. */
export interface AuditLinesMessage {
  /** How many sound lines there are. */
  lines: number;
  /** How many of them are entries. */
  entries: number;
  /** Of the first entry, in place of 0 and '' if there is none: its number … */
  firstSeq: number;
  /** … and the hash of the one before, in hexadecimal. */
  firstPrevious: string;
  /** Of the last entry, likewise. */
  lastSeq: number;
  lastHash: string;
  /** The hash of the entry that was wanted, if it is among them. */
  wantedHash: string;
  /** The checkpoints among the lines. */
  checkpoints: CheckpointMessage[];
  /** What is wrong with the line after these, if there is one. */
  fault?: AuditFaultMessage | undefined;
}

/** A checkpoint, and what it must be of: the entry before it, 0 and '' if these lines have none. */
export interface CheckpointMessage {
  /** How many lines stand before it. */
  line: number;
  text: string;
  seq: number;
  hash: string;
}

/** Not of the format, or not in its one spelling; an entry whose hash is not its own; an entry that does not follow the one before. */
export type AuditFaultMessage = 'malformed' | 'changed' | 'unlinked';
