/** What a backend does for `clinicore/dicom`. */
import type { Job } from '../contract';

/**
 * A piece of the JSON text of a data set. The text is cut only at commas between elements and between the values of an
 * element, so that each piece can be completed and parsed by itself: one whole text of a large data set would hold the
 * event loop too long.
 */
export interface DicomJsonPiece {
  /** The text, without the comma at which it was cut. */
  json: string;
  /** The tags of the sequences, outermost first, in whose last item so far the piece goes on. */
  path: string[];
  /** Whether the last of `path` is no sequence, but the element whose values go on. */
  inValue: boolean;
}

/** The pieces in order, each made only when it is asked for: all at once would hold the event loop too long. */
export interface DicomJsonPieces {
  /** The next piece, or `null` after the last. */
  next(): DicomJsonPiece | null;
}

/** What to read of DICOM data, and what it may cost; meanings in `dicom.ParseOptions`. */
export interface DicomParsing {
  pixelData: boolean;
  fileMeta: boolean;
  maxElements: number;
  maxDepth: number;
  maxInflatedBytes: number;
}

/** What a scan may cost; meanings in `dicom.ParseOptions`. */
export interface DicomLimits {
  maxElements: number;
  maxDepth: number;
}

/** The index of a data set: its elements and items in file order, a sequence before its items, an item before its elements. */
export interface DicomIndex {
  /** How many entries there are. */
  count: number;
  /** How many of them, the first ones, are file meta information (group 0002). */
  meta: number;
  /** Bytes of the file, or of the inflated data set with what stands before it. */
  size: number;
  /** Whether the data set's elements say their VR themselves, as found, not as the transfer syntax has it. */
  explicit: boolean;
  /**
   * The columns one after the other, without gaps, numbers in native byte order; in an `ArrayBuffer`, from a multiple of 8
   * bytes on:
   * - offsets of the values, ascending (float64); of what is empty, where its value would stand
   * - lengths of the values (float64); of undefined ones as found, without the delimiter
   * - tags (uint32)
   * - depths (uint16): 0 in the data set itself, 1 for an item of a sequence there, 2 in that item; 65,535 is that or more
   * - VRs (uint8): the place in the alphabetical list of PS3.5, which `VRS` in `js/dicom/vr.ts` and Rust's `Vr` share; UN
   *   for items
   * - flags (uint8): the numbers are big endian 1, the length was undefined 2, the VR depends on other elements 4, the
   *   header has 12 bytes, not 8, 8
   */
  columns: Uint8Array;
}

/**
 * A scan over a window of the bytes that moves on: a whole file is one window, a stream many. It holds nothing of a window
 * once a call has returned, and is of no use any more once one has thrown.
 */
export interface DicomScanner {
  /**
   * Goes on for at most `steps` headers over `window`, which stands at byte `at` of the file; `end` says that nothing
   * follows it. Synchronous: the caller gives the event loop its turns.
   *
   * Returns the byte from which the next window is to go on: inside of the window if the steps are used up or it ends
   * within something that is to be looked at as a whole, beyond it if a value reaches farther; -1 once the data set is
   * read. A window of 128 KiB from that byte on, or of all that is left, always lets the scan go on. What lies between two
   * windows must exist (if the file ends within, the last window is empty, and stands where the file ends).
   *
   * What is looked at ahead lies in the 65,536 bytes from an item's first element on: whether the items of UN are explicit
   * is told by their first element alone where the second one's header does not. Of a Transfer Syntax UID only so many
   * bytes count. `parse` keeps to both as well.
   *
   * Throws as `parse` does. Of a sequence that reaches beyond the end of the file the contents are looked at before the
   * end is known, so that of two faults the inner one may be told.
   */
  advance(window: Uint8Array, at: number, end: boolean, steps: number): number;
  /**
   * Where the data set starts if it is deflated, else -1, as long as it is not known too. `advance` returns this byte then
   * and goes on only with what {@link DicomBackend.inflate} made of the file.
   */
  readonly deflatedAt: number;
  /**
   * The index as far as the scan has come, complete once `advance` has returned -1. A copy; what has an undefined length
   * and has not come to its end has the length 0. `size` is of no meaning before the end is known.
   */
  index(): DicomIndex;
}

/** What is known of a file without its longer values. */
export interface DicomFileIndex {
  index: DicomIndex;
  /** Whether the data set was deflated: then all of it is kept, since its offsets lead nowhere in the file. */
  inflated: boolean;
  /** The runs of bytes that are kept: pairs of offset and length, ascending, neither adjacent nor overlapping. */
  places: Float64Array;
  /** Those bytes, one run after the other. */
  kept: Uint8Array;
}

/** A table of numbers that pixels are looked up in. */
export interface DicomLookup {
  /** How many entries it has: 1 to 65,536. */
  entries: number;
  /** The pixel value of the first entry; those below have that entry too, those above the last the last. */
  first: number;
  /** The bits of an entry that count. */
  bits: number;
  /** Where the entries start in `tables`: uint16, little endian. */
  at: number;
}

