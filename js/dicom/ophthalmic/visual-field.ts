import { YES_NO } from './axial-measurements';
import type { Source } from './findings';
import { sideOf } from './laterality';
import { ANY, DEVIATION, EYE_PRESSURE, FIELD_ANGLE, PERCENT, POSITIVE, PUPIL, SENSITIVITY } from './plausible';
import { type EyeCode, type EyeRecord, type EyeSide, given, listed } from './record';

/** A point of the visual field that was tested. */
export interface FieldPoint {
  /** From the centre of fixation to the right as the patient sees it, in degrees. */
  x?: number;
  /** From the centre of fixation upwards, in degrees. */
  y?: number;
  /** Whether a stimulus was seen there, and if only the brightest. */
  result?: 'seen' | 'notSeen' | 'seenAtMaximum';
  /** Sensitivity, in decibels. */
  sensitivity?: number;
  /** Sensitivity when it was tested again, in decibels. */
  retest?: number;
  /** From the sensitivity of healthy eyes of that age, in decibels: total deviation. */
  deviation?: number;
  /** How many per cent of healthy eyes have such a deviation. */
  deviationProbability?: number;
  /** The deviation without that of the whole field, in decibels: pattern deviation. */
  patternDeviation?: number;
  /** How many per cent of healthy eyes have such a pattern deviation. */
  patternDeviationProbability?: number;
}

/** An index of the whole field that the standard has no element for. */
export interface FieldIndex {
  /** Which one, such as the Visual Field Index (DCM 111852); PS3.16 CID 4257. */
  type?: EyeCode;
  /** In the index's own unit. */
  value?: number;
}

/** A test of an eye's visual field. */
export interface VisualFieldEye {
  /** Mean deviation (MD) from healthy eyes of that age, in decibels. */
  meanDeviation?: number;
  /** How many per cent of healthy eyes have such a mean deviation. */
  meanDeviationProbability?: number;
  /** Pattern standard deviation (PSD), in decibels: how uneven the loss is. */
  patternStandardDeviation?: number;
  /** How many per cent of healthy eyes have such a pattern standard deviation. */
  patternStandardDeviationProbability?: number;
  /** Pattern standard deviation without what varies within the test (CPSD), in decibels. */
  correctedPatternStandardDeviation?: number;
  /** Mean sensitivity of the points, in decibels. */
  meanSensitivity?: number;
  /** Sensitivity at the centre, in decibels. */
  fovealSensitivity?: number;
  /** How much sensitivity varied within the test, in decibels. */
  shortTermFluctuation?: number;
  /** Stimuli seen that were not shown, in per cent. */
  falsePositives?: number;
  /** Stimuli not seen that must have been, in per cent. */
  falseNegatives?: number;
  /** How often fixation was checked, and how often it was lost. */
  fixation?: {
    /** How often it was checked. */
    checked?: number;
    /** How often it was lost. */
    lost?: number;
  };
  /** In seconds. */
  duration?: number;
  /** The blind spot, in degrees from the centre of fixation. */
  blindSpot?: {
    /** To the right as the patient sees it. */
    x?: number;
    /** Upwards. */
    y?: number;
  };
  /** How wide the tested field is, in degrees. */
  horizontalExtent?: number;
  /** How high the tested field is, in degrees. */
  verticalExtent?: number;
  /** The points that were tested. */
  points?: FieldPoint[];
  /** Further indexes of the whole field. */
  indexes?: FieldIndex[];
  /** Pressure of the eye, in millimetres of mercury. */
  intraocularPressure?: number;
  /** Diameter of the pupil, in millimetres. */
  pupilSize?: number;
  /** Whether drops had widened the pupil. */
  pupilDilated?: boolean;
}

/**
 * A test of the visual field by static perimetry (SOP class 1.2.840.10008.5.1.4.1.1.80.1): of one eye, or with both eyes
 * open. Whose it is says Measurement Laterality alone; where that is contradicted or absent, it is `unspecified`.
 *
 * @see PS3.3 C.8.26
 */
export interface VisualField extends EyeRecord<'visualField', VisualFieldEye> {
  /** How patterns and strategies of the test are coded: the protocol; PS3.16 CID 4250 and 4251. */
  protocol?: EyeCode[];
}

export function visualField(file: Source) {
  const side = sideOf(file);
  const field = fieldIn(file.for(`${side}.`, side), side);
  const protocol = file.codes('PerformedProtocolCodeSequence', 'protocol');
  const none = { right: undefined, left: undefined, both: undefined, unspecified: undefined };
  return { kind: 'visualField' as const, ...none, [side]: field, ...given({ protocol }) };
}

