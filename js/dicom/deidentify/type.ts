/** The Type an attribute has (PS3.5 7.4), where the action of table E.1-1 depends on it. */
import { AT_ROOT, COLUMNS, IN_ITEMS } from './type-table';

/** Required with a value, required, optional. Conditions are not looked at: 1C counts as 1, and 2C as 2. */
export type Type = '1' | '2' | '3';

interface Types {
  columns: Map<number, number>;
  /** By SOP class, a digit a column. */
  atRoot: Map<string, string>;
  /** By sequence and attribute. */
  inItems: Map<string, Type>;
}

let read: Types | undefined;

function types(): Types {
  if (read) return read;
  const words = (text: string): string[] => text.trim().split(/\s+/);
  const columns = new Map(words(COLUMNS).map((tag, column) => [Number.parseInt(tag, 16), column]));
  const atRoot = new Map<string, string>();
  let signature = '';
  for (const word of words(AT_ROOT)) {
    if (word.endsWith(':')) signature = word;
    else atRoot.set(`1.2.840.10008.5.1.4.${word}`, signature);
  }
  const inItems = new Map<string, Type>();
  for (const word of words(IN_ITEMS)) {
    const [sequence = '', found = ''] = word.split(':');
    for (const each of found.split(',')) {
      const [tag = '', type] = each.split('=');
      inItems.set(key(Number.parseInt(sequence, 16), Number.parseInt(tag, 16)), type as Type);
    }
  }
  read = { columns, atRoot, inItems };
  return read;
}

const key = (sequence: number, tag: number): string => `${sequence} ${tag}`;

/**
 * The Type of an attribute in a data set of a SOP class, or in an item of a sequence, where it has the same in all of them.
 * What the standard does not list there is optional. Of SOP classes that are not known nothing is: then it counts as
 * required, so that the object stays valid.
 */
export function typeOf(tag: number, sopClass: string, sequence: number | undefined): Type {
  const { columns, atRoot, inItems } = types();
  if (sequence !== undefined) return inItems.get(key(sequence, tag)) ?? '3';
  const signature = atRoot.get(sopClass);
  if (signature === undefined) return '1';
  const column = columns.get(tag);
  return column === undefined ? '3' : (signature[column] as Type);
}

/** Whether the Types of a SOP class are known. */
export const isListedClass = (sopClass: string): boolean => types().atRoot.has(sopClass);