/** How one frame's bytes become pixels (PS3.3 C.7.6.3, C.11). */
export interface PixelMessage {
  /** The transfer syntax UID: how the frame's bytes are encoded. */
  transferSyntax: string;
  rows: number;
  columns: number;
  /** Samples per Pixel: 1, 3 or 4. */
  samples: number;
  /** Photometric Interpretation. */
  photometric: string;
  /** Whether the samples of a frame stand colour by colour (Planar Configuration 1). */
  planar: boolean;
  /** Bits Allocated: 1, 8, 16, 32 or 64. */
  allocated: number;
  /** Bits Stored. */
  stored: number;
  /** High Bit. */
  high: number;
  /** Whether the samples are in two's complement (Pixel Representation 1). */
  signed: boolean;
  /** Whether native samples are big endian. */
  bigEndian: boolean;
  /** Whether the samples are floats: Float or Double Float Pixel Data. */
  float: boolean;
  /** The frame's number, from 0, for messages. */
  number: number;
  /** What the decoded samples of the frame may take. */
  maxFrameBytes: number;
  /**
   * - `samples`: every sample as it is stored, in `allocated` bits (single bits in a byte each), little endian, the samples
   *   of a pixel side by side. Bits that are not stored (overlays may use them) are cleared, or copies of the sign. Only
   *   with `color` are YBR converted to RGB and palettes applied (to 8 or 16 bits, as the palette has).
   * - `display`: 8 bits, 1 sample (grey) or 3 (RGB) a pixel, with all that follows applied.
   * - `png`, `jpeg`: what `display` gives, in a file.
   */
  output: 'samples' | 'display' | 'png' | 'jpeg';
  /** Whether `samples` are to be RGB where they are YBR or have a palette. */
  color: boolean;
  /** Palette Color Lookup Tables: the entries of red, then green, then blue. */
  palette: DicomLookup | null;
  /** From stored values to the manufacturer's units. */
  modality: { slope: number; intercept: number } | DicomLookup | null;
  /** From those to grey; `null` spreads the least to the greatest value. */
  voi: { function: 'LINEAR' | 'LINEAR_EXACT' | 'SIGMOID'; center: number; width: number } | DicomLookup | null;
  /** Whether the least value is white: MONOCHROME1, or Presentation LUT Shape INVERSE. */
  invert: boolean;
  /** Overlay planes, drawn in white: bits as PS3.5 8.1.1 packs them from byte `at` of `tables`; `x` and `y` count from 0. */
  overlays: { rows: number; columns: number; x: number; y: number; at: number }[];
  /** The greatest width or height of the picture, which is made smaller by the mean of areas; `null` for its own. */
  longest: number | null;
  /** Of a JPEG, 1 to 100. */
  quality: number;
}

/** What a backend does for `clinicore/dicom`. */
export interface DicomBackend {
  /** The DICOM JSON of a file or bare data set, as text in pieces. */
  parse(data: Uint8Array, options: DicomParsing, job: Job): Promise<DicomJsonPieces>;
  /**
   * Scans a whole file in one go if it has few elements: of a small file, an object that scans, and one that says what it
   * found, would cost more than the scan. Writes to `into`, which starts at a multiple of 8 bytes: how many entries are file
   * meta information (uint32), whether the elements say their VR themselves (uint32: 1 or 0), then the columns. Returns how
   * many entries there are, or -1 where they, or twice as many headers, have no room in `into`, or the data set is
   * deflated: a {@link DicomScanner} is then to begin anew. Throws as it does.
   */
  indexBytes(data: Uint8Array, maxElements: number, maxDepth: number, into: Uint8Array): number;
  /** See {@link DicomScanner}. */
  readonly Scanner: new (
    limits: DicomLimits,
  ) => DicomScanner;
  /**
   * Scans a file by positioned reads (never mapped: one cut short under a map kills the process). Keeps the bytes of all
   * headers and delimiters, and of every value of at most `maxValueBytes` that with all such values before it has at most
   * `maxKeptBytes`; encapsulated pixel data are not kept. A file that cannot be read, or is cut short meanwhile, is `ERR_IO`: "The file
   * cannot be read".
   */
  indexFile(
    path: string,
    limits: DicomLimits & { maxInflatedBytes: number; maxValueBytes: number; maxKeptBytes: number },
    job: Job,
  ): Promise<DicomFileIndex>;
  /** The bytes before `offset` as they are, then what follows inflated (raw deflate, PS3.5 A.5). Throws as `parse` does. */
  inflate(data: Uint8Array, offset: number, maxInflatedBytes: number, job: Job): Promise<Uint8Array>;
  /**
   * One frame's pixels. `pixels` is a {@link PixelMessage} as JSON, `frame` the bytes as stored (of an encapsulated frame its
   * fragments joined), `tables` what `pixels` points to. What both backends decode they make the same bytes of; only native
   * decodes JPEG 2000.
   */
  decodeFrame(pixels: string, frame: Uint8Array, tables: Uint8Array, job: Job): Promise<Uint8Array>;
}
