/** Work on PDF files that are there. */
import type { FileLimitsMessage, FileMessage, PagesMessage, PlacementMessage } from '../contract/pdf-files';
import { run, TASK_OPTIONS, type Task, type TaskOptions, taskOptions } from '../task';
import {
  array,
  bytes,
  type Fields,
  integer,
  invalid,
  items,
  line,
  number,
  oneOf,
  optionalRecord,
  record,
  text,
} from '../validate';
import type { Align, PdfDocument, TextStyle } from './model';
import { rendered } from './render';

/**
 * What reading files may cost, of all files of a call together. Files come from outside: what they claim is not believed,
 * and what they make of few bytes is counted. Beyond a limit a call rejects with `ERR_LIMIT_EXCEEDED`.
 */
export interface FileLimits {
  /** Bytes of the files. Default 536,870,912 (512 MiB). */
  maxBytes?: number | undefined;
  /** Their pages. Default 20,000. */
  maxPages?: number | undefined;
  /** Values that are read: each number, name, array, … Default 5,000,000. */
  maxObjects?: number | undefined;
  /** Bytes that compressed text and tables of objects grow to; pictures are not looked into. Default 268,435,456. */
  maxInflatedBytes?: number | undefined;
  /** Arrays, pages' groups or drawings within each other. Default 100, at most 500. */
  maxDepth?: number | undefined;
}

/** Options of every call that reads a file. */
export interface FileOptions extends TaskOptions, FileLimits {
  /** What opens the file, where it is encrypted. At most 127 bytes of UTF-8 count. */
  password?: string | undefined;
}

/** Pages, the first is 1: as in a print dialogue (`'1-3, 5, 8-'`; `'8-'` goes to the last), or a list of numbers. */
export type PageSelection = string | readonly number[];

/** A file to {@link merge}. */
export interface MergeSource {
  /** The PDF file. */
  file: Uint8Array;
  /** What opens it, where it is encrypted. */
  password?: string | undefined;
  /** Which of its pages, in this order. Default all. */
  pages?: PageSelection | undefined;
  /** An entry of the outline that leads to its first page; what outline it has comes below. At most 200 characters. */
  title?: string | undefined;
}

/** Options of {@link merge}. Passwords are those of its sources. */
export interface MergeOptions extends TaskOptions, FileLimits {}

/** Options of {@link extractText}. */
export interface ExtractTextOptions extends FileOptions {
  /** Which pages, in this order. Default all. */
  pages?: PageSelection | undefined;
}

/** What is stamped: a text, a picture, a document as of `render`, or a file, of which the first page. */
export type StampContent =
  | {
      /** At most 2,000 characters; `\n` ends a line. */
      text: string;
      /** Default the document model's: Noto Sans, 10 points, `'#1f2933'`. */
      style?: TextStyle | undefined;
      /** Where lines break. Default 480. */
      width?: number | undefined;
    }
  | {
      /** A PNG or JPEG. */
      image: Uint8Array;
      /** Default 144; the height follows. */
      width?: number | undefined;
    }
  | {
      /** Its first page is stamped. */
      document: PdfDocument;
    }
  | {
      /** A PDF file, of which the first page is stamped. */
      file: Uint8Array;
    };

/** Where a stamp stands on the page. */
export type StampPosition =
  | 'center'
  | 'top'
  | 'bottom'
  | 'left'
  | 'right'
  | 'top-left'
  | 'top-right'
  | 'bottom-left'
  | 'bottom-right';

/** Options of {@link stamp}. Places are those of the page as it is seen, whichever way it is turned. */
export interface StampOptions extends FileOptions {
  /** Which pages. Default all. */
  pages?: PageSelection | undefined;
  /** Over what is there, or under it: a scanned page covers what is under it. Default `'over'`. */
  layer?: 'over' | 'under' | undefined;
  /** Default `'center'`. */
  position?: StampPosition | undefined;
  /** Moves it to the right and down, in points. Default `{ x: 0, y: 0 }`. */
  offset?:
    | {
        /** To the right. */
        x: number;
        /** Down. */
        y: number;
      }
    | undefined;
  /** Room kept free at the page's edges, in points. Default 36. */
  margin?: number | undefined;
  /** How much larger or smaller, or `'fit'` for as large as fits within the margin. Default 1. */
  scale?: number | 'fit' | undefined;
  /** Anticlockwise, in degrees. Default 0. */
  rotation?: number | undefined;
  /** From 0.01 to 1. Default 1. */
  opacity?: number | undefined;
}

