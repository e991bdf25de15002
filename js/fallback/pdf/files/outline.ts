/** The outline (ISO 32000-2, 12.3.3): read from files, written into one. */
import type { Copier } from './copy';
import type { Lead, Places } from './names';
import { type Dictionary, dictionary, Name, type PdfObject, Reference } from './object';
import type { Output } from './output';

/** An entry, with references of the file that is written. */
export interface Entry {
  title: PdfObject;
  lead: Lead | undefined;
  isOpen: boolean;
  children: Entry[];
}

/** The entries whose pages, or those of entries below them, are copied. */
export function outlineOf(copier: Copier, places: Places): Entry[] {
  const { file } = copier;
  const seen = new Set<number>();
  const root = file.dictionary(file.catalog.get('Outlines'));
  return root ? siblings(root, 1) : [];

  function siblings(parent: Dictionary, depth: number): Entry[] {
    file.work.depth(depth);
    const entries: Entry[] = [];
    let next = parent.get('First');
    while (next instanceof Reference && !seen.has(next.number)) {
      seen.add(next.number);
      const own = file.dictionary(next);
      if (!own) break;
      const children = siblings(own, depth + 1);
      const lead = places.lead(copier, own);
      if (lead || children.length > 0) {
        const count = file.get(own, 'Count');
        entries.push({
          title: file.get(own, 'Title'),
          lead: lead && [lead[0], copier.copied(lead[1])],
          isOpen: !(typeof count === 'number' && count < 0),
          children,
        });
      }
      next = own.get('Next');
    }
    return entries;
  }
}

/** Writes the outline; none without entries. */
export function writeOutline(entries: readonly Entry[], output: Output): Reference | undefined {
  if (entries.length === 0) return undefined;
  const root = output.reserve();
  output.put(root, children(entries, root).set('Type', new Name('Outlines')).set('Count', visible(entries)));
  return root;

  /** Writes the entries; what their parent says of them. */
  function children(entries: readonly Entry[], parent: Reference): Dictionary {
    const ids = entries.map(() => output.reserve());
    for (const [at, entry] of entries.entries()) {
      const id = ids[at] as Reference;
      const own = entry.children.length > 0 ? children(entry.children, id) : new Map<string, PdfObject>();
      if (entry.children.length > 0) own.set('Count', visible(entry.children) * (entry.isOpen ? 1 : -1));
      own.set('Title', entry.title).set('Parent', parent);
      if (entry.lead) own.set(...entry.lead);
      const [before, after] = [ids[at - 1], ids[at + 1]];
      if (before) own.set('Prev', before);
      if (after) own.set('Next', after);
      output.put(id, own);
    }
    return dictionary({ First: ids[0] as Reference, Last: ids.at(-1) as Reference });
  }
}

/** Entries that are seen when those of this level are. */
const visible = (entries: readonly Entry[]): number =>
  entries.reduce((sum, { isOpen, children }) => sum + 1 + (isOpen ? visible(children) : 0), 0);
