/**
 * DICOM files: `clinicore/dicom`.
 *
 * @module clinicore/dicom
 */
import { assemble } from './dicom/assemble';
import type { DicomFile as OpenFile } from './dicom/file';
import type { DicomItem as Item } from './dicom/item';
import { jsonAtOnce } from './dicom/json-at-once';
import type { DicomJson } from './dicom/model';
import type { DicomEdit as Edit } from './dicom/write/edit';
import { abortError } from './errors';
import type { Output as FileOutput } from './output';
import { isAborted, run, TASK_OPTIONS, type TaskOptions, taskOptions } from './task';
import { boolean, bytes, integer, optionalRecord } from './validate';

export * from './dicom/deidentify';
export * from './dicom/dicomdir';
export * from './dicom/fhir';
export type { DicomImage } from './dicom/image/description';
export type { DicomFrame, DicomSamples } from './dicom/image/frames';
export type {
  DicomWindow,
  FrameOptions,
  FramesOptions,
  JpegOptions,
  PictureOptions,
  ThumbnailOptions,
} from './dicom/image/options';
export type { DicomContent, DicomElement, DicomSingle } from './dicom/item';
export type { BulkData, JsonOptions } from './dicom/json';
export type { DicomJson, DicomJsonElement, DicomPersonName, DicomValue } from './dicom/model';
export { type DicomSource, type OpenOptions, open } from './dicom/open';
export * from './dicom/ophthalmic';
export * from './dicom/scan-folder';
export type { DicomVr } from './dicom/vr';
export type { PrivateElement, Where } from './dicom/where';
export { type DicomInput, type EditOptions, edit, type SetOptions } from './dicom/write/edit';
export { encapsulatedPdf } from './dicom/write/encapsulated-pdf';
export type { DicomAttributes, NewFileOptions } from './dicom/write/new-file';
export type { Pixels as DicomPixels } from './dicom/write/picture';
export { type DicomPicture, secondaryCapture } from './dicom/write/secondary-capture';
export type { WriteOptions } from './output';

/**
 * A file that {@link open} has opened. Of the class only the type is public: there is no other way to one.
 *
 * @reexport
 */
export type DicomFile = OpenFile;

/**
 * An item of a sequence, as {@link DicomFile} gives it.
 *
 * @reexport
 */
export type DicomItem = Item;

/**
 * A file that is to be written, as {@link secondaryCapture} and {@link encapsulatedPdf} make it.
 *
 * @reexport
 */
export type DicomOutput = FileOutput;

/**
 * What {@link edit} gives: the changes of a file, and the file that they make.
 *
 * @reexport
 */
export type DicomEdit = Edit;

/** Options of {@link parse}. */
export interface ParseOptions extends TaskOptions {
  /**
   * Whether pixel data (7FE0,0008), (7FE0,0009) and (7FE0,0010), at any depth, are in the result as `InlineBinary`. By
   * default they are not in it at all, and not copied. Encapsulated pixel data are given as they stand in the file,
   * with their item tags. Default: `false`.
   */
  pixelData?: boolean | undefined;
  /**
   * Whether the file meta information (group 0002) is in the result, such as the Transfer Syntax UID `'00020010'`. It is
   * not part of the data set, and so not of the DICOM JSON model. Default: `false`.
   */
  fileMeta?: boolean | undefined;
  /**
   * How many elements, sequence items and values there may be; of an element with several values, each after the first
   * counts as one more. A million cost up to about 200 MB of memory. Only large lists, such as the contours of a
   * radiotherapy structure set, need more than the default. 1 to 100,000,000. Default: 2,000,000.
   */
  maxElements?: number | undefined;
  /** How deep sequences may be nested. 1 to 1024. Default: 64. */
  maxDepth?: number | undefined;
  /**
   * How many bytes a deflated data set may inflate to. 1 to 4,294,967,295. Default: 536,870,912 (512 MiB). Beyond the
   * first 1 MiB, more than 200 times its deflated size is refused in any case.
   */
  maxInflatedBytes?: number | undefined;
}

