import { types } from 'node:util';
import { TASK_OPTIONS, type Task, type TaskOptions, taskOptions } from '../../task';
import {
  boolean,
  bytes,
  type Fields,
  integer,
  invalid,
  isRecord,
  items,
  oneOf,
  optionalRecord,
  record,
  text,
} from '../../validate';
import type { DicomVr } from '../vr';
import { type PrivateElement, privateElement } from '../where';
import type { PixelRectangle } from './pixels';

/** A text that may say who the patient is, as {@link DeidentifyOptions.cleanDescriptors} gets it. */
export interface Descriptor {
  /** One value of the element. */
  text: string;
  /** The way to the element from the data set: `'00081030'`. */
  path: string;
  /** The keyword of PS3.6, such as `'StudyDescription'`. */
  keyword: string | undefined;
  /** The element's value representation, such as `'LO'`. */
  vr: DicomVr;
}

/** Options of {@link deidentify}: those of PS3.15 E.3 by their names. Progress counts elements and items. */
export interface DeidentifyOptions extends TaskOptions {
  /**
   * What UIDs and the shift of dates are made of: at least 32 bytes, or text of as many in UTF-8, from a random source. Whoever has
   * it can tell which file came from which; with the same key files of one study stay together, whenever they are done.
   * Needed unless `retainUids` is true and dates are not to be modified.
   */
  key?: Uint8Array | string | undefined;
  /**
   * What Patient ID (0010,0020) is to be, such as a number of your trial: up to 64 characters of the file's character set, no
   * backslash. Default: it is emptied.
   */
  patientId?: string | undefined;
  /** What Patient's Name (0010,0010) is to be, such as `'Trial^0042'`; as `patientId`. Default: it is emptied. */
  patientName?: string | undefined;
  /** Retain UIDs Option (E.3.9): UIDs stay. Default: `false`. */
  retainUids?: boolean | undefined;
  /**
   * Retain Longitudinal Temporal Information Options (E.3.6): dates and times stay (`'full'`), or dates are moved back by as
   * many days for all of a patient's (`'modified'`): 1 to 3652, by key and Patient ID (without one, by Study Instance UID).
   * Times stay. Birth dates go in any case. Default: dates and times go.
   */
  retainDates?: 'full' | 'modified' | undefined;
  /** Retain Patient Characteristics Option (E.3.7): sex, age, size, weight, … stay. Default: `false`. */
  retainPatientCharacteristics?: boolean | undefined;
  /** Retain Device Identity Option (E.3.8): serial numbers, station names, … stay. Default: `false`. */
  retainDeviceIdentity?: boolean | undefined;
  /** Retain Institution Identity Option (E.3.11): name, address, department, … stay. Default: `false`. */
  retainInstitutionIdentity?: boolean | undefined;
  /**
   * Retain Safe Private Option (E.3.10): private elements stay that table E.3.10-1 lists, with a list also those you vouch
   * for, up to 10,000. Default: `false`.
   */
  retainSafePrivate?: boolean | readonly PrivateElement[] | undefined;
  /**
   * Clean Descriptors Option (E.3.5): what a text becomes that would have to go. Must leave nothing that says who somebody
   * is; `null` for what cannot be cleaned, which then goes. Default: such texts go.
   *
   * @param descriptor the text, and where it stands
   */
  cleanDescriptors?: ((descriptor: Descriptor) => string | null) | undefined;
  /**
   * Clean Pixel Data Option (E.3.1): rectangles that become black in every frame, all that show who the patient is: Burned
   * In Annotation says `NO` from then on. 1 to 1000 within the image. Only of pixels that are not compressed, and that are
   * whole bytes; they are read into memory as a whole. Default: pixels stay.
   */
  cleanPixelData?: readonly PixelRectangle[] | undefined;
  /**
   * Clean Structured Content Option (E.3.4): reports and acquisition contexts stay, with the content items that table
   * E.3.4-1 names changed, and texts replaced unless `cleanDescriptors` cleans them. Default: they go as a whole.
   */
  cleanStructuredContent?: boolean | undefined;
  /**
   * Clean Graphics Option (E.3.3): annotations of presentation states stay, with their texts replaced. Overlays and curves
   * go in any case. Default: they go as a whole.
   */
  cleanGraphics?: boolean | undefined;
}

