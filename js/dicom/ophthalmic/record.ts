/** What every record of an eye examination has in common. */

/**
 * Whose value it is: an eye, both eyes together (such as a pupillary distance, or acuity with both eyes open), or an eye
 * that the file does not name, or names in contradicting ways.
 */
export type EyeSide = 'right' | 'left' | 'both' | 'unspecified';

/** A coded concept as the file has it (PS3.3 8.8). */
export interface EyeCode {
  /** Code Value (0008,0100), Long Code Value or URN Code Value. */
  value: string;
  /** Coding Scheme Designator (0008,0102), such as `'SCT'` or `'DCM'`. */
  scheme?: string;
  /** Code Meaning (0008,0104), in the words of the file. */
  meaning?: string;
}

/** The instrument (PS3.3 C.7.5.1). What the file does not say is absent. */
export interface EyeDevice {
  /** Who made it. */
  manufacturer?: string;
  /** Its name at the maker's. */
  model?: string;
  /** By which the maker knows this one. */
  serialNumber?: string;
  /** What ran on it. */
  softwareVersions?: string[];
  /** What the clinic calls it. */
  stationName?: string;
}

/**
 * What is wrong:
 *
 * - `laterality`: elements of the file contradict each other about the eye, or none names it
 * - `axis`: an axis that is none from 0 to 180 degrees
 * - `cylinder-without-axis`: a cylinder that is not 0
 * - `axis-without-cylinder`
 * - `prism-without-base`: a prism that is not 0
 * - `steep-flat`: the steep meridian has the longer radius or the lesser power
 * - `implausible`: a number that no eye has; it stands in the record nevertheless
 * - `invalid`: what is no number or none of the standard's terms
 * - `ambiguous`: several items or values where one is allowed
 * - `unit`: a number in a report without the unit it must have
 */
export type EyeConflictKind =
  | 'laterality'
  | 'axis'
  | 'cylinder-without-axis'
  | 'axis-without-cylinder'
  | 'prism-without-base'
  | 'steep-flat'
  | 'implausible'
  | 'invalid'
  | 'ambiguous'
  | 'unit';

/** Something a person must look at before the record is used. */
export interface EyeConflict {
  /** What is wrong, to branch on. */
  kind: EyeConflictKind;
  /** Whose value it is, where it is a single eye's or both's. */
  eye?: EyeSide;
  /** The tag path of the element, as `file.get` takes it: `'00460014[0].00460018[0].00220009'`. */
  path: string;
  /** What is wrong, in words, without the value. */
  message: string;
  /** What the file has, where it is one number or text. */
  value?: number | string;
}

/**
 * What every record has.
 *
 * @typeParam Kind which examination it is
 * @typeParam Eye what is known of one eye
 * @typeParam Both what is known of both eyes together
 */
export interface EyeRecord<Kind extends string, Eye, Both = Eye> {
  /** Which examination it is. */
  kind: Kind;
  /** The right eye; `undefined` where there is nothing of it. */
  right: Eye | undefined;
  /** The left eye; `undefined` where there is nothing of it. */
  left: Eye | undefined;
  /** What belongs to both eyes together; `undefined` where there is nothing. */
  both: Both | undefined;
  /** What belongs to an eye the file does not name, or names in contradicting ways; `undefined` where there is nothing. */
  unspecified: Eye | undefined;
  /** The instrument. */
  device: EyeDevice;
  /**
   * When it was measured, by the clock of the instrument: `'2026-01-02T10:15:30'`, as precise as the file says, followed by
   * the offset from UTC (`'+01:00'`) where the file says that too. `undefined` where it does not say when.
   */
  measuredAt: string | undefined;
  /** The SOP class UID: what kind of DICOM object it was. */
  sopClassUid: string;
  /** The SOP instance UID: which DICOM object it was. */
  sopInstanceUid: string | undefined;
  /**
   * Where each value comes from: from its place in the record to its tag path, as `file.get` takes it.
   * `{ 'right.sphere': '00460014[0].00460146' }`.
   */
  provenance: Record<string, string>;
  /** What must be looked at; empty where all is well. */
  conflicts: EyeConflict[];
}

/** An object's properties that have a value. */
type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Leaves out what is absent, for absent is not 0 nor a property with nothing in it; `undefined` if that is everything. */
export function given<T extends object>(values: T): Given<T> | undefined {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return entries.length === 0 ? undefined : (Object.fromEntries(entries) as Given<T>);
}

/** A list with something in it; what is empty keeps its place, so that places in the record stay those of the file. */
export const listed = <T extends object>(list: readonly (T | undefined)[]): T[] | undefined =>
  list.length > 0 ? list.map((entry) => entry ?? ({} as T)) : undefined;