const LIMITS: Record<keyof FileLimitsMessage, [fallback: number, most: number]> = {
  maxBytes: [512 << 20, 4 * 1024 ** 3],
  maxPages: [20_000, 10_000_000],
  maxObjects: [5_000_000, 1_000_000_000],
  maxInflatedBytes: [256 << 20, 4 * 1024 ** 3],
  maxDepth: [100, 500],
};
const LIMIT_OPTIONS = Object.keys(LIMITS) as (keyof FileLimitsMessage)[];
const FILE_OPTIONS = [...TASK_OPTIONS, ...LIMIT_OPTIONS, 'password'];

/** Files of one call, and parts of one file. */
const MAX_FILES = 10_000;
const MAX_RANGES = 10_000;

/**
 * Counts the pages of a PDF, whatever it claims itself.
 *
 * Damaged files are read as far as they can be, as by readers. Progress counts nothing: it is done when it is done.
 *
 * @param file a PDF
 * @param options `password`, limits; `signal`, `onProgress`, and `lane` (default `'interactive'`)
 * @returns how many pages it has
 * @throws ClinicoreError `ERR_MALFORMED_INPUT` (no PDF, or none with pages: `details.offset` where the fault has a place),
 *   `ERR_UNSUPPORTED` (encrypted without a password given, or in a way that is not the standard's), `ERR_INVALID_ARGUMENT`
 *   (a password that does not open it), `ERR_LIMIT_EXCEEDED` (`details.option` raises the limit), `ERR_ABORTED`, `ERR_BUSY`
 *
 * @example
 * if ((await pdf.pageCount(upload)) > 50) response.status(413).end();
 */
export async function pageCount(file: Uint8Array, options: FileOptions = {}): Promise<number> {
  const fields = optionalRecord(options, 'options').only(FILE_OPTIONS);
  const task = taskOptions(fields, 'interactive');
  const data = bytes(file, 'file');
  const message = JSON.stringify(fileMessage(fields));
  return run(task, ({ pdf }, job) => pdf.pageCount(data, message, job), 1);
}

/**
 * Makes one PDF of the pages of many, in their order.
 *
 * Pages keep their content, boxes, rotation, layers and annotations, and their links to the web and to pages that come
 * along; files their outlines and attachments; the whole has the title, author and language of the first. Left behind are
 * tags, scripts, signatures and encryption; forms can be seen as they are filled in, but no longer changed. What files have
 * in common (a logo, a font) is written once. The same files give the same bytes on the same backend.
 *
 * Progress counts each file as 1,000.
 *
 * @param files up to 10,000 PDFs, or {@link MergeSource}s
 * @param options limits; `signal`, `onProgress`, and `lane` (default `'bulk'`)
 * @returns the PDF file
 * @throws ClinicoreError as {@link pageCount}, with the file in `details.argument` (`files[2]`); `ERR_INVALID_ARGUMENT` for
 *   pages that a file does not have
 *
 * @example
 * const dossier = await pdf.merge([letter, { file: scans, pages: '1-4', title: 'Scans' }]);
 */
export async function merge(files: (Uint8Array | MergeSource)[], options: MergeOptions = {}): Promise<Buffer> {
  const fields = optionalRecord(options, 'options').only([...TASK_OPTIONS, ...LIMIT_OPTIONS]);
  const task = taskOptions(fields, 'bulk');
  const sources = items(array(files, 'files', MAX_FILES), 'files', MAX_FILES, mergeSource);
  if (sources.length === 0) invalid('files', 'a list of at least one file', files);
  const { limits } = fileMessage(fields);
  const message = JSON.stringify({ limits, password: null, sources: sources.map(({ source }) => source) });
  const data = sources.map(({ data }) => data);
  return buffer(await run(task, ({ pdf }, job) => pdf.merge(data, message, job), 1000 * data.length));
}

/**
 * Makes PDFs of some of the pages of one. A part holds nothing of the other pages: neither their text nor their pictures,
 * nor attachments. What is kept is said at {@link merge}.
 *
 * Progress counts pages (on the JavaScript backend, parts).
 *
 * @param file a PDF
 * @param parts the pages of each part, up to 10,000 of them
 * @param options `password`, limits; `signal`, `onProgress`, and `lane` (default `'bulk'`)
 * @returns the parts, in their order
 * @throws ClinicoreError as {@link pageCount}; `ERR_INVALID_ARGUMENT` for pages that the file does not have
 *
 * @example
 * const [letter, rest] = await pdf.split(scan, ['1-2', '3-']);
 */
