import { randomUUID } from 'node:crypto';
import type { Preview } from './preview.js';

/** How long a preview can be confirmed. */
export const PREVIEW_MS = 15 * 60_000;
/** Previews at a time, each of a member of the staff. */
const MAX_PREVIEWS = 8;

/** A preview that waits to be confirmed. */
export interface Waiting {
  id: string;
  preview: Preview;
  expiresAt: Date;
}

/**
 * Previews that wait to be confirmed, in memory: the latest of each who uploaded one, for a while. When there are too many the
 * oldest goes.
 */
export class Previews {
  readonly #waiting = new Map<number, Waiting>();

  /** Keeps a preview in place of the one that the same person had. */
  add(staffId: number, preview: Preview): Waiting {
    this.#removeExpired();
    this.#waiting.delete(staffId);
    const [oldest] = this.#waiting.keys();
    if (oldest !== undefined && this.#waiting.size >= MAX_PREVIEWS) this.#waiting.delete(oldest);
    const waiting = { id: randomUUID(), preview, expiresAt: new Date(Date.now() + PREVIEW_MS) };
    this.#waiting.set(staffId, waiting);
    // For those who never come back. It does not keep the process alive.
    setTimeout(() => this.#removeExpired(), PREVIEW_MS).unref();
    return waiting;
  }

  /** The preview of this id, if it is the person's latest and has not expired. */
  find(staffId: number, id: string): Waiting | undefined {
    this.#removeExpired();
    const waiting = this.#waiting.get(staffId);
    return waiting?.id === id ? waiting : undefined;
  }

  remove(staffId: number): void {
    this.#waiting.delete(staffId);
  }

  #removeExpired(): void {
    for (const [staffId, { expiresAt }] of this.#waiting) {
      if (expiresAt.getTime() <= Date.now()) this.#waiting.delete(staffId);
    }
  }
}
