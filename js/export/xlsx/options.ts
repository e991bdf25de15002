/** What a workbook's caller may choose. */
import type { TaskOptions } from '../../task';

/** Options of `xlsx`. Default lane: `bulk`. Progress counts rows. */
export interface XlsxOptions extends TaskOptions {
  /**
   * Mark texts that begin like a formula (with `=`, `+`, `-`, `@`, a full-width form of these, a tab, a line break or
   * NUL) with Excel's own quote prefix. No text is ever a formula in the file; the mark keeps it text when someone
   * edits the cell. Values are unchanged, numbers untouched. Default true.
   */
  escapeFormulas?: boolean;
  /** The document's title. Default: none. */
  title?: string;
  /** Who made the document. Default: none. */
  author?: string;
  /** When the document was made. Default: none, so that the same sheets give the same bytes. */
  created?: Date;
}
