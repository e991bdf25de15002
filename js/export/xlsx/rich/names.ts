/** Names that formulas of a workbook can use. */
import { invalid, readable, record, text } from '../../../validate';
import { limit } from '../excel';
import { referenceAt, referenceText } from './address';

const MAX_NAMES = 1_000;

/** Names and the cells they stand for. */
export function checkNames(
  value: unknown,
  path: string,
  sheets: readonly string[],
): { name: string; refers: string }[] {
  const fields = record(value, path);
  const names = readable(path, () => Object.keys(value as object));
  limit(path, 'names', names.length, MAX_NAMES);
  const seen = new Set<string>();
  return names.map((name) => {
    const known = isName(name) && !seen.has(name.toLowerCase());
    if (!known) {
      const must =
        'an object whose keys are different names: letters, digits, dots and _, not a cell such as AB12 or R1C1';
      invalid(path, must, value);
    }
    seen.add(name.toLowerCase());
    return { name, refers: fields.get(name, (range, at) => rangeText(range, at, sheets)) };
  });
}

/** Whether Excel takes it for a name (ECMA-376 part 1, 18.2.5): not what a cell could be called. */
export function isName(name: string): boolean {
  return (
    name.length <= 255 &&
    /^[\p{L}_][\p{L}\p{N}_.]*$/u.test(name) &&
    !/^[A-Z]{1,3}\d+$/i.test(name) &&
    !/^[RC]\d*(?:[RC]\d*)?$/i.test(name) &&
    !/^(?:true|false)$/i.test(name)
  );
}

function rangeText(value: unknown, path: string, sheets: readonly string[]): string {
  const reference = referenceAt(value, path, '', sheets);
  return reference.sheet === ''
    ? invalid(path, "cells of a sheet, such as 'Prices!B2:B20'", value)
    : referenceText(reference);
}

/** A name of a table: one that is neither another table's nor a defined one's. */
export function tableName(value: unknown, path: string): string {
  const name = text(value, path, 255);
  return isName(name) ? name : invalid(path, 'letters, digits, dots and _, not a cell such as AB12 or R1C1', value);
}
