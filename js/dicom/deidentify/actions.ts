/** What is done to an element, and put on record. */
import { ClinicoreError } from '../../errors';
import { find } from '../data-set';
import { implicitVr, keywordOf } from '../dictionary';
import { UNDEFINED_LENGTH } from '../element-index';
import { entriesIn, type Part, readIn } from '../item';
import { hex8 } from '../tag';
import { BINARY_UNITS, type DicomVr, UL, VRS, vrNumber } from '../vr';
import type { Changes } from '../write/changes';
import { encodingIn, padded } from '../write/element';
import { encodeValue, writingIn } from '../write/encode';
import { isTemporal, shifted } from './date';
import { dummyItems, dummyValue, EMPTY_PDF } from './dummy';
import type { Checked } from './options';
import { isStandardUid, isUidLike, type Pseudonyms } from './pseudonym';
import type { DeidentificationChange } from './report';
import type { Decision } from './rules';
import { codesOf, isForPeople, textsOf } from './values';

const ENCAPSULATED_DOCUMENT = 0x0042_0011;
const ENCAPSULATED_DOCUMENT_LENGTH = 0x0042_0015;
const MIME_TYPE = 0x0042_0012;

const EMPTY = Buffer.alloc(0);
const CLEANER = 'options.cleanDescriptors()';
const RETAINED_DATES = 'option retainDates';
const RETAINED_UIDS = 'option retainUids';

/** See the module. */
export class Actions {
  /** In the order in which they were done. */
  readonly report: DeidentificationChange[] = [];
  /** How many values could not be read as dates, and how many texts stayed that were cleaned. */
  unreadDates = 0;
  cleanedTexts = 0;
  readonly #changes: Changes;
  readonly #options: Checked;
  readonly #pseudonyms: Pseudonyms | undefined;
  readonly #days: number;

  /** @param days how far dates are moved */
  constructor(changes: Changes, options: Checked, pseudonyms: Pseudonyms | undefined, days: number) {
    this.#changes = changes;
    this.#options = options;
    this.#pseudonyms = pseudonyms;
    this.#days = days;
  }

  /** Takes out an element or an item. */
  remove(part: Part, at: number, path: string, reason: string): void {
    this.#changes.remove(part, at);
    this.#note(part.set.index.tags[at] as number, path, 'remove', reason);
  }

  /** Puts an element into a data set, in place of the one that may be there. */
  put(part: Part, tag: number, vr: number, value: Uint8Array, reason: string): void {
    const isThere = find(part.set.index, entriesIn(part), tag) !== undefined;
    this.#changes.put(part, tag, vr, value);
    this.#note(tag, hex8(tag), isThere ? 'replace' : 'add', reason);
  }

  /** Puts other pixels in place. */
  pixels(part: Part, { at, value }: { at: number; value: Buffer }, reason: string): void {
    const tag = part.set.index.tags[at] as number;
    this.#changes.replace(part, at, value);
    this.#note(tag, hex8(tag), 'clean', reason);
  }

