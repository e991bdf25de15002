/** Options of sound calls: see sound-calls.ts. */

/** The options of every asynchronous call. */
export const task = () => ({ signal: new AbortController().signal, onProgress: () => {}, lane: 'bulk' });

/** The options of those that do their work on the event loop. */
export const watched = () => ({ signal: new AbortController().signal, onProgress: () => {} });

/** The options of streams, which tell their progress by themselves. */
export const unwatched = () => ({ signal: new AbortController().signal, lane: 'bulk' });
