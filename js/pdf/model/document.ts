/** The document itself. Lengths are points (72 to the inch). */
import type { Block } from './block';
import type { PageOptions } from './page';
import type { PageField, TextStyle } from './text';

/** A document. */
export interface PdfDocument {
  /** What it is about; readers show it as the window's title. At most 200 characters. */
  title: string;
  /** What stands in it, from top to bottom. */
  content: Block[];
  /** BCP 47 tag of its language, such as `'de-AT'`. Default `'en'`. */
  language?: string | undefined;
  /**
   * Whether the first column of tables, and of blocks side by side, stands on the left or on the right. Default that of the
   * language. Texts have the direction of their letters, whatever this says.
   */
  direction?: 'ltr' | 'rtl' | undefined;
  /** Who wrote it, at most 200 characters. Default none. */
  author?: string | undefined;
  /** What it is about in more words than the title's, at most 1,000 characters. Default none. */
  subject?: string | undefined;
  /** By which it is found: at most 100, each of at most 100 characters. Default none. */
  keywords?: string[] | undefined;
  /** When it was made: a day (`'2026-03-01'`) or a time in UTC (`'2026-03-01T09:30:00Z'`). Default none: no clock is read. */
  created?: string | undefined;
  /** The paper and its margins. Default A4, upright. */
  page?: PageOptions | undefined;
  /** How text looks that says nothing else. */
  style?: TextStyle | undefined;
  /** Named styles. A style starts from the document's own. */
  styles?: Record<string, TextStyle> | undefined;
  /** Above the content of every page; its texts may have the page's number and how many there are, see {@link PageField}. */
  header?: Block[] | undefined;
  /** Below the content of every page, as `header`. */
  footer?: Block[] | undefined;
  /** The same on the first page, where it has other ones; `[]` for none. */
  firstPage?:
    | {
        /** Above the content of the first page. Default `header` of the document. */
        header?: Block[] | undefined;
        /** Below the content of the first page. Default `footer` of the document. */
        footer?: Block[] | undefined;
      }
    | undefined;
  /** At the foot of the last page, over all of its width. */
  slip?: Slip | undefined;
  /** A word across every page, behind the content. */
  watermark?: string | Watermark | undefined;
  /** Pictures by name: PNG or JPEG files. */
  images?: Record<string, Uint8Array> | undefined;
  /** Files inside the file. */
  attachments?: Attachment[] | undefined;
}

/**
 * What is torn off a page, such as the part of a bill to pay with. It stands at the paper's lower edge, below the footer; where
 * the content leaves no room for it, on a page of its own.
 */
export interface Slip {
  /** From the paper's lower edge upwards. */
  height: number;
  /** At most 100. What is in them is read in their order, after the content. */
  areas: SlipArea[];
}

/** Blocks at a place of their own, in points from the slip's top left. They must not be higher than what is below. */
export interface SlipArea {
  /** From the slip's left edge. */
  x: number;
  /** From its upper edge, downwards. */
  y: number;
  /** In which its blocks are laid out. */
  width: number;
  /** What stands there. */
  content: Block[];
}

/** A word across every page. */
export interface Watermark {
  /** At most 100 characters. */
  text: string;
  /** `'#rrggbb'`. Default that of the document's style. */
  color?: string | undefined;
  /** From 0.01 to 1. Default 0.1. */
  opacity?: number | undefined;
  /** Anticlockwise, in degrees. Default 45. */
  angle?: number | undefined;
  /** Of the letters. Default 96. */
  size?: number | undefined;
}

/** A file inside the file. */
export interface Attachment {
  /** At most 100 characters. */
  name: string;
  /** The file's bytes. */
  data: Uint8Array;
  /** Such as `'text/csv'`. */
  mimeType: string;
  /** What it is, as readers show it. Default none. */
  description?: string | undefined;
  /** How it belongs to the document (PDF/A-3). Default `'Supplement'`. */
  relationship?: 'Alternative' | 'Data' | 'Source' | 'Supplement' | 'Unspecified' | undefined;
}
