import { YES_NO } from './axial-measurements';
import type { Source } from './findings';
import { type CornealCurvature, curvatureIn } from './keratometry';
import { checkItem } from './laterality';
import {
  ANY,
  AXIAL_LENGTH,
  CHAMBER_DEPTH,
  CORNEA,
  IOL_POWER,
  LENS_THICKNESS,
  REFRACTION,
  SPHERE,
  VERTEX_DISTANCE,
} from './plausible';
import { type EyeCode, type EyeRecord, given, listed } from './record';
import { cylinderIn, type SphereCylinder } from './refraction';
import { checkSequences, type Sides } from './sides';

/** A constant of a lens model, such as the A-constant. */
export interface LensConstant {
  /** Which one; PS3.16 CID 4237. */
  type?: EyeCode;
  /** In the formula's unit. */
  value?: number;
}

/** What one power of the lens would lead to. */
export interface IolPower {
  /** Power of the lens, in dioptres; of a toric one its spherical equivalent. */
  power?: number;
  /** The refraction it is predicted to leave, in dioptres. */
  predictedRefraction?: number;
  /** Of a toric lens. */
  toric?: SphereCylinder;
  /** The refraction a toric lens is predicted to leave. */
  predictedToric?: SphereCylinder;
  /** The maker's part number. */
  partNumber?: string;
  /** Whether it is the one that was chosen to be implanted. */
  chosen?: boolean;
}

/** One calculation: a formula with a lens model for an eye. */
export interface IolCalculation {
  /** The refraction that is wanted after surgery, in dioptres. */
  targetRefraction?: number;
  /** PS3.16 CID 4236. */
  formula?: EyeCode;
  /** More about the formula, such as its version. */
  formulaDetail?: string;
  /** The lens model. */
  lens?: {
    /** Who makes it. */
    manufacturer?: string;
    /** Its name at the maker's. */
    name?: string;
    /** Whether it corrects astigmatism. */
    type?: 'spherical' | 'toric';
  };
  /** The model's constants, as the formula takes them. */
  constants?: LensConstant[];
  /** What powers of the lens would lead to. */
  powers?: IolPower[];
  /** The power that would leave no error, in dioptres. */
  emmetropiaPower?: number;
  /** The power that would leave the target refraction, in dioptres. */
  targetPower?: number;
  /** The axial length it was calculated with, in millimetres. */
  axialLength?: number;
  /** The cornea it was calculated with. */
  cornea?: CornealCurvature;
  /** The index that makes powers of the cornea's radii, such as 1.3375. */
  keratometerIndex?: number;
  /** The refraction before surgery. */
  refraction?: SphereCylinder & {
    /** From the cornea to the back of the lens, in millimetres. */
    vertexDistance?: number;
  };
  /** In millimetres. */
  anteriorChamberDepth?: number;
  /** In millimetres. */
  lensThickness?: number;
  /** Diameter of the cornea, in millimetres. */
  cornealSize?: number;
  /** Whether the eye had refractive surgery. */
  refractiveSurgery?: boolean;
}

/** The calculations for an eye. */
export interface IolEye {
  /** One for each formula and lens model. */
  calculations: IolCalculation[];
}

/**
 * Powers of intraocular lenses (SOP class 1.2.840.10008.5.1.4.1.1.78.8), a calculation for each formula and lens.
 *
 * @see PS3.3 C.8.25.16
 */
export interface IolCalculations extends EyeRecord<'iolCalculation', IolEye> {}

const SEQUENCES = {
  right: 'IntraocularLensCalculationsRightEyeSequence',
  left: 'IntraocularLensCalculationsLeftEyeSequence',
};

const LENS_TYPES = { SPHERICAL: 'spherical', TORIC: 'toric' } as const;

