/** All texts of a data set in another character set. */
import { ClinicoreError } from '../../errors';
import { type Charset, charsetTerm, type Delimiters, decode, REGISTRATIONS, trimEnd } from '../charset';
import { contextIn, entriesIn, itemsIn, type Part, readIn, vrIn } from '../item';
import { spell } from '../tag';
import type { Turns } from '../turn';
import { delimitersOf } from '../value';
import { CS, type DicomVr, SQ, VRS } from '../vr';
import type { Changes } from './changes';
import { padded } from './element';
import { type Repertoire, repertoireOf } from './repertoire';

const SPECIFIC_CHARACTER_SET = 0x0008_0005;

/** Elements between two looks at the clock. */
const STEPS = 4096;

/** Whether a value of Specific Character Set is one whose text can be written. */
export function isCharacterSet(term: string): boolean {
  const known = charsetTerm(term);
  return ['192', 'GB18030', 'GBK'].includes(known) || Object.hasOwn(REGISTRATIONS, known);
}

/**
 * Changes the texts of a data set, and of all items in it, to the character set of `terms`, and what says so; but for those
 * that change already.
 */
export async function convertTexts(
  file: Part,
  terms: readonly string[],
  changes: Changes,
  turns: Turns,
): Promise<void> {
  const repertoire = repertoireOf(terms);
  const parts: Part[] = [file];
  let steps = 0;
  for (let part = parts.pop(); part; part = parts.pop()) {
    const { index } = part.set;
    for (const at of entriesIn(part)) {
      if (++steps % STEPS === 0) await turns.take(0, part.set.size);
      if (changes.has(at)) continue;
      if (index.tags[at] === SPECIFIC_CHARACTER_SET) {
        // What holds in the whole data set holds in its items.
        if (part.holder) changes.remove(part, at);
        continue;
      }
      const vr = vrIn(part, at);
      const delimiters = delimitersOf(VRS[vr] as DicomVr);
      if (vr === SQ) parts.push(...itemsIn(part, at));
      else if (delimiters !== undefined) await convert(part, at, delimiters, repertoire, changes);
    }
  }
  changes.put(file, SPECIFIC_CHARACTER_SET, CS, padded(Buffer.from(terms.join('\\'), 'latin1'), ' '));
}

async function convert(
  part: Part,
  at: number,
  delimiters: Delimiters,
  repertoire: Repertoire,
  changes: Changes,
): Promise<void> {
  const bytes = await readIn(part, at);
  if (!bytes.some((byte) => byte >= 0x80 || byte === 0x1b)) return;
  const text = trimEnd(decode(bytes, contextIn(part).charset as Charset, delimiters));
  const converted = text.includes('\ufffd') ? undefined : repertoire.encode(text, delimiters);
  if (!converted) {
    const { index } = part.set;
    const offset = index.offsets[at] as number;
    const place = `${spell(index.tags[at] as number)} at byte ${offset}`;
    const message = `${place} holds a character that is not known, or not in the character set to be`;
    throw new ClinicoreError('ERR_INVALID_ARGUMENT', message, { argument: 'options.characterSet', offset });
  }
  if (!converted.equals(bytes)) changes.replace(part, at, padded(converted, ' '));
}
