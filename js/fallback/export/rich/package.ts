/** The parts of a file, their types and what they refer to (ECMA-376 part 2). */
import { element } from '../../../export/xlsx/xml';
import { CONTENT_TYPES, PACKAGE, RELATIONSHIPS } from './names';

/** A part: XML as a text, or bytes. */
export interface Part {
  readonly name: string;
  readonly content: string | Uint8Array;
}

/** What one part refers to. */
export class Relationships {
  readonly #list: string[] = [];

  /** Adds one; returns its id. */
  add(type: string, Target: string, TargetMode?: 'External'): string {
    const Id = `rId${this.#list.length + 1}`;
    const Type = type.includes(':') ? type : `${RELATIONSHIPS}/${type}`;
    this.#list.push(element('Relationship', { Id, Type, Target, TargetMode }));
    return Id;
  }

  /** The part that says it, for a part of this name; none where there is nothing to say. */
  part(of: string): Part[] {
    if (this.#list.length === 0) return [];
    const name = of.replace(/([^/]*)$/, '_rels/$1.rels');
    return [{ name, content: element('Relationships', { xmlns: `${PACKAGE}/relationships` }, ...this.#list) }];
  }
}

/** The part `[Content_Types].xml` for parts of these names and types. */
export function contentTypes(parts: readonly { name: string; type: keyof typeof CONTENT_TYPES }[]): Part {
  const types: [extension: string, type: string][] = [
    ['rels', CONTENT_TYPES.relationships],
    ['xml', 'application/xml'],
    ['vml', CONTENT_TYPES.vmlDrawing],
    ['png', 'image/png'],
    ['jpeg', 'image/jpeg'],
  ];
  const content = element(
    'Types',
    { xmlns: `${PACKAGE}/content-types` },
    ...types.map(([Extension, ContentType]) => element('Default', { Extension, ContentType })),
    ...parts.map(({ name, type }) => element('Override', { PartName: `/${name}`, ContentType: CONTENT_TYPES[type] })),
  );
  return { name: '[Content_Types].xml', content };
}
