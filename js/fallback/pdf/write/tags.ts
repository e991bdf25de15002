/** The structure of a tagged document: what is read, in which order, and as what (PDF 1.7, 14.7). */

import type { Element } from '../layout/marks';
import type { Pace, Steps } from '../pace';
import type { Pdfkit, PdfkitPage, Reference } from './pdfkit';

/** An element of the file. */
export interface Node {
  reference: Reference;
  /** Its parts: nodes, marked content of a page, and annotations. */
  kids: unknown[];
}

/** What is written at once of the parent tree. */
const PARENTS_PER_LEAF = 16;

/** See above. */
export class Tags {
  readonly #root: Reference;
  readonly document: Node;
  readonly #nodes = new Map<Element, Node>();
  readonly #all: Node[] = [];
  /** The parent tree: for each page the nodes of its content, for each annotation its node. */
  readonly #parents: (Reference | Reference[])[] = [];
  #ofPage: Reference[] = [];
  /** Of the heading before. */
  #level = 0;

  constructor(readonly pdf: Pdfkit) {
    this.#root = pdf.ref({ Type: 'StructTreeRoot' });
    this.document = this.#create({ type: 'Document' }, this.#root);
    this.#root.data.K = [this.document.reference];
    pdf._root.data.MarkInfo = pdf.ref({ Marked: true });
    pdf._root.data.StructTreeRoot = this.#root;
  }

  startPage(page: PdfkitPage): void {
    this.#ofPage = [];
    page.dictionary.data.StructParents = this.#parents.length;
    page.dictionary.data.Tabs = 'S';
    this.#parents.push(this.#ofPage);
  }

  /** The node of an element, under the one it first was found in. */
  node(element: Element, parent: Node): Node {
    let node = this.#nodes.get(element);
    if (node === undefined) {
      node = this.#create(element, parent.reference);
      parent.kids.push(node.reference);
      this.#nodes.set(element, node);
    }
    return node;
  }

  /** A new part of a node on the page; returns its number there. */
  content(node: Node, page: PdfkitPage): number {
    const mcid = this.#ofPage.length;
    this.#ofPage.push(node.reference);
    node.reference.data.Pg ??= page.dictionary;
    const isElsewhere = node.reference.data.Pg !== page.dictionary;
    node.kids.push(isElsewhere ? { Type: 'MCR', Pg: page.dictionary, MCID: mcid } : mcid);
    return mcid;
  }

  /** Makes an annotation a part of a node. */
  annotation(node: Node, annotation: Reference, page: PdfkitPage): void {
    annotation.data.StructParent = this.#parents.length;
    this.#parents.push(node.reference);
    node.kids.push({ Type: 'OBJR', Obj: annotation, Pg: page.dictionary });
  }

  /** Writes it all. */
  *finish(pace: Pace): Steps<void> {
    for (const { reference, kids } of this.#all) {
      reference.data.K = kids;
      reference.end();
      if (pace.due()) yield;
    }
    const leaves: Reference[] = [];
    for (let from = 0; from < this.#parents.length; from += PARENTS_PER_LEAF) {
      const parents = this.#parents.slice(from, from + PARENTS_PER_LEAF);
      const numbers = parents.flatMap((parent, key) => [from + key, parent]);
      const leaf = this.pdf.ref({ Limits: [from, from + parents.length - 1], Nums: numbers });
      leaf.end();
      leaves.push(leaf);
      if (pace.due()) yield;
    }
    const tree = this.pdf.ref({ Kids: leaves });
    tree.end();
    this.#root.data.ParentTree = tree;
    // pdfkit ends the root itself.
    this.#root.data.ParentTreeNextKey = this.#parents.length;
  }

  #create({ type, title, alt, attributes }: Element, parent: Reference): Node {
    const data: Record<string, unknown> = { S: this.#role(type), P: parent };
    // pdfkit writes a string as a name and a String as a text.
    if (title !== undefined) data.T = new String(title);
    if (alt !== undefined) data.Alt = new String(alt);
    if (attributes) data.A = Object.entries(attributes).map(([owner, of]) => ({ O: owner, ...of }));
    const node = { reference: this.pdf.ref(data), kids: [] };
    this.#all.push(node);
    return node;
  }

  /** Of headings no level is left out on the way down (ISO 14289-1, 7.4.2). */
  #role(type: string): string {
    if (!/^H\d$/.test(type)) return type;
    this.#level = Math.min(Number(type[1]), this.#level + 1);
    return `H${this.#level}`;
  }
}
