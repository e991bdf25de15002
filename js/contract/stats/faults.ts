/**
 * What was wrong with some of many series, in columns. Many fail alike: each different error stands once, as the JSON of
 * its code, message and details.
 */
export interface SeriesFaults {
  /** Which series failed, ascending. */
  series: Uint32Array;
  /** The place in `errors` of what was wrong with each of them. */
  kinds: Uint32Array;
  errors: string[];
}
