/** What a workbook's caller may choose. */
import type { RichOptions } from './rich/workbook';

/** Options of {@link xlsx}. */
export interface XlsxOptions extends RichOptions {
  /**
   * Mark texts that begin like a formula (with `=`, `+`, `-`, `@`, a full-width form of these, a tab, a line break or
   * NUL) with Excel's own quote prefix. No text is ever a formula in the file; the mark keeps it text when someone
   * edits the cell. Values are unchanged, numbers untouched. Default true.
   */
  escapeFormulas?: boolean;
  /**
   * Rows beyond the 1,048,575 that fit a sheet under its header: `'error'` refuses them with `ERR_LIMIT_EXCEEDED`,
   * `'sheet'` goes on in sheets named `Name (2)`, `Name (3)` and so on, each with the header. Default `'error'`.
   */
  overflow?: 'error' | 'sheet';
  /**
   * Encrypts the file as Excel does (ECMA-376 agile encryption: AES-256, SHA-512, 100,000 spins), so that it opens with this
   * password only; 1 to 255 UTF-16 units. The file is made in memory, at most 2 GiB of it, and given when it is complete. It is
   * encrypted under a new random key: its bytes differ each time. Default: none.
   */
  password?: string;
  /** The document's title. Default: none. */
  title?: string;
  /** Who made the document. Default: none. */
  author?: string;
  /** When the document was made. Default: none, so that the same sheets give the same bytes. */
  created?: Date;
}
