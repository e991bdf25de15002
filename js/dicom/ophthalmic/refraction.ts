/** Sphere, cylinder, addition and prism: the macros PS3.3 C.8.25.6 gives to lenses and refractions. */
import type { Source } from './findings';
import { ADDITION, CYLINDER, PRISM, SPHERE, VERTEX_DISTANCE, VIEWING_DISTANCE } from './plausible';
import { given } from './record';

/** Sphere and cylinder. What the file does not say is absent, never 0. */
export interface SphereCylinder {
  /** Sphere, in dioptres. */
  sphere?: number;
  /** Cylinder with the sign it has in the file, in dioptres; `transposeCylinder` gives the other form. */
  cylinder?: number;
  /** Axis of the cylinder, in degrees above 0 and up to 180. The file's 0 is 180, which is the same axis. */
  axis?: number;
}

/** A power added for a nearer distance. */
export interface Addition {
  /** In dioptres. */
  power?: number;
  /** The distance it is for, in centimetres. */
  viewingDistance?: number;
}

/** Additions by what they are for. */
export interface Additions {
  /** For reading. */
  near?: Addition;
  /** For what is between near and far, such as a screen. */
  intermediate?: Addition;
  /** For the distance that is said. */
  other?: Addition;
}

/** The horizontal part of a prism. */
export interface HorizontalPrism {
  /** In prism dioptres. */
  amount?: number;
  /** Where the base is: `in`, to the nose, or `out`. */
  base?: 'in' | 'out';
}

/** The vertical part of a prism. */
export interface VerticalPrism {
  /** In prism dioptres. */
  amount?: number;
  /** Where the base is. */
  base?: 'up' | 'down';
}

/** A prism in its two parts; `resultantPrism` makes them one. */
export interface Prism {
  /** To the nose or away from it. */
  horizontal?: HorizontalPrism;
  /** Up or down. */
  vertical?: VerticalPrism;
}

/** A refraction, or a lens that corrects one. */
export interface Refraction extends SphereCylinder {
  /** What is added for nearer distances. */
  add?: Additions;
  /** Its prism. */
  prism?: Prism;
  /** From the cornea to the back of the lens, in millimetres. */
  vertexDistance?: number;
}

/** The refraction an item has, as far as it has one. */
export function refractionIn(eye: Source): Refraction | undefined {
  return given({
    sphere: eye.number('SpherePower', 'sphere', SPHERE),
    ...cylinderIn(eye.one('CylinderSequence')),
    add: additionsIn(eye),
    prism: prismIn(eye.one('PrismSequence', 'prism.')),
    vertexDistance: eye.number('VertexDistance', 'vertexDistance', VERTEX_DISTANCE),
  });
}

/** Cylinder and axis, each with the other. */
export function cylinderIn(item: Source | undefined, power = 'CylinderPower'): Omit<SphereCylinder, 'sphere'> {
  if (!item) return {};
  const cylinder = item.number(power, 'cylinder', CYLINDER);
  const axis = item.axis('CylinderAxis', 'axis');
  if (cylinder !== undefined && cylinder !== 0 && !item.has('CylinderAxis')) {
    item.report('cylinder-without-axis', power, 'The cylinder has no axis');
  }
  if (axis !== undefined && !item.has(power)) {
    item.report('axis-without-cylinder', 'CylinderAxis', 'The axis has no cylinder');
  }
  return given({ cylinder, axis }) ?? {};
}

function additionsIn(eye: Source): Additions | undefined {
  return given({
    near: additionIn(eye.one('AddNearSequence', 'add.near.')),
    intermediate: additionIn(eye.one('AddIntermediateSequence', 'add.intermediate.')),
    other: additionIn(eye.one('AddOtherSequence', 'add.other.')),
  });
}

function additionIn(item: Source | undefined): Addition | undefined {
  return (
    item &&
    given({
      power: item.number('AddPower', 'power', ADDITION),
      viewingDistance: item.number('ViewingDistance', 'viewingDistance', VIEWING_DISTANCE),
    })
  );
}

const HORIZONTAL = { IN: 'in', OUT: 'out' } as const;
const VERTICAL = { UP: 'up', DOWN: 'down' } as const;

function prismIn(item: Source | undefined): Prism | undefined {
  if (!item) return undefined;
  const part = <T extends string>(power: string, base: string, place: string, terms: Record<string, T>) => {
    const source = item.for(place);
    const amount = source.number(power, 'amount', PRISM);
    if (amount !== undefined && amount !== 0 && !source.has(base)) {
      source.report('prism-without-base', power, 'The prism has no base');
    }
    return given({ amount, base: source.term(base, 'base', terms) });
  };
  return given({
    horizontal: part('HorizontalPrismPower', 'HorizontalPrismBase', 'horizontal.', HORIZONTAL),
    vertical: part('VerticalPrismPower', 'VerticalPrismBase', 'vertical.', VERTICAL),
  });
}
