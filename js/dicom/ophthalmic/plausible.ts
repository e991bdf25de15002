/**
 * The numbers an eye or a lens can have. Outside of them a number is reported, not changed: a decimal point in the wrong
 * place and a wrong unit are what they find.
 *
 * Each range holds the measuring ranges that makers state for their instruments, with room to spare: NIDEK ARK-1
 * (sphere -30 to +25 D, cylinder to ±12 D, corneal radius 5 to 13 mm, pupil 1 to 10 mm, pupillary distance 30 to 85 mm),
 * Topcon CL-300 (lenses to ±25 D, addition to 10 D, prism to 10 Δ), ZEISS IOLMaster 700 (axial length 14 to 38 mm, corneal
 * radius 5 to 11 mm, chamber depth 0.7 to 8 mm, lens thickness 1 to 10 mm, corneal diameter 8 to 16 mm). Acuities reach
 * to 2.0 in the tables of PS3.17 RR.2; sensitivities to about 50 dB, by the dynamic range of perimeters.
 */

/** From the least to the greatest plausible number. */
export type Range = readonly [min: number, max: number];

export const SPHERE: Range = [-40, 40];
export const CYLINDER: Range = [-20, 20];
export const ADDITION: Range = [0, 20];
export const PRISM: Range = [0, 50];
export const VERTEX_DISTANCE: Range = [0, 30];
export const VIEWING_DISTANCE: Range = [5, 1000];
export const PUPILLARY_DISTANCE: Range = [30, 90];
export const PUPIL: Range = [0.5, 12];
export const CORNEA: Range = [6, 17];
export const RADIUS: Range = [4, 15];
export const CORNEAL_POWER: Range = [20, 90];
export const ACUITY: Range = [0, 2.5];
export const AXIAL_LENGTH: Range = [12, 45];
export const SEGMENT: Range = [0, 45];
export const CHAMBER_DEPTH: Range = [0.5, 9];
export const LENS_THICKNESS: Range = [0.5, 11];
export const IOL_POWER: Range = [-30, 70];
export const REFRACTION: Range = [-40, 40];
export const SENSITIVITY: Range = [-10, 60];
export const DEVIATION: Range = [-60, 60];
export const PERCENT: Range = [0, 100];
export const FIELD_ANGLE: Range = [-90, 90];
export const EYE_PRESSURE: Range = [0, 100];
export const ANY: Range = [-Infinity, Infinity];
export const POSITIVE: Range = [0, Infinity];