export async function split(
  file: Uint8Array,
  parts: readonly PageSelection[],
  options: FileOptions = {},
): Promise<Buffer[]> {
  const fields = optionalRecord(options, 'options').only(FILE_OPTIONS);
  const task = taskOptions(fields, 'bulk');
  const data = bytes(file, 'file');
  const ranges = items(array(parts, 'parts', MAX_FILES), 'parts', MAX_FILES, selection);
  if (ranges.length === 0) invalid('parts', 'a list of at least one part', parts);
  const message = JSON.stringify({ ...fileMessage(fields), parts: ranges });
  return (await run(task, ({ pdf }, job) => pdf.split(data, message, job))).map(buffer);
}

/**
 * Reads the text of a PDF's pages.
 *
 * Lines come in the order they are read, parted by `\n`, columns of text one after the other; what stands apart on a line,
 * such as the cells of a table, is parted by a tab. Read are fonts of all kinds, as far as the file says what their
 * characters mean (a character of which it does not is U+FFFD), text that is not shown (what a scanner recognised), and what
 * the file says that a drawing stands for. Arabic and Hebrew come in the order they are read in.
 *
 * Text within pictures is not recognised: of a scan without it comes `''`. Progress counts pages.
 *
 * @param file a PDF
 * @param options `pages`, `password`, limits; `signal`, `onProgress`, and `lane` (default `'interactive'`)
 * @returns the text of each page
 * @throws ClinicoreError as {@link pageCount}; `ERR_INVALID_ARGUMENT` for pages that the file does not have;
 *   `ERR_UNSUPPORTED` for a page whose text is compressed as pictures are
 *
 * @example
 * const [first] = await pdf.extractText(upload, { pages: [1] });
 * const orderNumber = /ORD-\d{4}-\d{5}/.exec(first)?.[0];
 */
export async function extractText(file: Uint8Array, options: ExtractTextOptions = {}): Promise<string[]> {
  const fields = optionalRecord(options, 'options').only([...FILE_OPTIONS, 'pages']);
  const task = taskOptions(fields, 'interactive');
  const data = bytes(file, 'file');
  const message = JSON.stringify({ ...fileMessage(fields), pages: fields.optional('pages', [], selection) });
  return run(task, ({ pdf }, job) => pdf.extractText(data, message, job));
}

/**
 * Draws a text, a picture, a document or a page of another file on pages of a PDF: `PAID`, a letterhead, a bar code on a scan.
 *
 * All else of the file stays as it is (tags, forms, outline, attachments), but for signatures, which end with any change, and
 * encryption, which is taken off. To readers of the text the stamp is an artifact. Progress counts pages.
 *
 * @param file a PDF
 * @param content what to draw; of a document or a file its first page
 * @param options where and how; `password`, limits; `signal`, `onProgress`, and `lane` (default `'interactive'`)
 * @returns the PDF file
 * @throws ClinicoreError as {@link pageCount}, and as `render` for what is drawn; `ERR_INVALID_ARGUMENT` for pages that the
 *   file does not have
 *
 * @example
 * const paid = await pdf.stamp(printed, { text: 'PAID', style: { size: 64, color: '#b91c1c', weight: 'bold' } },
 *   { rotation: 30, opacity: 0.3, pages: [1] });
 */
export async function stamp(file: Uint8Array, content: StampContent, options: StampOptions = {}): Promise<Buffer> {
  const fields = optionalRecord(options, 'options').only([
    ...FILE_OPTIONS,
    ...['pages', 'layer', 'position', 'offset', 'margin', 'scale', 'rotation', 'opacity'],
  ]);
  const task = taskOptions(fields, 'interactive');
  // Copied, for a document is rendered before the file is read.
  const data = Uint8Array.from(bytes(file, 'file'));
  const position = fields.optional('position', 'center', stampPosition);
  const message = JSON.stringify({ ...fileMessage(fields), placement: placement(fields, position) });
  const mark = await markOf(content, position, task);
  return buffer(await run(task, ({ pdf }, job) => pdf.stamp(data, mark, message, job)));
}

const buffer = (file: Uint8Array): Buffer => Buffer.from(file.buffer, file.byteOffset, file.byteLength);

function fileMessage(fields: Fields): FileMessage {
  const limits = LIMIT_OPTIONS.map((key) => {
    const [fallback, most] = LIMITS[key];
    return [key, fields.optional(key, fallback, integer, 1, most)];
  });
  return {
    limits: Object.fromEntries(limits) as FileLimitsMessage,
    password: fields.optional('password', null, text, 1000),
  };
}

