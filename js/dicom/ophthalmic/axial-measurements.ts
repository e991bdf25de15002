import type { Source } from './findings';
import { AXIAL_LENGTH, POSITIVE, SEGMENT } from './plausible';
import { type EyeCode, type EyeRecord, given, listed } from './record';
import { readSides } from './sides';

/** A part of the eye's axis, such as cornea, anterior chamber or lens. */
export interface AxialSegment {
  /** Which part; PS3.16 CID 4233. */
  segment?: EyeCode;
  /** In millimetres. */
  length?: number;
}

/** The length that was selected to calculate an intraocular lens with. */
export interface SelectedAxialLength {
  /** In millimetres. */
  length?: number;
  /** Whether it was measured at once, or added up from segments. */
  type?: 'total' | 'summation';
  /** How it was selected, such as the mean; PS3.16 CID 4241. */
  selection?: EyeCode;
  /** What was added up. */
  segments?: AxialSegment[];
}

/** One measurement among those that were taken. */
export interface AxialMeasurement extends AxialSegment {
  /** Whether it is of the whole axis, of one segment, or added up from segments. */
  type?: 'total' | 'segmental' | 'summation';
  /** Whether somebody changed what the instrument measured. */
  modified?: boolean;
  /** Velocity of sound that was assumed, in metres per second. */
  velocity?: number;
  /** Signal to noise ratio of an optical measurement. */
  signalToNoise?: number;
  /** What was added up. */
  segments?: AxialSegment[];
}

/** The axial lengths of an eye. */
export interface AxialEye {
  /** What was selected of optical measurements. */
  optical?: SelectedAxialLength;
  /** What was selected of ultrasound measurements. */
  ultrasound?: SelectedAxialLength;
  /** All that was measured. */
  measurements?: AxialMeasurement[];
  /** Such as phakic, aphakic or with an artificial lens; PS3.16 CID 4231. */
  lensStatus?: EyeCode;
  /** Such as filled with silicone oil; PS3.16 CID 4232. */
  vitreousStatus?: EyeCode;
  /** Whether drops had widened the pupil. */
  pupilDilated?: boolean;
}

/**
 * Lengths along the axis of the eye (SOP class 1.2.840.10008.5.1.4.1.1.78.7).
 *
 * @see PS3.3 C.8.25.14
 */
export interface AxialMeasurements extends EyeRecord<'axialMeasurements', AxialEye> {
  /** What it was measured with. */
  deviceType?: 'optical' | 'ultrasound';
}

const SEQUENCES = {
  right: 'OphthalmicAxialMeasurementsRightEyeSequence',
  left: 'OphthalmicAxialMeasurementsLeftEyeSequence',
};

const TYPES = { 'TOTAL LENGTH': 'total', 'SEGMENTAL LENGTH': 'segmental', 'LENGTH SUMMATION': 'summation' } as const;
const SELECTED_TYPES = { 'TOTAL LENGTH': 'total', 'LENGTH SUMMATION': 'summation' } as const;
const DEVICES = { OPTICAL: 'optical', ULTRASOUND: 'ultrasound' } as const;
/** Enumerated values that mean a boolean. */
export const YES_NO = { YES: true, NO: false } as const;

export function axialMeasurements(file: Source) {
  const sides = readSides(file, SEQUENCES, (eye) =>
    given({
      optical: opticalIn(eye),
      ultrasound: ultrasoundIn(eye),
      measurements: measurementsIn(eye),
      lensStatus: eye.code('LensStatusCodeSequence', 'lensStatus'),
      vitreousStatus: eye.code('VitreousStatusCodeSequence', 'vitreousStatus'),
      pupilDilated: eye.term('PupilDilated', 'pupilDilated', YES_NO),
    }),
  );
  const deviceType = file.term('OphthalmicAxialMeasurementsDeviceType', 'deviceType', DEVICES);
  return { kind: 'axialMeasurements' as const, ...sides, ...given({ deviceType }) };
}

