/** Where series begin and end in one array of values. */
import { types } from 'node:util';
import { ClinicoreError } from '../../errors';
import { array, attached, integer, limitLength, readable } from '../../validate';

/** The most series in one call. */
const MAX_SERIES = 10_000_000;

/** Integers that ascend from 0 to `length`, equal ones for a series without values; one more than there are series. */
export function offsets(value: unknown, path: string, length: number): Uint32Array {
  const typed = types.isTypedArray(value) && !types.isBigInt64Array(value) && !types.isBigUint64Array(value);
  if (typed) {
    attached(value, path);
    limitLength((value as Uint32Array).length, path, MAX_SERIES + 1);
  }
  const source = typed ? Array.from(value as Uint32Array) : array(value, path, MAX_SERIES + 1);
  return readable(path, () => {
    const places = new Uint32Array(source.length > 0 && typeof source[0] === 'number' ? source.length : 0);
    let before = 0;
    for (let i = 0; i < source.length; i++) {
      const at = integer(source[i], `${path}[${i}]`, 0, length);
      if (at < before) refuse(path, `ascend, but item ${i} is less than the one before it`, i);
      places[i] = at;
      before = at;
    }
    if (places.length < 2 || places[0] !== 0 || before !== length) {
      refuse(path, `be two or more, begin with 0 and end with the number of values, ${length}`);
    }
    return places;
  });
}

function refuse(path: string, must: string, index?: number): never {
  const details = index === undefined ? { argument: path } : { argument: path, index };
  throw new ClinicoreError('ERR_INVALID_ARGUMENT', `${path} must ${must}`, details);
}
