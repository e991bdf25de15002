import { ClinicoreError, count } from '../../errors';
import { Output, type Pieces } from '../../output';
import { invalid, readable } from '../../validate';
import { find } from '../data-set';
import { DicomFile } from '../file';
import { entriesIn, type Part, partOf } from '../item';
import { isPixelData } from '../tag';
import { Turns } from '../turn';
import { type DicomVr, vrNumber } from '../vr';
import { Changes } from '../write/changes';
import { encodingIn } from '../write/element';
import { encodeValue, writingIn } from '../write/encode';
import { Actions } from './actions';
import { holdsMoreThanImage } from './codestream';
import { editFileMeta } from './file-meta';
import { type ImageHead, imageWarnings } from './image-warnings';
import { METHOD, methodCodes, temporalInformation } from './method';
import { type Checked, type DeidentifyOptions, deidentifyOptions } from './options';
import { blackened } from './pixels';
import { Pseudonyms } from './pseudonym';
import type { DeidentificationReport, DeidentificationWarning } from './report';
import { isListedClass } from './type';
import { codeIn } from './values';
import { Walk } from './walk';

const DIRECTORY_RECORDS = 0x0004_1220;
const SOP_CLASS_UID = 0x0008_0016;
const MODALITY = 0x0008_0060;
const PATIENT_NAME = 0x0010_0010;
const PATIENT_ID = 0x0010_0020;
const PATIENT_IDENTITY_REMOVED = 0x0012_0062;
const METHOD_TEXT = 0x0012_0063;
const METHOD_CODES = 0x0012_0064;
const STUDY_INSTANCE_UID = 0x0020_000d;
const BURNED_IN_ANNOTATION = 0x0028_0301;
const RECOGNIZABLE_FEATURES = 0x0028_0302;
const TEMPORAL_INFORMATION = 0x0028_0303;
const OVERLAY_ROWS = 0x0010;
const OVERLAY_DATA = 0x3000;

/** A de-identified file, to be written, and what was done. */
export class Deidentified extends Output {
  /** What changed, and what has to be seen to. */
  readonly report: DeidentificationReport;

  /** @internal */
  constructor(report: DeidentificationReport, pieces: Pieces) {
    super(pieces);
    this.report = report;
  }
}

/**
 * Takes out of a file what says who the patient is, by the Basic Application Level Confidentiality Profile of PS3.15 Annex
 * E (edition 2026c) with the options you choose. The file itself stays as it is.
 *
 * - Every element is looked at, in sequences of any depth, repeated ones and those that are out of order. What table E.1-1
 *   lists is removed, emptied, replaced by a dummy, or kept as an option says; where the Type in the file's SOP class decides
 *   (X/Z/D), it does, and for classes that are not known the object is kept valid.
 * - Private elements go, elements that PS3.6 does not know, curves and overlays, icons, signatures, padding, group
 *   lengths, the preamble, and what the file meta information says of senders and receivers.
 * - Beyond the table, other names, long texts (LT, ST, UT), addresses (UR), dates, and UIDs of instances are treated as it
 *   treats those it lists.
 * - A UID becomes `2.25.` and a number made of it and the key, everywhere the same; those of the standard stay.
 * - It says of itself how it was de-identified: Patient Identity Removed (`NO` where the file says that names are burned
 *   into its pixels), De-identification Method and its codes, Longitudinal Temporal Information Modified.
 *
 * Not done: pixels are not looked at (see `report.imageWarnings`) nor changed outside the rectangles you name, nor is what
 * a JPEG or waveform may hold besides the image; short texts (LO, SH, CS) that the table does not list stay; encapsulated
 * documents become an empty page.
 *
 * The result is a pure function of file, options and key.
 *
 * @param file an open file; it is read when the result is written, too
 * @param options what stays, key, signal, progress
 * @returns the result, which makes the bytes when they are asked for
 * @throws ClinicoreError (as a rejection) `ERR_INVALID_ARGUMENT` (not a file; no key, or a short one; what your cleaner
 *   returns), `ERR_UNSUPPORTED` (a DICOMDIR: make a new one of the new files; compressed pixels that are to be cleaned),
 *   `ERR_LIMIT_EXCEEDED` (a value that went by with a stream), `ERR_IO`, `ERR_ABORTED`. No message holds a value or the key
 * @see PS3.15 E.1 to E.3, PS3.16 CID 7050
 *
 * @example
 * await using file = await dicom.open('/studies/upload.dcm');
 * const result = await dicom.deidentify(file, { key: process.env.DEIDENTIFY_KEY, retainDates: 'modified' });
 * if (result.report.imageWarnings.length === 0) await result.toFile('/research/0001.dcm');
 */
