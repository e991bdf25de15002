/** Blocks: which there are, and what each takes. */
import type { BlockFrame, BlockMessage } from '../contract/pdf';
import { ClinicoreError } from '../errors';
import type { Steps } from '../intake';
import { boolean, type Fields, number, oneOf, record } from '../validate';
import { code } from './code';
import { color } from './color';
import { box, columns, list } from './containers';
import type { Draft, Place } from './draft';
import { drawing } from './drawing';
import type { Listed } from './listed';
import { heading, paragraph, text } from './paragraph';
import { image } from './picture';
import { svg } from './svg';
import { table } from './table';

const FRAME = ['type', 'before', 'after', 'together', 'withNext'];
const FIGURE = ['alt', 'align'];

/** A kind of block: the properties it takes, and how it is read. */
interface Kind {
  readonly fields: readonly string[];
  read(draft: Draft, fields: Fields, place: Place, path: string): BlockMessage | Steps<BlockMessage>;
}

const KINDS: Readonly<Record<string, Kind>> = {
  paragraph: { fields: ['text', 'style', 'align', 'hyphenate', 'lines'], read: paragraph },
  heading: { fields: ['level', 'text', 'style', 'align'], read: heading },
  list: { fields: ['ordered', 'items', 'style', 'gap'], read: list },
  table: {
    fields: ['columns', 'head', 'rows', 'padding', 'zebra', 'headBackground', 'lines', 'carry', 'splitRows'],
    read: table,
  },
  columns: { fields: ['columns', 'gap'], read: columns },
  box: { fields: ['content', 'padding', 'background', 'border', 'radius'], read: box },
  image: { fields: [...FIGURE, 'image', 'width', 'height'], read: (draft, fields) => image(draft.pictures, fields) },
  drawing: { fields: [...FIGURE, 'width', 'height', 'shapes'], read: drawing },
  svg: { fields: [...FIGURE, 'svg', 'width', 'height'], read: svg },
  code: { fields: [...FIGURE, 'code', 'value', 'width', 'height', 'level', 'cross', 'showText'], read: code },
  rule: {
    fields: ['thickness', 'color'],
    read: (_draft, fields) => ({
      type: 'rule',
      thickness: fields.optional('thickness', 0.5, number, 0.05, 100),
      color: fields.optional('color', [203, 210, 217], color),
    }),
  },
  space: {
    fields: ['height'],
    read: (_draft, fields) => ({ type: 'space', height: fields.get('height', number, 0, 14_400) }),
  },
  pageBreak: { fields: [], read: pageBreak },
};

/** Blocks from top to bottom. */
export function* blocks(draft: Draft, source: Listed, place: Place): Steps<BlockMessage[]> {
  const messages: BlockMessage[] = [];
  for (let at = 0; at < source.count; at++) {
    messages.push(yield* block(draft, source.at(at), `${source.path}[${at}]`, place));
    yield;
  }
  return messages;
}

/** A block, or a string that is a paragraph. */
export function* block(draft: Draft, value: unknown, path: string, place: Place): Steps<BlockMessage> {
  draft.count('blocks', 1);
  if (typeof value === 'string') {
    const { look } = place;
    const message = text(draft, value, path, look);
    return { type: 'paragraph', text: message, style: draft.styles.index(look), align: 'start' };
  }
  const fields = record(value, path);
  const type = fields.get('type', (given, at) => oneOf(given, at, Object.keys(KINDS)));
  const kind = KINDS[type] as Kind;
  fields.only([...FRAME, ...kind.fields]);
  const read = kind.read(draft, fields, place, path);
  const message: BlockMessage = 'next' in read ? yield* read : read;
  return Object.assign(message, frame(fields, type));
}

/** What every block may have; what is 0 or false is left out. */
function frame(fields: Fields, type: string): BlockFrame {
  const before = fields.optional('before', 0, number, 0, 14_400);
  const after = fields.optional('after', 0, number, 0, 14_400);
  const together = fields.optional('together', false, boolean);
  const withNext = fields.optional('withNext', type === 'heading', boolean);
  return {
    ...(before > 0 && { before }),
    ...(after > 0 && { after }),
    ...(together && { together }),
    ...(withNext && { withNext }),
  };
}

function pageBreak(_draft: Draft, _fields: Fields, { region }: Place, path: string): BlockMessage {
  if (region === 'page') return { type: 'pageBreak' };
  const message = `${path}.type must not be 'pageBreak' here: only the page itself can be broken, nothing that stands on it`;
  throw new ClinicoreError('ERR_INVALID_ARGUMENT', message, { argument: `${path}.type` });
}