/** {@link DeidentifyOptions}, checked. */
export interface Checked {
  key: Buffer | undefined;
  patientId: string;
  patientName: string;
  retainUids: boolean;
  retainDates: 'full' | 'modified' | undefined;
  retainPatientCharacteristics: boolean;
  retainDeviceIdentity: boolean;
  retainInstitutionIdentity: boolean;
  /** The elements the caller vouches for; `undefined` where no private one stays. */
  retainSafePrivate: readonly PrivateElement[] | undefined;
  cleanDescriptors: ((descriptor: Descriptor) => unknown) | undefined;
  cleanPixelData: readonly PixelRectangle[] | undefined;
  cleanStructuredContent: boolean;
  cleanGraphics: boolean;
}

const NAMES = [
  'key',
  'patientId',
  'patientName',
  'retainUids',
  'retainDates',
  'retainPatientCharacteristics',
  'retainDeviceIdentity',
  'retainInstitutionIdentity',
  'retainSafePrivate',
  'cleanDescriptors',
  'cleanPixelData',
  'cleanStructuredContent',
  'cleanGraphics',
] as const;

/** The fewest bytes of a key: as many as HMAC-SHA256 gives. */
const KEY_BYTES = 32;
const MOST_PRIVATE = 10_000;
const MOST_RECTANGLES = 1000;

/** Checks {@link DeidentifyOptions}. */
export function deidentifyOptions(options: unknown): { task: Task; checked: Checked } {
  const fields = optionalRecord(options, 'options').only([...NAMES, ...TASK_OPTIONS]);
  const flag = (name: (typeof NAMES)[number]): boolean => fields.optional(name, false, boolean);
  const checked: Checked = {
    key: fields.optional('key', undefined, key),
    patientId: fields.optional('patientId', '', shortText),
    patientName: fields.optional('patientName', '', shortText),
    retainUids: flag('retainUids'),
    retainDates: fields.optional('retainDates', undefined, oneOf, ['full', 'modified'] as const),
    retainPatientCharacteristics: flag('retainPatientCharacteristics'),
    retainDeviceIdentity: flag('retainDeviceIdentity'),
    retainInstitutionIdentity: flag('retainInstitutionIdentity'),
    retainSafePrivate: fields.optional('retainSafePrivate', undefined, vouched),
    cleanDescriptors: fields.optional('cleanDescriptors', undefined, cleaner),
    cleanPixelData: fields.optional('cleanPixelData', undefined, rectangles),
    cleanStructuredContent: flag('cleanStructuredContent'),
    cleanGraphics: flag('cleanGraphics'),
  };
  if (!checked.key && !(checked.retainUids && checked.retainDates !== 'modified')) missingKey(fields);
  return { task: taskOptions(fields, 'interactive'), checked };
}

const KEY = `at least ${KEY_BYTES} bytes, or text of as many in UTF-8`;

function missingKey(fields: Fields): never {
  invalid(fields.path('key'), `${KEY}, unless UIDs stay and dates are not modified`, undefined);
}

/** A copy: what the caller does with the bytes afterwards must not matter. */
function key(value: unknown, path: string): Buffer {
  if (typeof value !== 'string' && !types.isUint8Array(value)) invalid(path, KEY, value);
  const copy = Buffer.from(typeof value === 'string' ? text(value, path, 10_000) : bytes(value, path));
  if (copy.length < KEY_BYTES) invalid(path, KEY, value);
  return copy;
}

/** One value of LO or PN in the length PS3.5 allows. */
function shortText(value: unknown, path: string): string {
  const short = text(value, path, 64);
  if (/[\\\p{Cc}]/u.test(short)) invalid(path, 'text without backslashes and control characters', value);
  return short;
}

function vouched(value: unknown, path: string): readonly PrivateElement[] | undefined {
  if (typeof value === 'boolean') return value ? [] : undefined;
  return items(value, path, MOST_PRIVATE, (item, at) => {
    if (!isRecord(item)) invalid(at, '{ group, creator, element }', item);
    return privateElement(item, at);
  });
}

function rectangles(value: unknown, path: string): PixelRectangle[] {
  const checked = items(value, path, MOST_RECTANGLES, rectangle);
  // Without any nothing would be cleaned, and the file say that it was.
  if (checked.length === 0) invalid(path, 'at least one rectangle', value);
  return checked;
}

function rectangle(value: unknown, path: string): PixelRectangle {
  const fields = record(value, path).only(['x', 'y', 'width', 'height']);
  return {
    x: fields.get('x', integer, 0, 0xffff),
    y: fields.get('y', integer, 0, 0xffff),
    width: fields.get('width', integer, 1, 0xffff),
    height: fields.get('height', integer, 1, 0xffff),
  };
}

function cleaner(value: unknown, path: string): (descriptor: Descriptor) => unknown {
  if (typeof value !== 'function') invalid(path, 'a function', value);
  return value as (descriptor: Descriptor) => unknown;
}
