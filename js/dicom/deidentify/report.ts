/** What became of a file: for the record, and for whoever has to look at it before it goes out. */

/** One place of a file that is not as it was. It never holds a value, neither the old one nor the new one. */
export interface DeidentificationChange {
  /** The way to it from the data set, as `get` takes it: `'00081140[0].00081155'`; an item ends in its number. */
  path: string;
  /** Eight upper-case hexadecimal digits; of an item `'FFFEE000'`. */
  tag: string;
  /** The keyword of PS3.6; `undefined` for private and unknown elements and items. */
  keyword: string | undefined;
  /**
   * `remove` (with all it holds), `empty`, `replace` by a dummy value, another `uid`, `shift` of a date, `clean`ed as you
   * say, `add` of what says that the file was de-identified.
   */
  action: 'remove' | 'empty' | 'replace' | 'uid' | 'shift' | 'clean' | 'add';
  /**
   * Why: the row of a table of PS3.15 (`'table E.1-1: X/Z/D'`, `'table E.3.4-1: D'`), the option (`'option cleanDescriptors'`),
   * or, in words, a rule beyond the tables (`'private'`, `'unknown'`, `'free text'`).
   */
  reason: string;
}

/** Something that could not be done, or has to be seen to. */
export interface DeidentificationWarning {
  /** What it is about, for programs. */
  kind:
    | 'burnedIn'
    | 'burnedInLikely'
    | 'recognizable'
    | 'recognizableLikely'
    | 'overlayInPixels'
    | 'codestreamText'
    | 'keptPrivate'
    | 'cleanedText'
    | 'unreadDate'
    | 'unknownClass';
  /** The same for people. */
  message: string;
}

/** What {@link deidentify} did, and what it could not do. */
export interface DeidentificationReport {
  /** Every place that changed, in the order of the file. */
  changes: DeidentificationChange[];
  /** What has to be seen to besides the pixels. */
  warnings: DeidentificationWarning[];
  /** Why the pixels may still show who the patient is. Look at them. */
  imageWarnings: DeidentificationWarning[];
}