function mergeSource(value: unknown, path: string) {
  if (value instanceof Uint8Array)
    return { data: bytes(value, path), source: { password: null, pages: [], title: null } };
  const fields = record(value, path).only(['file', 'password', 'pages', 'title']);
  return {
    data: fields.get('file', bytes),
    source: {
      password: fields.optional('password', null, text, 1000),
      pages: fields.optional('pages', [], selection),
      title: fields.optional('title', null, line, 200),
    },
  };
}

/** Pages of which there are that many at most. */
const MAX_PAGE = 10_000_000;

function selection(value: unknown, path: string): PagesMessage {
  if (typeof value !== 'string') {
    const pages = items(value, path, MAX_RANGES, (page, at) => integer(page, at, 1, MAX_PAGE));
    if (pages.length === 0) invalid(path, 'a list of at least one page', value);
    return pages.map((page) => [page, page]);
  }
  const must = "pages such as '1-3, 5, 8-'";
  const ranges = text(value, path, 12 * MAX_RANGES).split(',');
  return ranges.map((range) => {
    const [, from, dash, to] = /^\s*([1-9]\d{0,6})\s*(-?)\s*([1-9]\d{0,6})?\s*$/.exec(range) ?? [];
    if (from === undefined || (!dash && to) || (to && Number(to) < Number(from))) invalid(path, must, value);
    return [Number(from), dash ? (to ? Number(to) : null) : Number(from)];
  });
}

/** From 0 to 1, across and down. */
const POSITIONS: Record<StampPosition, [across: number, down: number]> = {
  center: [0.5, 0.5],
  top: [0.5, 0],
  bottom: [0.5, 1],
  left: [0, 0.5],
  right: [1, 0.5],
  'top-left': [0, 0],
  'top-right': [1, 0],
  'bottom-left': [0, 1],
  'bottom-right': [1, 1],
};
const POSITION_NAMES = Object.keys(POSITIONS) as StampPosition[];
const stampPosition = (value: unknown, path: string) => oneOf(value, path, POSITION_NAMES);

function placement(fields: Fields, position: StampPosition): PlacementMessage {
  const [across, down] = POSITIONS[position];
  const { x, y } = fields.optional('offset', { x: 0, y: 0 }, (value, path) => {
    const offset = record(value, path).only(['x', 'y']);
    return { x: offset.get('x', number, -10_000, 10_000), y: offset.get('y', number, -10_000, 10_000) };
  });
  return {
    pages: fields.optional('pages', [], selection),
    over: fields.optional('layer', 'over', (value, path) => oneOf(value, path, ['over', 'under'])) === 'over',
    across,
    down,
    right: x,
    below: y,
    margin: fields.optional('margin', 36, number, 0, 5_000),
    scale: fields.optional('scale', 1, (value, path) => (value === 'fit' ? null : number(value, path, 0.01, 100))),
    angle: fields.optional('rotation', 0, number, -360, 360),
    opacity: fields.optional('opacity', 1, number, 0.01, 1),
  };
}

const CONTENTS = ['text', 'image', 'document', 'file'] as const;

/** The PDF whose first page is drawn. */
async function markOf(content: unknown, position: StampPosition, task: Task): Promise<Uint8Array> {
  const fields = record(content, 'content');
  const given = CONTENTS.filter((key) => fields.get(key, (value) => value !== undefined));
  if (given.length !== 1) invalid('content', 'an object with text, image, document or file', content);
  const made = (document: unknown) => rendered(document, { name: 'plain' }, { ...task, onProgress: undefined });
  switch (given[0]) {
    case 'document':
      return made(fields.only(['document']).get('document', (value) => value));
    case 'file':
      return Uint8Array.from(fields.only(['file']).get('file', bytes));
    case 'image': {
      const image = Uint8Array.from(fields.only(['image', 'width']).get('image', bytes));
      const width = fields.optional('width', 144, number, 1, 5_000);
      const block = { type: 'image', image: 'stamp', width, alt: '' };
      return made({ title: 'Stamp', page: paper(width), images: { stamp: image }, content: [block] });
    }
    default: {
      const own = fields.only(['text', 'style', 'width']);
      const width = own.optional('width', 480, number, 1, 5_000);
      const align: Align = position.endsWith('left') ? 'left' : position.endsWith('right') ? 'right' : 'center';
      const style = own.get('style', (value) => value);
      const block = { type: 'paragraph', text: own.get('text', text, 2_000), style, align };
      return made({ title: 'Stamp', page: paper(width), content: [block] });
    }
  }
}

const paper = (width: number) => ({ size: { width, height: 'auto' }, margin: 0 });
