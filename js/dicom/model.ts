/** The DICOM JSON model (PS3.18 Annex F). */
import type { DicomVr } from './vr';

/** A person's name in its component groups; those that are empty are left out. */
export interface DicomPersonName {
  /** In letters: `Family^Given^Middle^Prefix^Suffix`. */
  Alphabetic?: string;
  /** In ideographs, such as kanji. */
  Ideographic?: string;
  /** As it is spoken, such as in hiragana. */
  Phonetic?: string;
}

/** One value of an element: `null` where it is empty among others. */
export type DicomValue = string | number | DicomPersonName | DicomJson | null;

/** An element of the DICOM JSON model. An element without a value has a `vr` only. */
export interface DicomJsonElement {
  /** The value representation. */
  vr: DicomVr;
  /** The values of an element that is not binary; for SQ the items, each a data set of its own. */
  Value?: DicomValue[];
  /** The bytes of a binary element in base64, numbers in little endian. */
  InlineBinary?: string;
  /** Where the value can be fetched from instead. `parse` has no such place and never sets it. */
  BulkDataURI?: string;
}

/**
 * A data set in the DICOM JSON model (PS3.18 Annex F): elements by tag, as eight upper-case hexadecimal digits
 * (`'00100010'` is Patient's Name).
 *
 * `JSON.stringify` of it is `application/dicom+json`, but for one thing JavaScript does not allow: tags from `10000000`
 * up come before lower ones, since it orders keys that look like integers first.
 */
export interface DicomJson {
  [tag: string]: DicomJsonElement;
}