/**
 * Reads a DICOM Part 10 file, or a bare data set, into the DICOM JSON model (PS3.18 Annex F).
 *
 * Implicit and explicit VR, little and big endian, deflated, and all character sets of PS3.3 C.12.1.1.2 with their code
 * extensions are read. The encoding of a bare data set is told by its first element.
 *
 * Values are what PS3.18 F.2 says; where it leaves a choice:
 * - DS and IS are numbers, or the string as it stands where it is not a decimal number or is an integer beyond ±(2⁵³−1);
 *   SV and UV beyond that are strings too, so that no digit is lost.
 * - FL has the fewest digits that give the same float32 (`1.1`, not `1.100000023841858`).
 * - NaN and infinities are the strings `'NaN'`, `'Infinity'`, `'-Infinity'`, from which `Number()` makes them again.
 * - Text has no padding: no trailing spaces, nor, in AE, CS, DS, IS, LO and SH, leading ones (PS3.5 table 6.2-1). A byte
 *   its character set does not define is U+FFFD; without a character set, text is Latin-1.
 * - Elements without a VR of their own (implicit VR, UN) take that of the data dictionary; private ones are UN. An
 *   element whose length its VR does not allow is UN as well.
 * - Group lengths and Data Set Trailing Padding are left out; of elements with the same tag the last one counts.
 *
 * Only headers are read before the call returns, then what is needed is copied: `data` may be changed as soon as there
 * is a promise, and unwanted pixel data cost nothing. The rest is done on the pool, in the interactive lane by default;
 * the objects of the result are made on the event loop, a few milliseconds at a time. Only a single text or `InlineBinary`
 * is made in one go, which takes about 2 ms for each megabyte. A file of up to 2,048 elements and items and 64 KiB, unwanted
 * pixel data not counted, is read at once, without progress: that takes about a millisecond, less than the way to the pool and back.
 *
 * @param data the whole file
 * @param options what to read, limits, signal, progress, lane
 * @returns the data set
 * @throws ClinicoreError (as a rejection) `ERR_MALFORMED_INPUT` (not DICOM, cut short, wrong lengths;
 *   `details.offset` is the byte at which the element starts, in a deflated data set counted as if it stood there
 *   inflated), `ERR_LIMIT_EXCEEDED` (`details.option` is what raises the limit; there is none where a deflated data set
 *   inflates to more than 200 times its size, nor where the JSON is longer than 535,822,336 bytes, about what a string
 *   can hold), `ERR_INVALID_ARGUMENT`, `ERR_BUSY`, `ERR_ABORTED`. No message holds a value
 * @see PS3.18 Annex F, PS3.10, PS3.5
 *
 * @example
 * const study = await dicom.parse(await readFile('upload.dcm'));
 * const [name] = study['00100010']?.Value ?? []; // { Alphabetic: 'Doe^Jane' }
 */
export async function parse(data: Uint8Array, options: ParseOptions = {}): Promise<DicomJson> {
  const fields = optionalRecord(options, 'options').only([
    'pixelData',
    'fileMeta',
    'maxElements',
    'maxDepth',
    'maxInflatedBytes',
    ...TASK_OPTIONS,
  ]);
  const parsing = {
    pixelData: fields.optional('pixelData', false, boolean),
    fileMeta: fields.optional('fileMeta', false, boolean),
    maxElements: fields.optional('maxElements', 2_000_000, integer, 1, 100_000_000),
    maxDepth: fields.optional('maxDepth', 64, integer, 1, 1024),
    maxInflatedBytes: fields.optional('maxInflatedBytes', 512 * 1024 * 1024, integer, 1, 0xffff_ffff),
  };
  const task = taskOptions(fields, 'interactive');
  const { signal } = task;
  if (signal && isAborted(signal)) throw abortError(signal.reason);
  // Last, so that no getter of the options can detach it any more.
  const source = bytes(data, 'data');
  const made = jsonAtOnce(source, parsing);
  if (made) return made;
  return run(task, async (backend, job) => assemble(await backend.dicom.parse(source, parsing, job), task.signal));
}