function fieldIn(eye: Source, side: EyeSide): VisualFieldEye | undefined {
  const normals = eye.one('ResultsNormalsSequence');
  const trials = eye.one('VisualFieldCatchTrialSequence');
  const clinical = side === 'right' || side === 'left' ? eye.one(CLINICAL[side]) : undefined;
  const spot = eye.for('blindSpot.');
  const fixation = eye.one('FixationSequence', 'fixation.');
  return given({
    meanDeviation: normals?.number('GlobalDeviationFromNormal', 'meanDeviation', DEVIATION),
    meanDeviationProbability: normals
      ?.one('GlobalDeviationProbabilitySequence')
      ?.number('GlobalDeviationProbability', 'meanDeviationProbability', PERCENT),
    patternStandardDeviation: normals?.number('LocalizedDeviationFromNormal', 'patternStandardDeviation', DEVIATION),
    patternStandardDeviationProbability: normals
      ?.one('LocalizedDeviationProbabilitySequence')
      ?.number('LocalizedDeviationProbability', 'patternStandardDeviationProbability', PERCENT),
    correctedPatternStandardDeviation: eye.number(
      'CorrectedLocalizedDeviationFromNormal',
      'correctedPatternStandardDeviation',
      DEVIATION,
    ),
    meanSensitivity: eye.number('VisualFieldMeanSensitivity', 'meanSensitivity', SENSITIVITY),
    fovealSensitivity: eye.number('FovealSensitivity', 'fovealSensitivity', SENSITIVITY),
    shortTermFluctuation: eye.number('ShortTermFluctuation', 'shortTermFluctuation', POSITIVE),
    falsePositives: trials?.number('FalsePositivesEstimate', 'falsePositives', PERCENT),
    falseNegatives: trials?.number('FalseNegativesEstimate', 'falseNegatives', PERCENT),
    fixation:
      fixation &&
      given({
        checked: fixation.number('FixationCheckedQuantity', 'checked', POSITIVE),
        lost: fixation.number('PatientNotProperlyFixatedQuantity', 'lost', POSITIVE),
      }),
    duration: eye.number('VisualFieldTestDuration', 'duration', POSITIVE),
    blindSpot: given({
      x: spot.number('BlindSpotXCoordinate', 'x', FIELD_ANGLE),
      y: spot.number('BlindSpotYCoordinate', 'y', FIELD_ANGLE),
    }),
    horizontalExtent: eye.number('VisualFieldHorizontalExtent', 'horizontalExtent', POSITIVE),
    verticalExtent: eye.number('VisualFieldVerticalExtent', 'verticalExtent', POSITIVE),
    points: listed(eye.all('VisualFieldTestPointSequence', 'points').map(pointIn)),
    indexes: listed(eye.all('VisualFieldGlobalResultsIndexSequence', 'indexes').map(indexIn)),
    intraocularPressure: clinical?.number('IntraOcularPressure', 'intraocularPressure', EYE_PRESSURE),
    pupilSize: clinical?.number('PupilSize', 'pupilSize', PUPIL),
    pupilDilated: clinical?.term('PupilDilated', 'pupilDilated', YES_NO),
  });
}

const CLINICAL = {
  right: 'OphthalmicPatientClinicalInformationRightEyeSequence',
  left: 'OphthalmicPatientClinicalInformationLeftEyeSequence',
} as const;

const RESULTS = { SEEN: 'seen', 'NOT SEEN': 'notSeen', 'SEEN AT MAX': 'seenAtMaximum' } as const;

function pointIn(item: Source): FieldPoint | undefined {
  const normals = item.one('VisualFieldTestPointNormalsSequence');
  return given({
    x: item.number('VisualFieldTestPointXCoordinate', 'x', FIELD_ANGLE),
    y: item.number('VisualFieldTestPointYCoordinate', 'y', FIELD_ANGLE),
    result: item.term('StimulusResults', 'result', RESULTS),
    sensitivity: item.number('SensitivityValue', 'sensitivity', SENSITIVITY),
    retest: item.number('RetestSensitivityValue', 'retest', SENSITIVITY),
    deviation: normals?.number('AgeCorrectedSensitivityDeviationValue', 'deviation', DEVIATION),
    deviationProbability: normals?.number(
      'AgeCorrectedSensitivityDeviationProbabilityValue',
      'deviationProbability',
      PERCENT,
    ),
    patternDeviation: normals?.number(
      'GeneralizedDefectCorrectedSensitivityDeviationValue',
      'patternDeviation',
      DEVIATION,
    ),
    patternDeviationProbability: normals?.number(
      'GeneralizedDefectCorrectedSensitivityDeviationProbabilityValue',
      'patternDeviationProbability',
      PERCENT,
    ),
  });
}

function indexIn(item: Source): FieldIndex | undefined {
  const observation = item.one('DataObservationSequence');
  return (
    observation &&
    given({
      type: observation.code('ConceptNameCodeSequence', 'type'),
      value: observation.number('NumericValue', 'value', ANY),
    })
  );
}
