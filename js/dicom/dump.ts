/** A data set as text for people. */
import { contentOf, type DicomSingle, elementOf, entriesIn, itemsIn, type Part } from './item';
import type { DicomPersonName } from './model';
import { spell } from './tag';

/** How many characters of a value are shown. */
const SHOWN = 64;

/** See {@link DicomItem.toText}. */
export function dump(part: Part): string {
  const lines: string[] = [];
  if (part.meta) dataSet(part.meta, '', lines);
  dataSet(part, '', lines);
  return lines.map((line) => `${line}\n`).join('');
}

function dataSet(part: Part, indent: string, lines: string[]): void {
  for (const at of entriesIn(part)) {
    const { vr, length, keyword } = elementOf(part, at);
    const head = `${indent}${spell(part.set.index.tags[at] as number)} ${vr}`;
    const tail = `# ${length} ${keyword ?? 'Unknown'}`;
    if (vr !== 'SQ') {
      lines.push(`${head} ${shown(part, at).padEnd(40)} ${tail}`);
      continue;
    }
    const items = itemsIn(part, at);
    lines.push(`${head} ${`(${items.length} ${items.length === 1 ? 'item' : 'items'})`.padEnd(40)} ${tail}`);
    for (const [number, item] of items.entries()) {
      lines.push(`${indent}  item ${number}`);
      dataSet(item, `${indent}    `, lines);
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
