/** The JSON text of a data set as it grows: bounded, and cut in pieces. */
import type { DicomJsonPiece, DicomJsonPieces } from '../../contract/dicom';
import { exceeded } from '../../dicom/errors';
import type { ClinicoreError } from '../../errors';

/** The most there may be, in bytes: what V8 can hold in one string, less 1 MiB for what completes a piece. */
const MAX_JSON = 2 ** 29 - 2 ** 20;

/** Where the text is cut in pieces. */
const PIECE = 128 * 1024;

/** How much is written between two pauses: a few milliseconds' work at most. */
const STRETCH = 16 * 1024;

/** The error for a text that no string can hold. */
export const tooLong = (): ClinicoreError => exceeded(`The DICOM JSON is longer than ${MAX_JSON} bytes`, MAX_JSON);

/** See {@link DicomJsonPiece}. */
export class Pieces {
  readonly #done: DicomJsonPiece[] = [];
  #json = '';
  #path: string[] = [];
  #inValue = false;
  /** The bytes written so far, with the commas between the pieces. */
  #bytes = 0;
  /** How long the piece was at the last pause. */
  #paused = 0;

  /** Adds text, whose length in bytes is `bytes`. */
  put(text: string, bytes = text.length): void {
    this.require(bytes);
    this.#bytes += bytes;
    this.#json += text;
  }

  /** Throws if `bytes` more would be too many. */
  require(bytes: number): void {
    if (this.#bytes + bytes > MAX_JSON) throw tooLong();
  }

  /** Adds a comma, or ends the piece where it would stand, the next one going on in `path()`. */
  separate(path: () => string[], inValue: boolean): void {
    if (this.#json.length < PIECE) {
      this.put(',');
      return;
    }
    this.require(1);
    this.#bytes++;
    this.#cut();
    this.#path = path();
    this.#inValue = inValue;
  }

  /** Whether it is time for a pause. */
  isDue(): boolean {
    if (this.#json.length < this.#paused + STRETCH) return false;
    this.#paused = this.#json.length;
    return true;
  }

  /** All pieces, the last of them ended. */
  end(): DicomJsonPieces {
    this.#cut();
    const pieces = this.#done.values();
    return { next: () => pieces.next().value ?? null };
  }

  #cut(): void {
    this.#done.push({ json: this.#json, path: this.#path, inValue: this.#inValue });
    this.#json = '';
    this.#paused = 0;
  }
}