function opticalIn(eye: Source): SelectedAxialLength | undefined {
  const selected = eye.one('OpticalSelectedOphthalmicAxialLengthSequence', 'optical.');
  if (!selected) return undefined;
  const total = selected.one('SelectedTotalOphthalmicAxialLengthSequence');
  return given({
    length: total?.number('OphthalmicAxialLength', 'length', AXIAL_LENGTH),
    type: selected.term('OphthalmicAxialLengthMeasurementsType', 'type', SELECTED_TYPES),
    selection: total?.code('OphthalmicAxialLengthSelectionMethodCodeSequence', 'selection'),
    segments: segmentsIn(selected),
  });
}

function ultrasoundIn(eye: Source): SelectedAxialLength | undefined {
  const selected = eye.one('UltrasoundSelectedOphthalmicAxialLengthSequence', 'ultrasound.');
  return (
    selected &&
    given({
      length: selected.number('OphthalmicAxialLength', 'length', AXIAL_LENGTH),
      type: selected.term('OphthalmicAxialLengthMeasurementsType', 'type', SELECTED_TYPES),
      selection: selected.code('OphthalmicAxialLengthSelectionMethodCodeSequence', 'selection'),
      segments: segmentsIn(selected),
    })
  );
}

const segmentsIn = (
  item: Source,
  keyword = 'SelectedSegmentalOphthalmicAxialLengthSequence',
): AxialSegment[] | undefined => listed(item.all(keyword, 'segments').map(segmentIn));

function segmentIn(item: Source): AxialSegment | undefined {
  return given({
    segment: item.code('OphthalmicAxialLengthMeasurementsSegmentNameCodeSequence', 'segment'),
    length: item.number('OphthalmicAxialLength', 'length', SEGMENT),
  });
}

/** By type of measurement, each in a sequence of its own (PS3.3 table C.8.25.14-2). */
const LENGTHS = {
  total: 'OphthalmicAxialLengthMeasurementsTotalLengthSequence',
  segmental: 'OphthalmicAxialLengthMeasurementsSegmentalLengthSequence',
  summation: 'OphthalmicAxialLengthMeasurementsLengthSummationSequence',
} as const;

function measurementsIn(eye: Source): AxialMeasurement[] | undefined {
  const found: AxialMeasurement[] = [];
  for (const measured of eye.all('OphthalmicAxialLengthMeasurementsSequence', 'measured')) {
    const said = measured.term('OphthalmicAxialLengthMeasurementsType', undefined, TYPES);
    for (const [type, keyword] of Object.entries(LENGTHS) as [keyof typeof LENGTHS, string][]) {
      for (const item of measured.all(keyword, '')) {
        if (said !== undefined && said !== type) {
          measured.report('invalid', 'OphthalmicAxialLengthMeasurementsType', `The type does not allow ${keyword}`);
        }
        found.push(measurementIn(item.at(`${eye.place}measurements[${found.length}].`), type));
      }
    }
  }
  return found.length > 0 ? found : undefined;
}

function measurementIn(item: Source, type: 'total' | 'segmental' | 'summation'): AxialMeasurement {
  const ultrasound = item.one('UltrasoundOphthalmicAxialLengthMeasurementsSequence');
  const optical = item.one('OpticalOphthalmicAxialLengthMeasurementsSequence');
  return {
    type,
    ...given({
      segment: item.code('OphthalmicAxialLengthMeasurementsSegmentNameCodeSequence', 'segment'),
      length: item.number('OphthalmicAxialLength', 'length', type === 'segmental' ? SEGMENT : AXIAL_LENGTH),
      modified: item.term('OphthalmicAxialLengthMeasurementModified', 'modified', YES_NO),
      velocity: ultrasound?.number('OphthalmicAxialLengthVelocity', 'velocity', POSITIVE),
      signalToNoise: optical?.number('SignalToNoiseRatio', 'signalToNoise', POSITIVE),
      segments: segmentsIn(item, LENGTHS.segmental),
    }),
  };
}
