import { ClinicoreError } from '../../errors';
import { type Output, outputOf } from '../../output';
import { items, readable } from '../../validate';
import type { DicomFrame } from '../image/frames';
import { EXPLICIT_LITTLE_ENDIAN } from '../transfer-syntax';
import { Turns } from '../turn';
import { OB } from '../vr';
import { EXPLICIT_LITTLE, header } from './element';
import { encapsulated } from './encapsulated';
import { type DicomAttributes, NewFile, type NewFileOptions } from './new-file';
import { type Picture, type Pixels, picture } from './picture';

/**
 * What a Secondary Capture is made of: the bytes of a PNG or a baseline JPEG, or pixels of 8 bits, such as
 * `frame(0, { output: 'display' })` gives them.
 */
export type DicomPicture = Uint8Array | Pixels | DicomFrame;

const JPEG_BASELINE = '1.2.840.10008.1.2.4.50';
const PIXEL_DATA = 0x7fe0_0010;

const SECONDARY_CAPTURE = '1.2.840.10008.5.1.4.1.1.7';
/** Of several frames, by the samples of a pixel (PS3.3 A.8.3, A.8.5). */
const MULTI_FRAME = { 1: '1.2.840.10008.5.1.4.1.1.7.2', 3: '1.2.840.10008.5.1.4.1.1.7.4' } as const;

/** The most pictures of one file. */
const MOST = 10_000;

/** What follows from the pictures. */
const OWN = [
  'SOPClassUID',
  'Rows',
  'Columns',
  'SamplesPerPixel',
  'PhotometricInterpretation',
  'PlanarConfiguration',
  'BitsAllocated',
  'BitsStored',
  'HighBit',
  'PixelRepresentation',
  'NumberOfFrames',
  'FrameIncrementPointer',
  'PageNumberVector',
  'LossyImageCompression',
  'LossyImageCompressionRatio',
  'LossyImageCompressionMethod',
  'PixelData',
];

/**
 * Makes a Secondary Capture Image of a picture: a photograph, a screenshot, a scanned page. Of several pictures of the same
 * size and kind, a Multi-frame Grayscale Byte or True Color Secondary Capture Image, a page each.
 *
 * - A PNG becomes native pixels of 8 bits, grey or RGB: palettes and interlacing are undone, samples of 16 bits lose their
 *   lower 8. Transparent pixels are refused.
 * - A JPEG is passed on as it is, if it is baseline with 8 bits: what it says of itself (Exif) is still in it. One that says
 *   it is to be turned is refused.
 * - `{ rows, columns, samples, pixels }` is taken as it is; leave the bytes as they are until the file is written.
 *
 * What the image must have and was not given is filled in: UIDs made of random UUIDs (`2.25.…`), Modality OT, Conversion
 * Type WSD, Image Type DERIVED\SECONDARY, Instance Number 1, Content Date and Time and Date of Secondary Capture now; of a
 * study whose UID was not given its date and time too; Burned In Annotation YES where it is needed (several frames), since
 * nothing is known of it; everything else that must be there is there without a value. With all UIDs and `at` given the
 * bytes are the same every time.
 *
 * @param image the picture, or 1 to 10,000 of them
 * @param attributes patient, study, series, … by keyword; see {@link DicomAttributes}. Texts are in UTF-8 unless
 *   `SpecificCharacterSet` says otherwise
 * @param options when it is made
 * @returns the file, to be written with `toBuffer`, `toFile` or `toStream`, which reject with `ERR_MALFORMED_INPUT` where the
 *   pixels of a PNG cannot be decoded and `ERR_UNSUPPORTED` where some are transparent
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (an attribute its VR does not allow, or that follows from the picture;
 *   pictures of different sizes), `ERR_MALFORMED_INPUT` (no picture), `ERR_UNSUPPORTED` (a JPEG that is not baseline),
 *   `ERR_LIMIT_EXCEEDED` (more than 65,535 rows or columns, or 256 MiB of pixels)
 * @see PS3.3 A.8, C.8.6, PS3.5 8.2.1
 *
 * @example
 * const photo = dicom.secondaryCapture(await readFile('photo.jpg'), {
 *   PatientName: 'Doe^Jane',
 *   PatientID: 'P-1042',
 *   StudyInstanceUID: study,
 *   Modality: 'XC',
 *   ImageLaterality: 'R',
 * });
 * await photo.toFile('/studies/photo.dcm');
 */
