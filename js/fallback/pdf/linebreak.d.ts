// The package has no types of its own.
declare module 'linebreak' {
  /** Break opportunities of UAX #14, one after the other. */
  export default class LineBreaker {
    constructor(text: string);
    /** The next opportunity, as a UTF-16 offset; the last is the end of the text. */
    nextBreak(): { position: number; required: boolean } | null;
  }
}
