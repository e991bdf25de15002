/** A data set that is made from attributes, and the file it is in. */
import { randomUUID } from 'node:crypto';
import { type Fields, invalid, optionalRecord, readable, record } from '../../validate';
import { tagOf } from '../dictionary';
import { steps } from '../where';
import { Draft } from './draft';
import type { DicomInput } from './edit';
import { newFileMeta } from './file-meta';

/**
 * Attributes by keyword, or by path as `edit` takes it: `'ConceptNameCodeSequence.CodeValue'`. Values as `edit` takes them.
 */
export type DicomAttributes = Readonly<Record<string, DicomInput>>;

/** Options of what is made anew. */
export interface NewFileOptions {
  /** When it is made: what dates and times that were not given are, by the clock of this process's time zone. Default: now. */
  at?: Date | undefined;
}

/** A UID made of a random UUID (PS3.5 B.2). */
const newUid = (): string => `2.25.${BigInt(`0x${randomUUID().replaceAll('-', '')}`)}`;

/** A data set that is filled with what was given, and then with what is missing. */
export class NewFile {
  readonly #draft = new Draft(undefined);
  readonly #at: Date;

  /**
   * @param attributes what was given
   * @param own the keywords that follow from the rest, which must not be
   * @param options see {@link NewFileOptions}
   */
  constructor(attributes: unknown, own: readonly string[], options: unknown) {
    this.#at = optionalRecord(options, 'options').only(['at']).optional('at', new Date(), date);
    const fields = record(attributes === undefined ? {} : attributes, 'attributes');
    const keywords = readable('attributes', () => Object.keys((attributes ?? {}) as object));
    // First what the others are encoded in.
    const charset = 'SpecificCharacterSet';
    this.#give(fields, charset, 'ISO_IR 192');
    const ownTags = own.map(tagOf);
    for (const keyword of keywords) {
      if (keyword === charset) continue;
      if (ownTags.includes(firstTag(keyword, fields))) {
        invalid(fields.path(keyword), 'left out: it follows from the rest', null);
      }
      this.#give(fields, keyword, undefined);
    }
  }

  #give(fields: Fields, keyword: string, otherwise: string | undefined): void {
    fields.get(keyword, (value, path) => {
      const given = value === undefined ? otherwise : value;
      if (given !== undefined) this.#draft.set(keyword, given, undefined, path);
    });
  }

  /** Whether an attribute was given. */
  has(keyword: string): boolean {
    return this.#draft.has(tagOf(keyword) as number);
  }

  /** Sets what was not given. */
  complete(attributes: DicomAttributes): void {
    for (const [keyword, value] of Object.entries(attributes)) {
      if (!this.has(keyword)) this.#draft.set(keyword, value, undefined, keyword);
    }
  }

  /** Sets a date and the time to it, where neither was given: to when the file is made, or to nothing. */
  completeTime(day: string, time: string, isKnown: boolean): void {
    const [today, now] =
      isKnown && !this.has(day) && !this.has(time) ? [dayOf(this.#at), timeOf(this.#at)] : [null, null];
    this.complete({ [day]: today, [time]: now });
  }

  /** The day it is made. */
  get day(): string {
    return dayOf(this.#at);
  }

  /** What every composite object says of the patient and the study (PS3.3 C.7.1.1, C.7.2.1). */
  completeStudy(): void {
    const isNewStudy = !this.has('StudyInstanceUID');
    this.completeTime('StudyDate', 'StudyTime', isNewStudy);
    this.complete({
      PatientName: null,
      PatientID: null,
      PatientBirthDate: null,
      PatientSex: null,
      StudyInstanceUID: newUid(),
      StudyID: null,
      AccessionNumber: null,
      ReferringPhysicianName: null,
      SeriesInstanceUID: newUid(),
      SOPInstanceUID: newUid(),
    });
  }

  /** The file, but for its last elements. */
  head(sopClass: string, transferSyntax: string): Uint8Array[] {
    const elements = this.#draft.elements();
    return [...newFileMeta(sopClass, this.#sopInstance, transferSyntax), ...elements];
  }

  get #sopInstance(): string {
    return this.#draft.value(tagOf('SOPInstanceUID') as number) as string;
  }
}

/** The element a path starts with. */
function firstTag(keyword: string, fields: Fields): number | undefined {
  try {
    return steps(keyword)[0]?.tag;
  } catch {
    invalid(fields.path(keyword), 'named by a keyword of PS3.6, a tag, or a path of these', null);
  }
}

function date(value: unknown, path: string): Date {
  if (!(value instanceof Date) || Number.isNaN(value.getTime())) invalid(path, 'a Date', value);
  const year = value.getFullYear();
  if (year < 1 || year > 9999) invalid(path, 'a Date from the year 1 to 9999', value);
  return new Date(value);
}

const two = (number: number): string => String(number).padStart(2, '0');

const dayOf = (at: Date): string =>
  `${String(at.getFullYear()).padStart(4, '0')}${two(at.getMonth() + 1)}${two(at.getDate())}`;

const timeOf = (at: Date): string => `${two(at.getHours())}${two(at.getMinutes())}${two(at.getSeconds())}`;