export function secondaryCapture(
  image: DicomPicture | readonly DicomPicture[],
  attributes?: DicomAttributes,
  options?: NewFileOptions,
): Output {
  const pictures = readable('image', () => Array.isArray(image))
    ? items(image, 'image', MOST, picture)
    : [picture(image, 'image')];
  const [first, ...others] = pictures;
  if (!first) throw new ClinicoreError('ERR_INVALID_ARGUMENT', 'image must not be empty', { argument: 'image' });
  for (const [at, other] of others.entries()) refuseOther(first, other, at + 1);
  const file = new NewFile(attributes, OWN, options);
  const sopClass = pictures.length > 1 ? MULTI_FRAME[first.samples] : SECONDARY_CAPTURE;
  describe(file, pictures, first, sopClass);
  return outputOf(async function* (task) {
    const turns = new Turns(task);
    turns.check();
    const isJpeg = first.kind === 'jpeg';
    yield* file.head(sopClass, isJpeg ? JPEG_BASELINE : EXPLICIT_LITTLE_ENDIAN);
    if (isJpeg) {
      yield* encapsulated(pictures.map((one) => (one.kind === 'jpeg' ? one.jpeg.data : Buffer.alloc(0))));
      return;
    }
    const size = first.rows * first.columns * first.samples;
    yield* nativePixels(pictures, size, turns);
  });
}

async function* nativePixels(pictures: readonly Picture[], size: number, turns: Turns) {
  const length = size * pictures.length;
  const padding = length % 2;
  yield header(EXPLICIT_LITTLE, PIXEL_DATA, OB, length + padding);
  for (const one of pictures) if (one.kind === 'pixels') yield await one.pixels(turns);
  if (padding) yield Buffer.alloc(1);
}

/** Frames have one size, and one encoding. */
function refuseOther(first: Picture, other: Picture, at: number): void {
  const isSame =
    other.kind === first.kind &&
    other.rows === first.rows &&
    other.columns === first.columns &&
    other.samples === first.samples &&
    photometric(other) === photometric(first);
  if (isSame) return;
  const message = `image[${at}] must be of the same size and kind as the first one`;
  throw new ClinicoreError('ERR_INVALID_ARGUMENT', message, { argument: `image[${at}]`, index: at });
}

const photometric = (one: Picture): string => {
  if (one.kind === 'jpeg') return one.jpeg.photometric;
  return one.samples === 1 ? 'MONOCHROME2' : 'RGB';
};

function describe(file: NewFile, pictures: readonly Picture[], first: Picture, sopClass: string): void {
  const { rows, columns, samples } = first;
  file.completeStudy();
  file.completeTime('ContentDate', 'ContentTime', true);
  file.complete({
    SOPClassUID: sopClass,
    ImageType: ['DERIVED', 'SECONDARY'],
    Modality: 'OT',
    ConversionType: 'WSD',
    DateOfSecondaryCapture: file.day,
    SeriesNumber: null,
    InstanceNumber: 1,
    PatientOrientation: null,
    Rows: rows,
    Columns: columns,
    SamplesPerPixel: samples,
    PhotometricInterpretation: photometric(first),
    BitsAllocated: 8,
    BitsStored: 8,
    HighBit: 7,
    PixelRepresentation: 0,
  });
  if (samples === 3) file.complete({ PlanarConfiguration: 0 });
  // PS3.3 C.7.3.1: needed of what comes in pairs, which this may be; without a value it is not known.
  if (!file.has('ImageLaterality')) file.complete({ Laterality: null });
  if (pictures.length > 1) {
    file.complete({
      BurnedInAnnotation: 'YES',
      NumberOfFrames: pictures.length,
      FrameIncrementPointer: '00182001',
      PageNumberVector: pictures.map((_, at) => at + 1),
    });
    // PS3.3 C.8.6.3: grey values are those of the screen.
    if (samples === 1) {
      file.complete({ PresentationLUTShape: 'IDENTITY', RescaleIntercept: 0, RescaleSlope: 1, RescaleType: 'US' });
    }
  }
  if (first.kind !== 'jpeg') return;
  const stored = pictures.reduce((sum, one) => sum + (one.kind === 'jpeg' ? one.jpeg.data.length : 0), 0);
  file.complete({
    LossyImageCompression: '01',
    LossyImageCompressionRatio: Number(((rows * columns * samples * pictures.length) / stored).toPrecision(4)),
    LossyImageCompressionMethod: 'ISO_10918_1',
  });
}
