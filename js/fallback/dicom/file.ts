/** What stands before the data set: preamble, file meta information (PS3.10 7.1), and how the data set is encoded. */
import { trimEnd } from '../../dicom/charset';
import { isKnown } from '../../dicom/dictionary';
import { type ElementIndex, LONG_HEADER } from '../../dicom/element-index';
import { notDicom, tooManyElements, undefinedLength, valueCutShort } from '../../dicom/errors';
import { isFileMeta, tagAt } from '../../dicom/tag';
import { vrOfBytes } from '../../dicom/vr';
import {
  type Encoding,
  EXPLICIT_BIG,
  EXPLICIT_LITTLE,
  type Header,
  headerAt,
  IMPLICIT_LITTLE,
  isVrLike,
  readHeader,
  UNDEFINED,
} from './header';
import type { Source } from './source';

/** How a data set is encoded, and how that is known. */
export interface Encoded {
  encoding: Encoding;
  /** Whether it is deflated (PS3.5 A.5). */
  deflated: boolean;
  /** Whether nothing but its first element tells that it is DICOM. */
  guessed: boolean;
}

/** How each transfer syntax encodes the data set where it is not explicit VR little endian as it stands. */
const TRANSFER_SYNTAXES: Record<string, { encoding: Encoding; deflated: boolean }> = {
  '1.2.840.10008.1.2': { encoding: IMPLICIT_LITTLE, deflated: false },
  '1.2.840.10008.1.2.2': { encoding: EXPLICIT_BIG, deflated: false },
  '1.2.840.10008.1.2.1.99': { encoding: EXPLICIT_LITTLE, deflated: true },
  // JPIP Referenced Deflate, JPIP HTJ2K Referenced Deflate
  '1.2.840.10008.1.2.4.95': { encoding: EXPLICIT_LITTLE, deflated: true },
  '1.2.840.10008.1.2.4.205': { encoding: EXPLICIT_LITTLE, deflated: true },
  // GE's private one: only its pixels are big endian.
  '1.2.840.113619.5.2': { encoding: IMPLICIT_LITTLE, deflated: false },
};

/** How many bytes of the Transfer Syntax UID are looked at; the standard allows 64. */
const LONGEST_UID = 65_536;

/** Reads the start of a Part 10 file, with or without preamble, or of a bare data set, element by element. */
export class FileHead {
  readonly #meta: ElementIndex;
  readonly #maxElements: number;
  #isPart10 = false;
  #announcedEnd = -1;
  #transferSyntax = '';

  constructor(meta: ElementIndex, maxElements: number) {
    this.#meta = meta;
    this.#maxElements = maxElements;
  }

  /** Where the first element is. */
  start(source: Source): number {
    const prefix = source.locate(128, 4);
    this.#isPart10 = prefix >= 0 && source.data.toString('latin1', prefix, prefix + 4) === 'DICM';
    return this.#isPart10 ? 132 : 0;
  }

  /** Reads the element of group 0002 at `offset`: explicit VR little endian in every file. `undefined` if there is none. */
  element(source: Source, offset: number): Header | undefined {
    const { data, length: fileEnd } = source;
    const at = source.locate(offset, 4);
    if (at < 0 || !isFileMeta(tagAt(data, at, false))) return undefined;
    // Deflated bytes can look like one more element; only there is the group length, often wrong, needed.
    if (this.#named()?.deflated && this.#announcedEnd === offset) return undefined;
    const header = readHeader(source, offset, fileEnd, EXPLICIT_LITTLE);
    const { tag, vr, length, value } = header;
    if (length === UNDEFINED) throw undefinedLength(tag, offset);
    if (this.#meta.size >= this.#maxElements) throw tooManyElements(offset, this.#maxElements);
    if (length > fileEnd - value) throw valueCutShort(tag, offset, length, fileEnd - value);
    if (tag === 0x0002_0000) {
      this.#announcedEnd = length === 4 ? value + 4 + data.readUInt32LE(source.locate(value, 4)) : -1;
    }
    if (tag === 0x0002_0010) {
      const uid = Math.min(length, LONGEST_UID);
      const from = source.locate(value, uid);
      this.#transferSyntax = trimEnd(data.toString('latin1', from, from + uid));
    }
    this.#meta.push(tag, 0, vr, value - offset === 12 ? LONG_HEADER : 0, value, length);
    return header;
  }

  /** How the data set at `offset` is encoded. */
  encoded(source: Source, offset: number): Encoded {
    if (this.#transferSyntax !== '') {
      const { encoding, deflated } = this.#named() ?? { encoding: EXPLICIT_LITTLE, deflated: false };
      return { encoding: deflated ? encoding : asFound(source, offset, encoding), deflated, guessed: false };
    }
    const isSure = this.#isPart10 || this.#meta.size > 0;
    const encoding = guess(source, offset, !isSure) ?? (isSure ? asFound(source, offset, IMPLICIT_LITTLE) : undefined);
    if (!encoding) throw notDicom();
    return { encoding, deflated: false, guessed: !isSure };
  }

  #named() {
    const uid = this.#transferSyntax;
    return Object.hasOwn(TRANSFER_SYNTAXES, uid) ? TRANSFER_SYNTAXES[uid] : undefined;
  }
}

/** The encoding a data set is really in, by its first element: some files are not in the transfer syntax they name. */
function asFound(source: Source, offset: number, named: Encoding): Encoding {
  const at = source.locate(offset, 6);
  if (at < 0) return named;
  if (named.explicit && !isVrLike(source.data, at + 4)) return { ...named, explicit: false };
  if (!named.explicit && vrAt(source, at + 4) !== undefined) return EXPLICIT_LITTLE;
  return named;
}

/**
 * The encoding of a data set of which nothing is known, if its first element makes sense in one; where not even that it is
 * a data set is known, the element must also fit into the file.
 */
function guess(source: Source, offset: number, mustFit: boolean): Encoding | undefined {
  const at = source.locate(offset, 8);
  if (at < 0) return undefined;
  let encoding = IMPLICIT_LITTLE;
  if (vrAt(source, at + 4) !== undefined) {
    // Data sets start with a low group: the byte order in which it is lower is the right one.
    encoding = source.data.readUInt16BE(at) < source.data.readUInt16LE(at) ? EXPLICIT_BIG : EXPLICIT_LITTLE;
  }
  const header = headerAt(source, offset, source.length, encoding);
  if (!header) return undefined;
  const { tag, length, value } = header;
  const known = encoding.explicit || isKnown(tag) || ((tag & 0xffff) === 0 && length === 4);
  const fits = !mustFit || length === UNDEFINED || length <= source.length - value;
  return tag >>> 16 !== 0 && known && fits ? encoding : undefined;
}

const vrAt = ({ data }: Source, at: number) => vrOfBytes(data[at] as number, data[at + 1] as number);
