/** See js/turn.ts: other domains take turns too. */
export * from '../turn';
