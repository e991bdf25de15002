import { ClinicoreError } from '../../../errors';

/** What a format's reader did with the input there is: how much it took, and whether a unit is complete; or it wants more. */
export type Step = { took: number; ended: boolean } | 'wants';

/** Reads one format, unit after unit; it throws {@link CORRUPT} where a unit does not follow the format. */
export interface Reader {
  /**
   * Does a bounded piece of work.
   *
   * @param input all there is from where the last step stopped
   * @param unit where the unit begins, and how many came before it
   */
  step(input: Buffer, unit: { offset: number; before: number }, emit: (out: Uint8Array) => void): Step | Promise<Step>;
  /** Whether a unit that wants more is complete as it is, now that there is no more: where nothing marks its end. */
  isComplete?(): Promise<boolean>;
  close?(): void;
}

/** Thrown by a {@link Reader}. */
export const CORRUPT = Symbol('corrupt');

/** It took so many bytes. */
export const took = (bytes: number): Step => ({ took: bytes, ended: false });

/** It took so many bytes, with which the unit is complete. */
export const ended = (bytes: number): Step => ({ took: bytes, ended: true });

/** Frames that hold something else, which zstd and LZ4 share (RFC 8878, 3.1.2). */
export class Skipping {
  #left = -1;

  /** A step over a frame of that kind; undefined if none stands there. */
  step(input: Buffer): Step | undefined {
    if (this.#left >= 0) return this.#skip(input);
    if (input.length < 4 || input.readUInt32LE(0) >>> 4 !== 0x184d_2a5) return undefined;
    if (input.length < 8) return 'wants';
    this.#left = input.readUInt32LE(4);
    return took(8);
  }

  #skip(input: Buffer): Step {
    const bytes = Math.min(this.#left, input.length);
    this.#left -= bytes;
    if (this.#left === 0) {
      this.#left = -1;
      return ended(bytes);
    }
    return bytes === 0 ? 'wants' : took(bytes);
  }
}

/** A frame that needs a dictionary. */
export const needsDictionary = (unit: string, offset: number): ClinicoreError =>
  new ClinicoreError('ERR_UNSUPPORTED', `The ${unit} at byte ${offset} needs a dictionary, which is not read here`, {
    offset,
  });

/** A zstd frame that was made with a dictionary. */
export const dictionaryMissing = (id: number, offset: number): ClinicoreError =>
  new ClinicoreError(
    'ERR_INVALID_ARGUMENT',
    `The zstd frame at byte ${offset} needs dictionary ${id}, which options.dictionary is not`,
    { argument: 'options.dictionary', offset },
  );

/** What needs a dictionary is refused: no JavaScript library makes them, or reads what was made with them. */
export const noDictionaries = (): ClinicoreError =>
  new ClinicoreError('ERR_UNSUPPORTED', 'The JavaScript backend has no zstd dictionaries: use the native one');
