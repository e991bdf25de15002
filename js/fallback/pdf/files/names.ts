/** Name trees (ISO 32000-2, 7.9.6), and the places in a document that have a name. */
import type { Copier } from './copy';
import type { PdfFile } from './file';
import { type Dictionary, dictionary, index, isName, Name, type PdfObject, Reference } from './object';
import type { Page } from './page';
import { latin1 } from './parse';

/** All entries of a tree; names are one character a byte. */
export function entriesOf(file: PdfFile, root: PdfObject | undefined): [name: string, value: PdfObject][] {
  const entries: [string, PdfObject][] = [];
  const seen = new Set<number>();
  const waiting: [node: PdfObject | undefined, depth: number][] = [[root, 1]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [node, depth] = next;
    if (node instanceof Reference) {
      if (seen.has(node.number)) continue;
      seen.add(node.number);
    }
    file.work.depth(depth);
    const own = file.dictionary(node);
    if (!own) continue;
    const names = file.items(own.get('Names'));
    for (let at = 0; at + 1 < names.length; at += 2) {
      const name = file.resolve(names[at]);
      if (name instanceof Uint8Array) entries.push([latin1(name), names[at + 1] as PdfObject]);
    }
    for (const kid of [...file.items(own.get('Kids'))].reverse()) waiting.push([kid, depth + 1]);
  }
  return entries;
}

/** A destination or an action, as entries of a dictionary. */
export type Lead = ['Dest' | 'A', PdfObject];

/** Where the links and outline entries of a file lead. */
export class Places {
  readonly #named: Map<string, PdfObject>;

  constructor(
    file: PdfFile,
    readonly pages: readonly Page[],
  ) {
    const names = file.dictionary(file.catalog.get('Names'));
    this.#named = new Map([
      ...(file.dictionary(file.catalog.get('Dests')) ?? []),
      ...entriesOf(file, names?.get('Dests')),
    ]);
  }

  /** The explicit form of a destination, if its page is copied. */
  #explicit(copier: Copier, destination: PdfObject | undefined): PdfObject[] | undefined {
    const { file } = copier;
    let place = file.resolve(destination);
    if (place instanceof Name) place = file.resolve(this.#named.get(place.name));
    else if (place instanceof Uint8Array) place = file.resolve(this.#named.get(latin1(place)));
    if (place instanceof Map) place = file.get(place, 'D');
    if (!Array.isArray(place)) return undefined;
    const [first, ...rest] = place;
    const number = first instanceof Reference ? first.number : this.pages[index(first) ?? -1]?.number;
    return number !== undefined && copier.copies(number) ? [new Reference(number), ...rest] : undefined;
  }

  /**
   * Of a link or an outline entry: where it leads. Actions that do anything but lead somewhere (scripts, programs, forms)
   * are left out.
   */
  lead(copier: Copier, holder: Dictionary): Lead | undefined {
    const { file } = copier;
    const to = (destination: PdfObject | undefined): Lead | undefined => {
      const place = this.#explicit(copier, destination);
      return place && ['Dest', place];
    };
    if (holder.has('Dest')) return to(holder.get('Dest'));
    const action = file.dictionary(holder.get('A'));
    if (!action) return undefined;
    const kind = file.get(action, 'S');
    if (isName(kind, 'GoTo')) return to(action.get('D'));
    return isName(kind, 'URI') ? ['A', dictionary({ S: kind, URI: file.get(action, 'URI') })] : undefined;
  }
}
