/** Blocks that hold blocks: lists, columns, boxes. */
import type { BoxMessage, ColumnsMessage, ListMessage } from '../contract/pdf';
import type { Steps } from '../intake';
import { boolean, type Fields, integer, number, readable, record } from '../validate';
import { blocks } from './blocks';
import { color } from './color';
import { type Draft, inside, type Place } from './draft';
import { listed, listedBlocks } from './listed';
import { text } from './paragraph';
import { sides } from './sides';
import { fixedWidth, line } from './table';

const MAX_ITEMS = 10_000;
const MAX_COLUMNS = 20;

/** Of a label's width and the gap after it, in sizes: of a bullet, and of each digit of a number. */
const BULLET = 1.1;
const DIGIT = 0.6;

export function* list(draft: Draft, fields: Fields, place: Place, path: string): Steps<ListMessage> {
  const look = fields.get('style', draft.styles.within, place.look);
  const ordered = fields.optional('ordered', false, boolean);
  const source = fields.get('items', listed, MAX_ITEMS);
  const inner = inside(place, path, look);
  const message: ListMessage = {
    type: 'list',
    indent: look.size * (ordered ? BULLET + DIGIT * String(source.count).length : BULLET),
    style: draft.styles.index(look),
    gap: fields.optional('gap', 2, number, 0, 1_000),
    ordered,
    items: [],
  };
  for (let at = 0; at < source.count; at++) {
    const value = source.at(at);
    const itemPath = `${source.path}[${at}]`;
    message.items.push({
      label: ordered ? `${at + 1}.` : '•',
      content: isBlocks(value, itemPath)
        ? yield* blocks(draft, listedBlocks(value, itemPath), inner)
        : [
            {
              type: 'paragraph',
              text: text(draft, value, itemPath, look),
              style: message.style,
              align: 'start',
            },
          ],
    });
    yield;
  }
  return message;
}

/** Whether an item is blocks: pieces of text have no `type`, and a list of strings is one text. */
function isBlocks(value: unknown, path: string): boolean {
  if (!readable(path, () => Array.isArray(value))) return false;
  const { count, at } = listedBlocks(value, path);
  const isBlock = (one: unknown) => typeof one === 'object' && one !== null && 'type' in one;
  return readable(path, () => Array.from({ length: count }, (_, index) => at(index)).some(isBlock));
}

export function* columns(draft: Draft, fields: Fields, place: Place, path: string): Steps<ColumnsMessage> {
  const gap = fields.optional('gap', 16, number, 0, 1_000);
  const source = fields.get('columns', listed, MAX_COLUMNS);
  integer(source.count, `${source.path}.length`, 1, MAX_COLUMNS);
  const inner = inside(place, path);
  const message: ColumnsMessage = { type: 'columns', gap, columns: [] };
  for (let at = 0; at < source.count; at++) {
    const columnPath = `${source.path}[${at}]`;
    const column = record(source.at(at), columnPath).only(['width', 'content']);
    const width = column.optional('width', { share: 1 }, fixedWidth);
    const content = column.get('content', listedBlocks);
    message.columns.push({ width, content: yield* blocks(draft, content, inner) });
  }
  return message;
}

export function* box(draft: Draft, fields: Fields, place: Place, path: string): Steps<BoxMessage> {
  const message: BoxMessage = {
    type: 'box',
    padding: fields.optional('padding', [8, 8, 8, 8], sides, 1_000),
    background: fields.optional('background', null, color),
    border: fields.optional('border', null, line),
    radius: fields.optional('radius', 0, number, 0, 1_000),
    content: [],
  };
  message.content = yield* blocks(draft, fields.get('content', listedBlocks), inside(place, path));
  return message;
}
