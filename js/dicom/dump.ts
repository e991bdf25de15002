/** A data set as text for people. */
import { keywordOf } from './dictionary';
import { contentOf, type DicomSingle, entriesIn, itemsIn, type Part, vrIn } from './item';
import type { DicomPersonName } from './model';
import { spell } from './tag';
import { SQ, VRS } from './vr';

/** How many characters of a value are shown. */
const SHOWN = 64;

/** See {@link DicomItem.toText}. */
export function dump(part: Part): string {
  const text = new Text();
  if (part.meta) dataSet(part.meta, '', text);
  dataSet(part, '', text);
  return text.toString();
}

/** Lines, joined a few at a time: many short strings would keep the garbage collector busy. */
class Text {
  readonly #parts: string[] = [];
  #lines: string[] = [];

  line(line: string): void {
    this.#lines.push(line);
    if (this.#lines.length === 256) this.#join();
  }

  toString(): string {
    this.#join();
    return this.#parts.join('');
  }

  #join(): void {
    this.#lines.push('');
    this.#parts.push(this.#lines.join('\n'));
    this.#lines = [];
  }
}

function dataSet(part: Part, indent: string, text: Text): void {
  const { index } = part.set;
  for (const at of entriesIn(part)) {
    const tag = index.tags[at] as number;
    const vr = vrIn(part, at);
    const head = `${indent}${spell(tag)} ${VRS[vr]}`;
    const tail = `# ${index.lengths[at]} ${keywordOf(tag) ?? 'Unknown'}`;
    if (vr !== SQ) {
      text.line(`${head} ${shown(part, at).padEnd(40)} ${tail}`);
      continue;
    }
    const items = itemsIn(part, at);
    text.line(`${head} ${`(${items.length} ${items.length === 1 ? 'item' : 'items'})`.padEnd(40)} ${tail}`);
    for (const [number, item] of items.entries()) {
      text.line(`${indent}  item ${number}`);
      dataSet(item, `${indent}    `, text);
    }
  }
}

/** A value on one line. */
function shown(part: Part, at: number): string {
  const { set } = part;
  if (!set.bytes(at)) return '(not in memory)';
  const content = contentOf(part, at);
  if (content === null || content === undefined) return '(no value)';
  if (Buffer.isBuffer(content))
    return cut(
      content
        .subarray(0, SHOWN)
        .toString('hex')
        .replace(/..(?=.)/g, '$&\\'),
    );
  const values = (Array.isArray(content) ? content : [content]) as DicomSingle[];
  return `[${cut(values.slice(0, SHOWN).map(single).join('\\'))}]`;
}

function single(value: DicomSingle): string {
  if (value === null) return '';
  return typeof value === 'object' ? name(value) : String(value);
}

function name({ Alphabetic = '', Ideographic = '', Phonetic = '' }: DicomPersonName): string {
  return [Alphabetic, Ideographic, Phonetic].join('=').replace(/=+$/, '');
}

/** One line of at most {@link SHOWN} characters; control characters, which could act on a terminal, are not passed on. */
function cut(text: string): string {
  const line = text.replace(/\p{Cc}/gu, ' ');
  return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line;
}
