import { dicom } from 'clinicore';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

describe('transposeCylinder', () => {
  // Worked in decimals by hand.
  it.each([
    [
      { sphere: -2.25, cylinder: -0.75, axis: 175 },
      { sphere: -3, cylinder: 0.75, axis: 85 },
    ],
    [
      { sphere: 1, cylinder: 2.5, axis: 5 },
      { sphere: 3.5, cylinder: -2.5, axis: 95 },
    ],
    [
      { sphere: -2.3, cylinder: -0.4, axis: 90 },
      { sphere: -2.7, cylinder: 0.4, axis: 180 },
    ],
    [
      { sphere: 0.1, cylinder: 0.2, axis: 180 },
      { sphere: 0.3, cylinder: -0.2, axis: 90 },
    ],
    [
      { sphere: 1, cylinder: -1, axis: 0.1 },
      { sphere: 0, cylinder: 1, axis: 90.1 },
    ],
    [
      { sphere: 1, cylinder: 1e-7, axis: 45 },
      { sphere: 1.0000001, cylinder: -1e-7, axis: 135 },
    ],
  ])('%j is %j', (lens, transposed) => {
    expect(dicom.transposeCylinder(lens)).toEqual(transposed);
  });

  it('leaves what has the wanted sign, or no cylinder, and keeps what else there is', () => {
    const minus = { sphere: 1, cylinder: -0.5, axis: 10, add: { near: { power: 2 } } };
    expect(dicom.transposeCylinder(minus, 'minus')).toEqual(minus);
    expect(dicom.transposeCylinder(minus, 'plus')).toMatchObject({ cylinder: 0.5, add: minus.add });
    expect(dicom.transposeCylinder({ sphere: 1 })).toEqual({ sphere: 1 });
    expect(dicom.transposeCylinder({ cylinder: -1 })).toEqual({ cylinder: 1 });
  });

  it('twice is the same lens', () => {
    const hundredths = (min: number, max: number) => fc.integer({ min, max }).map((n) => n / 100);
    const lens = fc.record({
      sphere: hundredths(-3000, 3000),
      cylinder: hundredths(-1000, 1000).filter((power) => power !== 0),
      axis: fc.integer({ min: 1, max: 180 }),
    });
    fc.assert(
      fc.property(lens, (given) => {
        expect(dicom.transposeCylinder(dicom.transposeCylinder(given))).toEqual(given);
      }),
    );
  });
});

describe('resultantPrism', () => {
  // Base directions as the examiner sees them: in is to the right of a right eye, to the left of a left one (ISO 8429).
  it.each([
    ['in', 'up', 'right', 53.13010235415598],
    ['out', 'up', 'right', 126.86989764584402],
    ['out', 'down', 'right', 233.13010235415598],
    ['in', 'down', 'right', 306.869897645844],
    ['in', 'up', 'left', 126.86989764584402],
    ['out', 'down', 'left', 306.869897645844],
  ] as const)('of 3 %s and 4 %s for a %s eye', (horizontal, vertical, eye, angle) => {
    const prism = { horizontal: { amount: 3, base: horizontal }, vertical: { amount: 4, base: vertical } };
    const resultant = dicom.resultantPrism(prism, eye);
    expect(resultant?.amount).toBe(5);
    expect(resultant?.angle).toBeCloseTo(angle, 10);
  });

  it('is none without a base, and of one part that part', () => {
    expect(dicom.resultantPrism({}, 'right')).toBeUndefined();
    expect(dicom.resultantPrism({ horizontal: { amount: 1 } }, 'right')).toBeUndefined();
    expect(dicom.resultantPrism({ vertical: { amount: 2, base: 'up' } }, 'left')).toEqual({ amount: 2, angle: 90 });
    expect(dicom.resultantPrism({ horizontal: { amount: 0 }, vertical: { amount: 0 } }, 'left')).toEqual({
      amount: 0,
      angle: 0,
    });
  });
});
