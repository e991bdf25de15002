import { Column } from '../../table/column';
import { Table } from '../../table/table';

/** A table none of whose dictionaries has more texts than there are rows: each part of a large table would hand over all. */
export function withOwnDictionaries(table: Table): Table {
  const columns = table.columns as readonly Column[];
  const isLarge = ({ dictionary, length }: Column) => dictionary !== undefined && dictionary.length > length;
  return columns.some(isLarge)
    ? new Table(
        columns.map((column) => (isLarge(column) ? withOwn(column) : column)),
        table.length,
      )
    : table;
}

function withOwn({ name, type, length, values, dictionary, validity }: Column): Column {
  const places = new Map<number, number>();
  const codes = Int32Array.from(values as Int32Array, (code) => {
    const place = places.get(code) ?? places.size;
    places.set(code, place);
    return place;
  });
  // What stands in a row without a value need be no place of the dictionary.
  const texts = Array.from(places.keys(), (code) => dictionary?.[code] ?? '');
  return new Column({ name, type }, length, { values: codes, dictionary: texts }, validity);
}
