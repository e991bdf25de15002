/** A document as it crosses to a backend. */
import type { Backend } from '../contract';
import type { BlockMessage, DocumentMessage, Face, ProfileMessage, Rows } from '../contract/pdf';
import type { Steps } from '../intake';
import { type Fields, oneOf, record } from '../validate';
import { about, attachments } from './about';
import { block, blocks } from './blocks';
import { Draft, type Place } from './draft';
import { Fonts } from './fonts';
import { listed } from './listed';
import { isRightToLeft } from './locale';
import { page, watermark } from './page';
import { Pictures } from './picture';
import { fits } from './profile';
import { slip } from './slip';
import { Styles } from './style';

/** What `PdfBackend.render` is given. */
export interface Message {
  readonly json: string;
  readonly rows: Rows;
  readonly faces: Face[];
  readonly binaries: Uint8Array[];
}

const FIELDS = [
  ...[
    'title',
    'content',
    'language',
    'direction',
    'author',
    'subject',
    'keywords',
    'created',
    'page',
    'style',
    'styles',
  ],
  ...['header', 'footer', 'firstPage', 'slip', 'watermark', 'images', 'attachments'],
];
const direction = (value: unknown, path: string) => oneOf(value, path, ['ltr', 'rtl']);

/** Blocks of the content itself. */
const MAX_CONTENT = 200_000;
const MAX_MARGIN = 1_000;

/** Checks a document step by step; each block and each row of a table is one. */
export function* message(backend: Backend, value: unknown, profile: ProfileMessage): Steps<Message> {
  const document = record(value, 'document').only(FIELDS);
  const said = about(document);
  const fonts = new Fonts(backend);
  const pictures = new Pictures(document, profile);
  const styles = new Styles(document, fonts);
  const draft = new Draft(said.language, styles, pictures, new backend.pdf.Rows());
  let isWhole = false;
  try {
    const paper = page(document);
    const byLanguage = isRightToLeft(said.language) ? 'rtl' : 'ltr';
    const mirrored = document.optional('direction', byLanguage, direction) === 'rtl';
    const mark = watermark(document, styles);
    const attached = attachments(document, pictures);
    fits(profile, attached, 'options.profile');
    draft.inMargins = true;
    const margins = yield* inMargins(draft, document);
    draft.inMargins = false;
    const content = yield* contentJson(draft, document);
    const tornOff = yield* slip(draft, document, paper);
    const rest: Omit<DocumentMessage, 'content'> = {
      about: said,
      profile,
      page: paper,
      mirrored,
      styles: styles.messages,
      ...margins,
      slip: tornOff,
      watermark: mark,
      attachments: attached,
    };
    const json = `{"content":[${content}],${JSON.stringify(rest).slice(1)}`;
    isWhole = true;
    return { json, rows: draft.rows, faces: fonts.faces, binaries: pictures.binaries };
  } finally {
    if (!isWhole) draft.rows.clear();
  }
}

/** What stands on every page. */
function* inMargins(draft: Draft, document: Fields): Steps<Margins> {
  const place: Place = { look: draft.styles.base, depth: 0, region: 'margin' };
  function* read(fields: Fields | undefined, key: string): Steps<BlockMessage[] | null> {
    const given = fields?.optional(key, undefined, listed, MAX_MARGIN);
    return given ? yield* blocks(draft, given, place) : null;
  }
  const first = document.optional('firstPage', undefined, (value, path) =>
    record(value, path).only(['header', 'footer']),
  );
  return {
    header: (yield* read(document, 'header')) ?? [],
    footer: (yield* read(document, 'footer')) ?? [],
    firstHeader: yield* read(first, 'header'),
    firstFooter: yield* read(first, 'footer'),
  };
}

type Margins = Pick<DocumentMessage, 'header' | 'footer' | 'firstHeader' | 'firstFooter'>;

/** The content as JSON, made block by block: one text of a long document would hold the event loop too long. */
function* contentJson(draft: Draft, document: Fields): Steps<string> {
  const source = document.get('content', listed, MAX_CONTENT);
  const place: Place = { look: draft.styles.base, depth: 0, region: 'page' };
  const pieces: string[] = [];
  for (let at = 0; at < source.count; at++) {
    pieces.push(JSON.stringify(yield* block(draft, source.at(at), `${source.path}[${at}]`, place)));
    yield;
  }
  return pieces.join(',');
}