export async function deidentify(file: DicomFile, options?: DeidentifyOptions): Promise<Deidentified> {
  if (!readable('file', () => file instanceof DicomFile && partOf(file))) {
    invalid('file', 'a DicomFile, as open() gives it', file);
  }
  const { task, checked } = deidentifyOptions(options);
  const turns = new Turns(task);
  turns.check();
  const dataSet = partOf(file);
  if (find(dataSet.set.index, entriesIn(dataSet), DIRECTORY_RECORDS) !== undefined) {
    throw new ClinicoreError('ERR_UNSUPPORTED', 'A DICOMDIR is not de-identified: make a new one of the new files');
  }
  const changes = new Changes(dataSet);
  const pseudonyms = checked.key && new Pseudonyms(checked.key);
  const sopClass = (await codeIn(dataSet, SOP_CLASS_UID)) ?? '';
  const days = checked.retainDates === 'modified' ? await daysOf(dataSet, pseudonyms as Pseudonyms) : 0;
  const actions = new Actions(changes, checked, pseudonyms, days);
  const image = await imageHead(dataSet, sopClass);
  await editFileMeta(dataSet, actions);
  if (checked.cleanPixelData) {
    actions.pixels(dataSet, await blackened(dataSet, checked.cleanPixelData), 'option cleanPixelData');
    image.burnedIn = 'NO';
  }
  const own = ownElements(checked, image.burnedIn === 'YES');
  await new Walk(actions, checked, sopClass).over(dataSet, new Set(own.map(({ tag }) => tag)), turns);
  for (const element of own) put(dataSet, element, actions, checked);
  changes.clearPreamble();
  const report = {
    changes: actions.report,
    warnings: warnings(actions, checked, sopClass),
    imageWarnings: imageWarnings(image),
  };
  return new Deidentified(report, (writing) => changes.pieces(writing));
}

/** By the patient, or, where there is no ID, by the study. */
async function daysOf(dataSet: Part, pseudonyms: Pseudonyms): Promise<number> {
  const patient = await codeIn(dataSet, PATIENT_ID);
  return pseudonyms.days(patient || `study\0${(await codeIn(dataSet, STUDY_INSTANCE_UID)) ?? ''}`);
}

async function imageHead(dataSet: Part, sopClass: string): Promise<ImageHead> {
  const { tags } = dataSet.set.index;
  const found = entriesIn(dataSet).map((at) => tags[at] as number);
  const overlays = (element: number) =>
    new Set(found.filter((tag) => tag >>> 24 === 0x60 && (tag & 0xffff) === element).map((tag) => tag >>> 16));
  const withData = overlays(OVERLAY_DATA);
  return {
    modality: (await codeIn(dataSet, MODALITY)) ?? '',
    sopClass,
    burnedIn: (await codeIn(dataSet, BURNED_IN_ANNOTATION)) ?? '',
    recognizable: (await codeIn(dataSet, RECOGNIZABLE_FEATURES)) ?? '',
    hasPixels: found.some(isPixelData),
    hasOverlayInPixels: [...overlays(OVERLAY_ROWS)].some((group) => !withData.has(group)),
    hasMore: await holdsMoreThanImage(dataSet),
  };
}

/** An element of the data set itself that is written anew. */
interface Own {
  tag: number;
  vr: DicomVr;
  /** Its text; none of the sequence of codes. */
  text?: string;
  reason: string;
}

function ownElements(options: Checked, isBurnedIn: boolean): Own[] {
  const { patientId, patientName } = options;
  const own: Own[] = [
    { tag: PATIENT_IDENTITY_REMOVED, vr: 'CS', text: isBurnedIn ? 'NO' : 'YES', reason: 'PS3.15 E.1.1' },
    { tag: METHOD_TEXT, vr: 'LO', text: METHOD, reason: 'PS3.15 E.1.1' },
    { tag: METHOD_CODES, vr: 'SQ', reason: 'PS3.15 E.1.1' },
    { tag: TEMPORAL_INFORMATION, vr: 'CS', text: temporalInformation(options), reason: 'PS3.15 E.3.6' },
  ];
  if (options.cleanPixelData) {
    own.push({ tag: BURNED_IN_ANNOTATION, vr: 'CS', text: 'NO', reason: 'option cleanPixelData' });
  }
  if (patientName !== '') own.push({ tag: PATIENT_NAME, vr: 'PN', text: patientName, reason: 'option patientName' });
  if (patientId !== '') own.push({ tag: PATIENT_ID, vr: 'LO', text: patientId, reason: 'option patientId' });
  return own;
}

function put(dataSet: Part, { tag, vr, text, reason }: Own, actions: Actions, options: Checked): void {
  const value =
    text === undefined
      ? methodCodes(encodingIn(dataSet), options)
      : encodeValue(writingIn(dataSet), vrNumber(vr), [text], reason.replace('option ', 'options.'));
  actions.put(dataSet, tag, vrNumber(vr), value, reason);
}

function warnings(actions: Actions, options: Checked, sopClass: string): DeidentificationWarning[] {
  const found: DeidentificationWarning[] = [];
  if (!isListedClass(sopClass)) {
    found.push({
      kind: 'unknownClass',
      message: 'The SOP class is not known: dummy values stand wherever an attribute might be required',
    });
  }
  if (actions.unreadDates > 0) {
    const message = `${count(actions.unreadDates, 'date or time', 'dates or times')} could not be read, and went`;
    found.push({ kind: 'unreadDate', message });
  }
  if (actions.cleanedTexts > 0) {
    const message = `${count(actions.cleanedTexts, 'text')} stayed as your function cleaned them: nobody else has looked`;
    found.push({ kind: 'cleanedText', message });
  }
  if (options.retainSafePrivate?.length) {
    found.push({ kind: 'keptPrivate', message: 'Private elements stay where there are any of those you vouch for' });
  }
  return found;
}
