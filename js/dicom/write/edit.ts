import { inTurns } from '../../intake';
import { Output } from '../../output';
import { invalid, items, oneOf, optionalRecord, readable, text } from '../../validate';
import type { DicomFile } from '../file';
import { DicomItem, type DicomSingle, type Part, partOf } from '../item';
import type { DicomJson } from '../model';
import { Turns } from '../turn';
import { type DicomVr, VRS } from '../vr';
import type { Where } from '../where';
import { Changes } from './changes';
import { convertTexts, isCharacterSet } from './character-set';
import { Draft } from './draft';

/** Options of {@link edit}. */
export interface EditOptions {
  /**
   * The Specific Character Set all texts are converted to, with those that are set: a Defined Term of PS3.3 C.12.1.1.2 such
   * as `'ISO_IR 192'` (UTF-8), or several of them with code extensions. By default texts stay in the one the file has.
   */
  characterSet?: string | readonly string[] | undefined;
}

/** Options of {@link DicomEdit.set}. */
export interface SetOptions {
  /**
   * The VR. Needed for elements that neither the file nor the dictionary knows, such as private ones; a file in implicit VR
   * does not tell it to its readers. Default: that of the element as it stands, else that of the dictionary.
   */
  vr?: DicomVr | undefined;
}

/**
 * What {@link DicomEdit.set} takes: what `get` gives. Names may be strings such as `'Doe^Jane'`, items of a sequence data
 * sets of the DICOM JSON model; `null` leaves an element without a value.
 */
export type DicomInput =
  | DicomSingle
  | bigint
  | Uint8Array
  | readonly (DicomSingle | bigint)[]
  | readonly (DicomJson | DicomItem)[];

/** Creates the edit of a file; whoever has no file cannot make one. */
export let editOf: (file: Part, charset: readonly string[] | undefined) => DicomEdit;

/**
 * Changes to an open file, and the file that they make of it. The open file itself stays as it is, but must be open, and its
 * bytes as they were, while the result is made. Made by {@link edit}.
 */
export class DicomEdit extends Output {
  readonly #draft: Draft;

  static {
    editOf = (file, charset) => new DicomEdit(file, charset);
  }

  private constructor(file: Part, charset: readonly string[] | undefined) {
    const draft = new Draft(file, charset);
    super(async function* (task) {
      const turns = new Turns(task);
      turns.check();
      const changes = new Changes(file);
      await inTurns(draft.applyTo(changes), 256, () => turns.check());
      if (charset) await convertTexts(file, charset, changes, turns);
      yield* changes.pieces(task);
    });
    this.#draft = draft;
  }

  /**
   * Sets an element, or adds it. On a path, sequences that are missing are made, and so is the item after the last one:
   * `'ReferencedImageSequence[2].ReferencedSOPInstanceUID'` adds a third item to two. Of a private creator that is not
   * there a block is reserved (PS3.5 7.8.1).
   *
   * A number for DS has as many digits as its 16 characters hold. Binary values are bytes with numbers in little endian;
   * they are read when the result is made: leave them as they are until then. What describes pixels (Rows, Bits Stored,
   * Photometric Interpretation, …) can be set, but the pixels stay what they are.
   *
   * @param where keyword, tag, path or private element
   * @param value one value, several in an array, the items of a sequence; `null` for none
   * @param options the VR
   * @returns the edit itself
   * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (an element that cannot be set, such as a group length or the transfer
   *   syntax; a value its VR does not allow, PS3.5 6.2, or the character set cannot say), `ERR_UNSUPPORTED` (pixel data for a
   *   file whose transfer syntax encapsulates them and that has none), `ERR_LIMIT_EXCEEDED`. The message never holds the
   *   value, and nothing has changed
   *
   * @example
   * edit.set('PatientName', 'Doe^Jane').set('RightLensSequence.CylinderSequence.CylinderPower', -0.5);
   * edit.set({ group: 0x0009, creator: 'ACME', element: 0x01 }, 'left', { vr: 'LO' });
   */
  set(where: Where, value: DicomInput, options?: SetOptions): this {
    const fields = optionalRecord(options, 'options').only(['vr']);
    const vr = fields.optional('vr', undefined, (code, path) => oneOf(code, path, VRS));
    this.#draft.set(where, value, vr, 'value');
    return this;
  }

  /**
   * Takes an element out, with all it holds; without such an element nothing happens.
   *
   * @param where keyword, tag, path or private element
   * @returns the edit itself
   * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
   *
   * @example
   * edit.remove('PatientAddress').remove('ReferencedStudySequence');
   */
  remove(where: Where): this {
    this.#draft.remove(where);
    return this;
  }
}

/**
 * Edits an open file: what comes of it is a valid Part 10 file in the same transfer syntax, in which everything that was
 * not changed stays byte for byte as it was, pixel data too. Group lengths and the lengths of sequences and items around a
 * change are mended, SOP Instance UID and Media Storage SOP Instance UID are kept in step, and the file meta information
 * says that we wrote it. Without any change a Part 10 file is written as it was; a deflated data set is deflated again,
 * with perhaps other bytes for the same data.
 *
 * Texts are written in the file's own character set, or converted to `characterSet`. To set `SpecificCharacterSet` itself
 * says of texts that are there how they are to be read, and leaves their bytes as they are: it mends a file that names the
 * wrong one. What a file says of other files, and digital signatures in it, stay as they are.
 *
 * @param file the file
 * @param options the character set
 * @returns the edit, to be written with `toBuffer`, `toFile` or `toStream`
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
 * @see PS3.10 7, PS3.5 6.2, 7
 *
 * @example
 * await using file = await dicom.open('/studies/upload.dcm');
 * await dicom.edit(file).set('PatientID', 'P-1042').remove('OtherPatientIDsSequence').toFile('/studies/corrected.dcm');
 */
export function edit(file: DicomFile, options?: EditOptions): DicomEdit {
  // What only looks like a file has no part of one.
  const part = readable('file', () => (file instanceof DicomItem ? partOf(file) : undefined));
  if (!part?.meta) invalid('file', 'a DicomFile, as open() gives it', file);
  const fields = optionalRecord(options, 'options').only(['characterSet']);
  return editOf(part, fields.optional('characterSet', undefined, characterSet));
}

/** One or several Defined Terms. */
export function characterSet(value: unknown, path: string): readonly string[] {
  const terms = typeof value === 'string' ? [term(value, path)] : items(value, path, 20, term);
  // Only code extensions may leave the first one empty.
  if (terms.length === 0 || (terms.length === 1 && terms[0] === '')) invalid(path, KNOWN, value);
  return terms;
}

const KNOWN = "Defined Terms of Specific Character Set such as 'ISO_IR 192'";

function term(value: unknown, path: string): string {
  const said = text(value, path, 16);
  if (said !== '' && !(isCharacterSet(said) && /^[A-Z0-9_ ]+$/.test(said))) invalid(path, KNOWN, value);
  return said;
}
