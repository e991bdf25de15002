/** What stands before the data set: preamble, file meta information (PS3.10 7.1), and how the data set is encoded. */
import { isKnown, vrOfBytes } from './dictionary';
import { malformed, tooManyElements, undefinedLength, valueCutShort } from './errors';
import {
  type Encoding,
  EXPLICIT_BIG,
  EXPLICIT_LITTLE,
  type Header,
  IMPLICIT_LITTLE,
  isVrLike,
  readHeader,
  tagAt,
  UNDEFINED,
} from './header';
import { ElementIndex, LONG_HEADER } from './scan';
import type { Source } from './source';
import { trimEnd } from './text';

/** The start of a file, up to its data set. */
export interface FileHead {
  /** The elements of group 0002. */
  meta: ElementIndex;
  /** Where the data set starts. */
  dataSet: number;
  encoding: Encoding;
  /** Whether the data set is deflated (PS3.5 A.5). */
  deflated: boolean;
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

/** Reads the start of a Part 10 file, with or without preamble, or recognises a bare data set. */
export function readHead(source: Source, maxElements: number): FileHead {
  const prefix = source.locate(128, 4);
  const isPart10 = prefix >= 0 && source.data.toString('latin1', prefix, prefix + 4) === 'DICM';
  const { meta, end, transferSyntax } = readMeta(source, isPart10 ? 132 : 0, maxElements);
  const head = { meta, dataSet: end, deflated: false };
  if (transferSyntax !== '') {
    const named = Object.hasOwn(TRANSFER_SYNTAXES, transferSyntax) ? TRANSFER_SYNTAXES[transferSyntax] : undefined;
    const { encoding, deflated } = named ?? { encoding: EXPLICIT_LITTLE, deflated: false };
    return { ...head, encoding: deflated ? encoding : asFound(source, end, encoding), deflated };
  }
  const encoding = guess(source, end);
  if (encoding) return { ...head, encoding };
  if (isPart10 || meta.size > 0) return { ...head, encoding: asFound(source, end, IMPLICIT_LITTLE) };
  throw malformed('Not DICOM: the data are neither a Part 10 file nor a bare data set', 0);
}

/** The elements of group 0002 from `start` on: explicit VR little endian in every file. */
function readMeta(source: Source, start: number, maxElements: number) {
  const { data, length: fileEnd } = source;
  const meta = new ElementIndex();
  let end = start;
  let announcedEnd = -1;
  let transferSyntax = '';
  for (;;) {
    const at = source.locate(end, 4);
    if (at < 0 || tagAt(data, at, false) >>> 16 !== 0x0002) break;
    // Deflated bytes can look like one more element; only there is the group length, often wrong, needed.
    if (TRANSFER_SYNTAXES[transferSyntax]?.deflated && announcedEnd === end) break;
    const { tag, vr, length, value } = readHeader(source, end, fileEnd, EXPLICIT_LITTLE);
    if (length === UNDEFINED) throw undefinedLength(tag, end);
    if (meta.size >= maxElements) throw tooManyElements(end, maxElements);
    const from = source.locate(value, length);
    if (from < 0) throw valueCutShort(tag, end, length, fileEnd - value);
    if (tag === 0x0002_0000 && length === 4) announcedEnd = value + 4 + data.readUInt32LE(from);
    if (tag === 0x0002_0000 && length !== 4) announcedEnd = -1;
    if (tag === 0x0002_0010) transferSyntax = trimEnd(data.toString('latin1', from, from + length));
    meta.push(tag, vr, value - end === 12 ? LONG_HEADER : 0, value, length);
    end = value + length;
  }
  return { meta, end, transferSyntax };
}

/** The encoding a data set is really in, by its first element: some files are not in the transfer syntax they name. */
function asFound(source: Source, offset: number, named: Encoding): Encoding {
  const at = source.locate(offset, 6);
  if (at < 0) return named;
  if (named.explicit && !isVrLike(source.data, at + 4)) return { ...named, explicit: false };
  if (!named.explicit && vrAt(source, at + 4) !== undefined) return EXPLICIT_LITTLE;
  return named;
}

/** The encoding of a data set of which nothing is known, if its first element makes sense in one. */
function guess(source: Source, offset: number): Encoding | undefined {
  const at = source.locate(offset, 8);
  if (at < 0) return undefined;
  let encoding = IMPLICIT_LITTLE;
  if (vrAt(source, at + 4) !== undefined) {
    // Data sets start with a low group: the byte order in which it is lower is the right one.
    encoding = source.data.readUInt16BE(at) < source.data.readUInt16LE(at) ? EXPLICIT_BIG : EXPLICIT_LITTLE;
  }
  let header: Header;
  try {
    header = readHeader(source, offset, source.length, encoding);
  } catch {
    return undefined;
  }
  const { tag, length, value } = header;
  const known = encoding.explicit || isKnown(tag) || ((tag & 0xffff) === 0 && length === 4);
  const fits = length === UNDEFINED || length <= source.length - value;
  return tag >>> 16 !== 0 && known && fits ? encoding : undefined;
}

const vrAt = ({ data }: Source, at: number) => vrOfBytes(data[at] as number, data[at + 1] as number);
