/** Series for properties that hold of all. */
import fc from 'fast-check';

/** A value: often a fraction, now and then a small whole number or a large one. */
export const value = fc.oneof(
  { weight: 4, arbitrary: fc.double({ min: -1e3, max: 1e3, noNaN: true }) },
  { weight: 2, arbitrary: fc.integer({ min: -3, max: 3 }) },
  { weight: 1, arbitrary: fc.double({ min: -1e6, max: 1e6, noNaN: true }) },
);
export const series = fc.array(value, { minLength: 20, maxLength: 80 });
