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

/** What a backend does for `clinicore/dicom`. */
export interface DicomBackend {
  /** The DICOM JSON of a file or bare data set, as text in pieces. */
  parse(data: Uint8Array, options: DicomParsing, job: Job): Promise<DicomJsonPieces>;
}
