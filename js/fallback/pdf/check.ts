/** Looks through a document before it is laid out: whether its texts can be drawn, and its pictures read. */
import type { BlockMessage, DocumentMessage, RowMessage, TableMessage, TextMessage } from '../../contract/pdf';
import { ClinicoreError } from '../../errors';
import { type Picture, readPicture } from './image/picture';
import { Places } from './layout/table/places';
import type { Steps } from './pace';
import type { Typesetter } from './text/typesetter';

/**
 * Throws `ERR_UNSUPPORTED` for the first character that the document's fonts cannot draw, and what `readPicture` throws;
 * returns the pictures by their index among the binaries.
 */
export function* checked(
  document: DocumentMessage,
  rows: readonly RowMessage[],
  binaries: readonly Uint8Array[],
  typesetter: Typesetter,
): Steps<Map<number, Picture>> {
  const check = new Check(rows, binaries, typesetter);
  const { content, header, footer, firstHeader, firstFooter, slip, watermark } = document;
  for (const [index, block] of content.entries()) {
    yield* check.blocks([block], 'document.content', index);
    check.done += 1 + (block.type === 'table' ? rowsOf(block) : 0);
    typesetter.pace.reach(check.done);
  }
  yield* check.blocks(header, 'document.header');
  yield* check.blocks(footer, 'document.footer');
  yield* check.blocks(firstHeader ?? [], 'document.firstPage.header');
  yield* check.blocks(firstFooter ?? [], 'document.firstPage.footer');
  for (const [index, area] of slip?.areas.entries() ?? []) {
    yield* check.blocks(area.content, `document.slip.areas[${index}].content`);
  }
  if (watermark) check.text(watermark.text, watermark.style, 'document.watermark');
  return check.pictures;
}

/** How many rows a table has. */
export const rowsOf = ({ rows }: TableMessage): number => (Array.isArray(rows) ? rows.length : rows.to - rows.from);

class Check {
  readonly pictures = new Map<number, Picture>();
  /** Blocks of the content and rows of tables among them. */
  done = 0;

  constructor(
    readonly rows: readonly RowMessage[],
    readonly binaries: readonly Uint8Array[],
    readonly typesetter: Typesetter,
  ) {}

  text(text: TextMessage, style: number, path: string): void {
    const missing = this.typesetter.firstMissing(text, style);
    if (missing === undefined) return;
    const codePoint = `U+${missing.toString(16).toUpperCase().padStart(4, '0')}`;
    const message = `${path} contains ${codePoint}, which the document's fonts cannot draw`;
    throw new ClinicoreError('ERR_UNSUPPORTED', message, { argument: path, codePoint });
  }

  *blocks(blocks: readonly BlockMessage[], path: string, first = 0): Steps<void> {
    for (const [index, block] of blocks.entries()) {
      if (this.typesetter.pace.due()) yield;
      yield* this.#block(block, `${path}[${first + index}]`);
    }
  }

  *#block(block: BlockMessage, path: string): Steps<void> {
    switch (block.type) {
      case 'paragraph':
        return this.text(block.text, block.style, path);
      case 'list':
        for (const [index, { label, content }] of block.items.entries()) {
          const item = `${path}.items[${index}]`;
          this.text(label, block.style, `${item}.label`);
          yield* this.blocks(content, `${item}.content`);
        }
        return;
      case 'table':
        return yield* this.#table(block, path);
      case 'columns':
        for (const [index, { content }] of block.columns.entries()) {
          yield* this.blocks(content, `${path}.columns[${index}].content`);
        }
        return;
      case 'box':
        return yield* this.blocks(block.content, `${path}.content`);
      case 'image':
        if (!this.pictures.has(block.image)) {
          const data = this.binaries[block.image] as Uint8Array;
          this.pictures.set(block.image, readPicture(data, `${path}.image`));
        }
        return;
      case 'drawing':
        for (const [index, shape] of block.shapes.entries()) {
          if (shape.type === 'text') this.text(shape.text, shape.style, `${path}.shapes[${index}]`);
        }
        return;
      case 'code':
        if (block.style !== undefined) this.text(block.value, block.style, path);
        return;
    }
  }

  *#table(table: TableMessage, path: string): Steps<void> {
    const { head, rows, carry } = table;
    const places = new Places(table.columns.length);
    for (const [index, row] of head.entries()) yield* this.#row(row, places, table, `${path}.head[${index}]`);
    if (carry) {
      this.text(carry.forward, carry.style, `${path}.carry.forward`);
      this.text(carry.brought, carry.style, `${path}.carry.brought`);
    }
    const body = Array.isArray(rows) ? rows : this.rows.slice(rows.from, rows.to);
    const bodyPlaces = new Places(table.columns.length);
    for (const [index, row] of body.entries()) {
      if (this.typesetter.pace.due()) yield;
      yield* this.#row(row, bodyPlaces, table, `${path}.rows[${index}]`);
    }
  }

  *#row(row: RowMessage, places: Places, { columns, carry }: TableMessage, path: string): Steps<void> {
    for (const [index, { message: cell, column }] of places.of(row).entries()) {
      const at = `${path}.cells[${index}]`;
      if (typeof cell === 'string') this.text(cell, columns[column]?.style ?? 0, at);
      else if (cell.content.length === 1 && cell.content[0]?.type === 'paragraph') {
        this.text(cell.content[0].text, cell.content[0].style, at);
      } else yield* this.blocks(cell.content, `${at}.content`);
    }
    if (carry && row.subtotal !== undefined) this.text(row.subtotal, carry.style, `${path}.subtotal`);
  }
}
