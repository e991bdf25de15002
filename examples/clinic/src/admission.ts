import type { RequestHandler, Response } from 'express';
import { hangUpSignal } from './hangUp.js';
import { Problem } from './problem.js';

/** How long a request may wait for its turn: who waits longer has reloaded the page by then. */
const PATIENCE_MS = 2_000;
/** Requests that may wait: more than a burst of all the staff's pages, and few enough to be nothing in memory. */
const MAX_WAITING = 1_000;

/**
 * Lets so many requests be worked on at once. Others wait a moment for their turn; then they are sent away to come again (503).
 * So few wait for what comes further on (the database's connections, the pool's threads, the event loop), and a clinic that is
 * asked for more than it can do goes on doing as much as it can.
 *
 * A turn ends when the answer begins: what is sent goes at a client's pace, and long answers have limits of their own
 * ({@link AtOnce}). Nor is it anybody's turn while their body comes in, which is a client's pace as well.
 */
export class Admission {
  readonly #places: Places;
  #isClosed = false;

  constructor(atOnce: number) {
    this.#places = new Places(atOnce);
  }

  /** Stands before all that takes work. */
  readonly guard: RequestHandler = async (_request, response, next) => {
    if (this.#isClosed) {
      response.set('Connection', 'close');
      throw new Problem('ERR_UNAVAILABLE', 'The service is stopping');
    }
    const turn = new Turn(this.#places, hangUpSignal(response));
    turns.set(response, turn);
    response.once('close', () => turn.end());
    const { writeHead } = response;
    response.writeHead = ((...head: Parameters<typeof writeHead>) => {
      turn.end();
      return writeHead.apply(response, head);
    }) as typeof writeHead;
    await turn.begin();
    next();
  };

  /** From now on nobody is let in; who was goes on. */
  close(): void {
    this.#isClosed = true;
  }
}

/** The turn of each request that was let in, by its answer. */
const turns = new WeakMap<Response, Turn>();

/** Ends the turn of a request that waits for its client now. */
export const endTurn: RequestHandler = (_request, response, next) => {
  turns.get(response)?.end();
  next();
};

/** Waits for another turn once all has come. */
export const beginTurn: RequestHandler = async (_request, response, next) => {
  await turns.get(response)?.begin();
  next();
};

class Turn {
  readonly #places: Places;
  readonly #signal: AbortSignal;
  #hasPlace = false;

  constructor(places: Places, signal: AbortSignal) {
    this.#places = places;
    this.#signal = signal;
  }

  async begin(): Promise<void> {
    await this.#places.take(this.#signal);
    this.#hasPlace = true;
    // The client may have hung up since the place was given.
    if (this.#signal.aborted) this.end();
    this.#signal.throwIfAborted();
  }

  end(): void {
    if (!this.#hasPlace) return;
    this.#hasPlace = false;
    this.#places.giveBack();
  }
}

/** So many places, for who waits longest first. */
class Places {
  readonly #limit: number;
  #taken = 0;
  /** What gives each a place, the longest waiting first. */
  readonly #waiting = new Set<() => void>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  async take(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#taken < this.#limit) {
      this.#taken++;
      return;
    }
    if (this.#waiting.size >= MAX_WAITING) throw this.#full();
    await new Promise<void>((resolve, reject) => {
      const stop = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
        this.#waiting.delete(give);
      };
      const give = () => {
        stop();
        resolve();
      };
      const onAbort = () => {
        stop();
        reject(signal.reason);
      };
      const timer = setTimeout(() => {
        stop();
        reject(this.#full());
      }, PATIENCE_MS);
      signal.addEventListener('abort', onAbort);
      this.#waiting.add(give);
    });
  }

  giveBack(): void {
    const [next] = this.#waiting;
    if (next) next();
    else this.#taken--;
  }

  #full = () => new Problem('ERR_BUSY', 'Too many requests at once', { limit: this.#limit });
}
