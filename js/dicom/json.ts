/** An open data set in the DICOM JSON model (PS3.18 Annex F), as objects. */
import { boolean, invalid, optionalRecord } from '../validate';
import { encodedValue } from './data-set';
import { tooManyElements } from './errors';
import { contextIn, type DicomElement, elementOf, entriesIn, itemsIn, type Part, vrIn } from './item';
import type { DicomJson, DicomJsonElement } from './model';
import { hex8, isPixelData } from './tag';
import { furtherValues, littleEndian, READER_OF } from './value';
import { BINARY_UNIT_OF, type DicomVr, SQ, sizeOfNumber, VRS } from './vr';

/** A value that could stand elsewhere. */
export interface BulkData extends DicomElement {
  /** The way to it from the data set, as `get` and `bytes` take it: `'54000100[0].54001010'`. */
  path: string;
}

/** Options of {@link DicomItem.toJSON}. */
export interface JsonOptions {
  /**
   * Where a value can be fetched from: called for every binary value, and for others that were not kept in memory. What it
   * returns becomes the element's `BulkDataURI`; for `undefined` the value itself is in the JSON. Default: values are.
   *
   * @param value where in the file the value is, and what it is of
   */
  bulkDataUri?: ((value: BulkData) => string | undefined) | undefined;
  /** Whether pixel data, at any depth, are in the JSON too. Default: `false`. */
  pixelData?: boolean | undefined;
}

interface Checked {
  bulkDataUri: ((value: BulkData) => string | undefined) | undefined;
  pixelData: boolean;
}

/** Checks {@link JsonOptions}. */
export function jsonOptions(options: JsonOptions): Checked {
  const fields = optionalRecord(options, 'options').only(['bulkDataUri', 'pixelData']);
  return {
    bulkDataUri: fields.optional('bulkDataUri', undefined, (value, path) => {
      if (typeof value !== 'function') invalid(path, 'a function', value);
      return value as NonNullable<JsonOptions['bulkDataUri']>;
    }),
    pixelData: fields.optional('pixelData', false, boolean),
  };
}

/** See {@link DicomItem.toJSON}. */
export function jsonOf(part: Part, options: Checked): DicomJson {
  const counter = { left: part.set.maxElements };
  return dataSet(part, options, '', counter);
}

function dataSet(part: Part, options: Checked, path: string, counter: { left: number }): DicomJson {
  const { index } = part.set;
  const json: DicomJson = {};
  for (const at of entriesIn(part)) {
    const tag = index.tags[at] as number;
    if (!options.pixelData && isPixelData(tag)) continue;
    json[hex8(tag)] = element(part, at, options, path, counter);
  }
  return json;
}

function element(part: Part, at: number, options: Checked, path: string, counter: { left: number }): DicomJsonElement {
  const { set } = part;
  const { index } = set;
  const vr = vrIn(part, at);
  const code = VRS[vr] as DicomVr;
  const length = index.lengths[at] as number;
  const count = (values: number): void => {
    counter.left -= values;
    if (counter.left < 0) throw tooManyElements(index.start(at), set.maxElements);
  };
  count(1);
  if (vr === SQ) {
    const tag = hex8(index.tags[at] as number);
    const items = itemsIn(part, at).map((item, number) => dataSet(item, options, `${path}${tag}[${number}].`, counter));
    count(items.length);
    return items.length > 0 ? { vr: code, Value: items } : { vr: code };
  }
  if (length === 0) return { vr: code };
  const unit = BINARY_UNIT_OF[vr];
  const bytes = set.bytes(at);
  if (unit !== undefined || !bytes) {
    const found = elementOf(part, at);
    const uri = options.bulkDataUri?.({ ...found, path: path + found.tag });
    if (uri !== undefined) return { vr: code, BulkDataURI: uri };
    if (!bytes) throw set.storage.missing(index.tags[at] as number, length);
  }
  const value = encodedValue(set, at, bytes, contextIn(part));
  if (unit !== undefined) return { vr: code, InlineBinary: littleEndian(value, unit).toString('base64') };
  if (length > LONG || sizeOfNumber(vr) > 1) for (const further of furtherValues(code, bytes)) count(further);
  const read = READER_OF[vr]?.(value) ?? [];
  const values = Array.isArray(read) ? read : [...read];
  return values.length > 0 ? { vr: code, Value: values } : { vr: code };
}

/** Texts of more bytes are searched for how many values they have before anything is made of them. */
const LONG = 1024;