  /** Does what was decided; true if the items of a sequence are to be looked at one by one. */
  async element(part: Part, at: number, vr: DicomVr, path: string, decision: Decision): Promise<boolean> {
    const { act, reason, otherwise } = decision;
    const { index } = part.set;
    switch (act) {
      case 'remove':
        this.remove(part, at, path, reason);
        return false;
      case 'empty':
        if (index.lengths[at] !== 0) this.#replace(part, at, vr, EMPTY, path, 'empty', reason);
        return false;
      case 'replace':
        return this.#dummy(part, at, vr, path, reason);
      case 'uid':
        await this.#uid(part, at, vr, path, reason);
        return false;
      case 'go on':
        return true;
    }
    if (index.lengths[at] === 0) return false;
    if (!otherwise || (await this.#retained(part, at, vr, path, decision))) return false;
    if (reason === RETAINED_DATES) this.unreadDates++;
    return this.element(part, at, vr, path, otherwise);
  }

  /** Keeps, shifts or cleans; false if the value is not of a kind that can be. */
  async #retained(part: Part, at: number, vr: DicomVr, path: string, { act, reason }: Decision): Promise<boolean> {
    if (act === 'clean') return this.#clean(part, at, vr, path, reason);
    const bytes = await readIn(part, at);
    const values = codesOf(bytes);
    if (act === 'keep') {
      if (reason === RETAINED_DATES)
        return isTimestamp(part, at, vr) || values.every((value) => value === '' || isTemporal(value));
      const isUid = vr === 'UI' || reason === RETAINED_UIDS;
      return !isUid || values.every(isUidLike);
    }
    if (BINARY_UNITS[vr] !== undefined) return false;
    const moved = values.map((value) => (value === '' ? '' : shifted(value, vr, this.#days)));
    if (moved.includes(undefined)) return false;
    const value = padded(Buffer.from(moved.join('\\'), 'latin1'), ' ');
    if (!value.equals(bytes)) this.#replace(part, at, vr, value, path, 'shift', reason);
    return true;
  }

  async #clean(part: Part, at: number, vr: DicomVr, path: string, reason: string): Promise<boolean> {
    const { cleanDescriptors } = this.#options;
    if (!cleanDescriptors || !isForPeople(vr)) return false;
    const keyword = keywordOf(part.set.index.tags[at] as number);
    const cleaned: string[] = [];
    for (const text of textsOf(part, at, await readIn(part, at))) {
      const clean = text === '' ? '' : cleanDescriptors({ text, path, keyword, vr });
      if (clean === null || clean === undefined) return false;
      if (typeof clean !== 'string') throw notText(clean);
      cleaned.push(clean);
    }
    const value = encodeValue(writingIn(part), vrNumber(vr), cleaned, CLEANER);
    this.#replace(part, at, vr, value, path, 'clean', reason);
    this.cleanedTexts++;
    return true;
  }

  async #dummy(part: Part, at: number, vr: DicomVr, path: string, reason: string): Promise<boolean> {
    const { index } = part.set;
    const tag = index.tags[at] as number;
    if (index.lengths[at] === 0) return false;
    if (vr === 'UI') {
      await this.#uid(part, at, vr, path, reason);
      return false;
    }
    if (vr !== 'SQ') {
      const value = tag === ENCAPSULATED_DOCUMENT ? await this.#document(part) : dummyValue(vr);
      this.#replace(part, at, vr, value, path, 'replace', reason);
      return false;
    }
    const items = dummyItems(encodingIn(part), tag);
    if (items) this.#replace(part, at, vr, items, path, 'replace', reason);
    return items === undefined;
  }

  /** What stands in place of a document: an empty page of PDF, or of other kinds two bytes. */
  async #document(part: Part): Promise<Buffer> {
    const { set } = part;
    const [type, length] = [MIME_TYPE, ENCAPSULATED_DOCUMENT_LENGTH].map((tag) =>
      find(set.index, entriesIn(part), tag),
    );
    const isPdf = type !== undefined && codesOf(await readIn(part, type))[0] === 'application/pdf';
    const document = isPdf ? EMPTY_PDF : dummyValue('OB');
    if (length !== undefined && set.index.vrs[length] === UL) {
      this.#changes.replace(part, length, encodeValue(writingIn(part), UL, [document.length]));
    }
    return document;
  }

  async #uid(part: Part, at: number, vr: DicomVr, path: string, reason: string): Promise<void> {
    const bytes = await readIn(part, at);
    const uids = codesOf(bytes);
    const { retainUids } = this.#options;
    const replaced = uids.map((uid) => {
      if (uid === '' || isStandardUid(uid) || (retainUids && isUidLike(uid))) return uid;
      return this.#pseudonyms?.uid(uid) ?? '';
    });
    if (replaced.every((uid, number) => uid === uids[number])) return;
    const value = padded(Buffer.from(replaced.join('\\'), 'latin1'), vr === 'UI' ? '\0' : ' ');
    this.#replace(part, at, vr, value, path, 'uid', reason);
  }

  #replace(
    part: Part,
    at: number,
    vr: DicomVr,
    value: Uint8Array,
    path: string,
    action: DeidentificationChange['action'],
    reason: string,
  ): void {
    const { flags, tags } = part.set.index;
    // In fragments there is no place for another value.
    if ((flags[at] as number) & UNDEFINED_LENGTH && vr !== 'SQ') this.remove(part, at, path, reason);
    else {
      this.#changes.replace(part, at, value, vrNumber(vr));
      this.#note(tags[at] as number, path, action, reason);
    }
  }

  #note(tag: number, path: string, action: DeidentificationChange['action'], reason: string): void {
    this.report.push({ path, tag: hex8(tag), keyword: keywordOf(tag), action, reason });
  }
}

/** Whether it is a time in bytes, which cannot be moved, but stay. */
const isTimestamp = ({ set }: Part, at: number, vr: DicomVr): boolean =>
  vr === 'OB' && VRS[implicitVr(set.index.tags[at] as number) & 0x7f] === 'OB';

/** What was returned is not shown: it may be the patient's. */
const notText = (returned: unknown): ClinicoreError =>
  new ClinicoreError('ERR_INVALID_ARGUMENT', `${CLEANER} must return a string or null, got ${typeof returned}`, {
    argument: CLEANER,
  });
