import { YES_NO } from './axial-measurements';
import type { Source } from './findings';
import { type IolCalculation, stateIn } from './iol-calculation';
import { sideOf } from './laterality';
import { AXIAL_LENGTH, EYE_PRESSURE, POSITIVE, PUPIL } from './plausible';
import { type EyeCode, type EyeRecord, type EyeSide, given } from './record';

/** Where a frame of a tomogram lies on a picture of the fundus. */
export interface FrameLocation {
  /** The frame, from 0 as `file.frame` counts. */
  frame: number;
  /** SOP instance UID of the picture. */
  sopInstanceUid?: string;
  /** Rows and columns on the picture, from 1, as pairs: the ends of a line, or a rectangle (PS3.3 C.8.17.10). */
  coordinates?: number[];
  /** How the frame lies to it. */
  orientation?: 'linear' | 'nonlinear' | 'transverse';
}

/** An image of an eye, and what was known of the eye when it was taken. */
export interface EyeImage {
  /** Height of a frame, in pixels. */
  rows?: number;
  /** Width of a frame, in pixels. */
  columns?: number;
  /** How many frames there are. */
  frames?: number;
  /** Between rows and between columns, in millimetres. */
  pixelSpacing?: number[];
  /** PS3.3 C.8.17.2.1.4: such as `['ORIGINAL', 'PRIMARY', '', 'COLOR']`. */
  imageType?: string[];
  /** Which part is shown; PS3.16 CID 4209. */
  anatomy?: EyeCode;
  /** What it was taken with, such as a fundus camera; PS3.16 CID 4202 and 4210. */
  deviceType?: EyeCode;
  /** Whether text may be burned into the pixels. */
  burnedIn?: boolean;
  /** Width of what is shown, in degrees. */
  fieldOfView?: number;
  /** Pressure of the eye, in millimetres of mercury. */
  intraocularPressure?: number;
  /** Length of the eye, in millimetres. */
  axialLength?: number;
  /** Whether drops had widened the pupil. */
  pupilDilated?: boolean;
  /** How wide it was then, in millimetres. */
  dilation?: number;
  /** The refraction of the eye. */
  refraction?: IolCalculation['refraction'];
  /** Where the frames lie on a picture of the fundus. */
  locations?: FrameLocation[];
}

/**
 * A picture of an eye: photography (SOP classes 1.2.840.10008.5.1.4.1.1.77.1.5.1 and .2), wide field photography (.5, .6),
 * tomography (.4), its en face images (.7) and analysis (.8), maps of thickness (81.1) and of the cornea (82.1).
 *
 * Whose it is says Image Laterality, or else Laterality; where they or the frames' contradict each other, or there is
 * neither, it is `unspecified`.
 *
 * @see PS3.3 C.8.17
 */
export interface OphthalmicImage extends EyeRecord<'ophthalmicImage', EyeImage> {
  /** What kind of picture it is. */
  image: ImageClass;
}

/** See {@link OphthalmicImage}. */
export type ImageClass =
  | 'photography'
  | 'wideField'
  | 'tomography'
  | 'enFace'
  | 'volumeAnalysis'
  | 'thicknessMap'
  | 'cornealTopography';

export const ophthalmicImage = (image: ImageClass) => (file: Source) => {
  const named = sideOf(file);
  const side = contradictedByFrames(file, named) ? 'unspecified' : named;
  const none = { right: undefined, left: undefined, both: undefined, unspecified: undefined };
  const seen = imageIn(file.for(`${side}.`, side));
  return { kind: 'ophthalmicImage' as const, ...none, [side]: seen, image };
};

const SIDES = { R: 'right', L: 'left', B: 'both', U: 'unspecified' } as const;

/** The functional groups shared by all frames, then those of each (PS3.3 C.7.6.16). */
const groupsOf = (file: Source): Source[] => [
  ...file.all('SharedFunctionalGroupsSequence', ''),
  ...file.all('PerFrameFunctionalGroupsSequence', ''),
];

function contradictedByFrames(file: Source, side: EyeSide): boolean {
  if (side === 'unspecified' || side === 'both') return false;
  let isContradicted = false;
  for (const group of groupsOf(file)) {
    const anatomy = group.one('FrameAnatomySequence');
    const frameSide = anatomy?.term('FrameLaterality', undefined, SIDES);
    if (!anatomy || frameSide === undefined || frameSide === 'unspecified' || frameSide === side) continue;
    const message = `The frame is of another eye than the image, which is of the ${side} one`;
    anatomy.for('', 'unspecified').report('laterality', 'FrameLaterality', message);
    isContradicted = true;
  }
  return isContradicted;
}

function imageIn(eye: Source): EyeImage | undefined {
  return given({
    rows: eye.number('Rows', 'rows', POSITIVE),
    columns: eye.number('Columns', 'columns', POSITIVE),
    frames: eye.number('NumberOfFrames', 'frames', POSITIVE),
    pixelSpacing: eye.numbers('PixelSpacing', 'pixelSpacing'),
    imageType: eye.texts('ImageType', 'imageType'),
    anatomy: eye.code('AnatomicRegionSequence', 'anatomy'),
    deviceType: eye.code('AcquisitionDeviceTypeCodeSequence', 'deviceType'),
    burnedIn: eye.term('BurnedInAnnotation', 'burnedIn', YES_NO),
    fieldOfView: eye.number('HorizontalFieldOfView', 'fieldOfView', [0, 360]),
    intraocularPressure: eye.number('IntraOcularPressure', 'intraocularPressure', EYE_PRESSURE),
    axialLength: eye.number('AxialLengthOfTheEye', 'axialLength', AXIAL_LENGTH),
    pupilDilated: eye.term('PupilDilated', 'pupilDilated', YES_NO),
    dilation: eye.number('DegreeOfDilation', 'dilation', PUPIL),
    refraction: stateIn(eye.one('RefractiveStateSequence', 'refraction.')),
    locations: locationsIn(eye),
  });
}

const ORIENTATIONS = { LINEAR: 'linear', NONLINEAR: 'nonlinear', TRANSVERSE: 'transverse' } as const;

function locationsIn(eye: Source): FrameLocation[] | undefined {
  const found: FrameLocation[] = [];
  for (const [frame, group] of eye.all('PerFrameFunctionalGroupsSequence', '').entries()) {
    for (const item of group.all('OphthalmicFrameLocationSequence', '')) {
      const location = item.at(`${eye.place}locations[${found.length}].`);
      found.push({
        frame,
        ...given({
          sopInstanceUid: location.text('ReferencedSOPInstanceUID', 'sopInstanceUid'),
          coordinates: location.numbers('ReferenceCoordinates', 'coordinates'),
          orientation: location.term('OphthalmicImageOrientation', 'orientation', ORIENTATIONS),
        }),
      });
    }
  }
  return found.length > 0 ? found : undefined;
}