export function iolCalculations(file: Source): { kind: 'iolCalculation' } & Sides<IolEye> {
  checkSequences(file, SEQUENCES);
  const of = (side: keyof typeof SEQUENCES): IolEye | undefined => {
    const calculations = listed(file.for(`${side}.`, side).all(SEQUENCES[side], 'calculations').map(calculationIn));
    return calculations && { calculations };
  };
  return { kind: 'iolCalculation', right: of('right'), left: of('left'), both: undefined, unspecified: undefined };
}

function calculationIn(item: Source): IolCalculation | undefined {
  checkItem(item);
  const lens = item.for('lens.');
  return given({
    targetRefraction: item.number('TargetRefraction', 'targetRefraction', REFRACTION),
    formula: item.code('IOLFormulaCodeSequence', 'formula'),
    formulaDetail: item.text('IOLFormulaDetail', 'formulaDetail'),
    lens: given({
      manufacturer: lens.text('IOLManufacturer', 'manufacturer'),
      name: lens.text('ImplantName', 'name'),
      type: lens.term('TypeOfOpticalCorrection', 'type', LENS_TYPES),
    }),
    constants: listed(item.all('LensConstantSequence', 'constants').map(constantIn)),
    powers: listed(item.all('IOLPowerSequence', 'powers').map(powerIn)),
    emmetropiaPower: item.number('IOLPowerForExactEmmetropia', 'emmetropiaPower', IOL_POWER),
    targetPower: item.number('IOLPowerForExactTargetRefraction', 'targetPower', IOL_POWER),
    axialLength: item
      .one('OphthalmicAxialLengthSequence')
      ?.number('OphthalmicAxialLength', 'axialLength', AXIAL_LENGTH),
    cornea: curvatureIn(item.for('cornea.')),
    keratometerIndex: item.number('KeratometerIndex', 'keratometerIndex', [1, 2]),
    refraction: stateIn(item.one('RefractiveStateSequence', 'refraction.')),
    anteriorChamberDepth: item
      .one('AnteriorChamberDepthSequence')
      ?.number('AnteriorChamberDepth', 'anteriorChamberDepth', CHAMBER_DEPTH),
    lensThickness: item.one('LensThicknessSequence')?.number('LensThickness', 'lensThickness', LENS_THICKNESS),
    cornealSize: (item.one('CornealSizeSequence') ?? item).number('CornealSize', 'cornealSize', CORNEA),
    refractiveSurgery: item.term('RefractiveProcedureOccurred', 'refractiveSurgery', YES_NO),
  });
}

/** The refraction of an eye by Spherical and Cylinder Lens Power (PS3.3 C.8.17.6.1). */
export function stateIn(item: Source | undefined): IolCalculation['refraction'] | undefined {
  return (
    item &&
    given({
      sphere: item.number('SphericalLensPower', 'sphere', SPHERE),
      ...cylinderIn(item, 'CylinderLensPower'),
      vertexDistance: item.number('VertexDistance', 'vertexDistance', VERTEX_DISTANCE),
    })
  );
}

function constantIn(item: Source): LensConstant | undefined {
  return given({
    type: item.code('ConceptNameCodeSequence', 'type'),
    value: item.number('NumericValue', 'value', ANY),
  });
}

function powerIn(item: Source): IolPower | undefined {
  return given({
    power: item.number('IOLPower', 'power', IOL_POWER),
    predictedRefraction: item.number('PredictedRefractiveError', 'predictedRefraction', REFRACTION),
    toric: toricIn(item.one('ToricIOLPowerSequence', 'toric.')),
    predictedToric: toricIn(item.one('PredictedToricErrorSequence', 'predictedToric.')),
    partNumber: item.text('ImplantPartNumber', 'partNumber'),
    chosen: item.term('PreSelectedForImplantation', 'chosen', YES_NO),
  });
}

const toricIn = (item: Source | undefined): SphereCylinder | undefined =>
  item && given({ sphere: item.number('SpherePower', 'sphere', IOL_POWER), ...cylinderIn(item) });
