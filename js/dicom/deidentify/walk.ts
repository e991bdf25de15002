/** The way through a data set: every element once, also those that do not count, and the items of what stays. */
import { find } from '../data-set';
import { implicitVr } from '../dictionary';
import { entriesIn, itemIn, newPart, type Part, readIn, vrIn } from '../item';
import { hex8, isPrivate } from '../tag';
import type { Turns } from '../turn';
import { type DicomVr, SQ, VRS } from '../vr';
import type { Actions } from './actions';
import { contentRow } from './content-item';
import type { Checked } from './options';
import { CLEANED, chosen, type Decision, decide, settled } from './rules';
import { safePrivate } from './safe-private';
import { codeIn, codesOf, isForPeople } from './values';

const TRAILING_PADDING = 0xfffc_fffc;
const VALUE_TYPE = 0x0040_a040;
const CONCEPT_NAME = 0x0040_a043;
const TEXT_VALUE = 0x0040_a160;
const CODE_VALUE = 0x0008_0100;
const CODING_SCHEME = 0x0008_0102;

/** A data set, or an item of a sequence, on the way. */
interface DataSetFrame {
  part: Part;
  at: number;
  /** What comes before a tag in a path: nothing, or the item and a dot. */
  path: string;
  /** The sequence in whose item it is. */
  sequence: number | undefined;
  /** Whether texts that no table lists are to be cleaned too. */
  cleaning: boolean;
  /** Of a content item: what becomes of its text. */
  text: Decision | undefined;
  /** The private elements that may stay, with their creators. */
  safe: ReadonlySet<number>;
}

/** The items of a sequence on the way. */
interface ItemsFrame {
  part: Part;
  /** Entries: the next item, and after the last. */
  at: number;
  end: number;
  number: number;
  /** The way to the sequence. */
  path: string;
  sequence: number;
  cleaning: boolean;
}

/** Goes over a data set and has every element that may not stay edited. */
export class Walk {
  readonly #stack: (DataSetFrame | ItemsFrame)[] = [];
  readonly #actions: Actions;
  readonly #options: Checked;
  readonly #sopClass: string;
  readonly #isSafe: ReturnType<typeof safePrivate> | undefined;

  constructor(actions: Actions, options: Checked, sopClass: string) {
    this.#actions = actions;
    this.#options = options;
    this.#sopClass = sopClass;
    this.#isSafe = options.retainSafePrivate && safePrivate(options.retainSafePrivate);
  }

  /** @param own the elements of the data set itself that are written anew in any case */
  async over(dataSet: Part, own: ReadonlySet<number>, turns: Turns): Promise<void> {
    await this.#enter(dataSet, '', undefined, false, undefined);
    for (let top = this.#stack.at(-1); top; top = this.#stack.at(-1)) {
      await turns.take(top.at, dataSet.set.index.size);
      if ('number' in top) await this.#item(top);
      else if (top.at >= top.part.end) this.#stack.pop();
      else {
        const { index } = top.part.set;
        const { at } = top;
        top.at = index.vrs[at] === SQ ? index.after(at) : at + 1;
        if (this.#stack.length > 1 || !own.has(index.tags[at] as number)) await this.#element(top, at);
      }
    }
  }

  async #enter(
    part: Part,
    path: string,
    sequence: number | undefined,
    cleaning: boolean,
    text: Decision | undefined,
  ): Promise<void> {
    const safe = this.#isSafe ? await safeIn(part, this.#isSafe) : NONE;
    this.#stack.push({ part, at: part.from, path, sequence, cleaning, text, safe });
  }

  /** The next item of a sequence. */
  async #item(top: ItemsFrame): Promise<void> {
    if (top.at >= top.end) {
      this.#stack.pop();
      return;
    }
    const { at, part } = top;
    const { index } = part.set;
    const path = `${top.path}[${top.number++}]`;
    top.at = index.after(at);
    const item = newPart(part.set, at + 1, top.at, part);
    const text = await this.#contentItem(item);
    if (text?.act === 'remove') this.#actions.remove(part, at, path, text.reason);
    else await this.#enter(item, `${path}.`, top.sequence, top.cleaning, text);
  }

  /** What becomes of a content item's text, or of the whole item (`remove`); `undefined` for other items. */
  async #contentItem(item: Part): Promise<Decision | undefined> {
    const type = await codeIn(item, VALUE_TYPE);
    const name = type === undefined ? undefined : find(item.set.index, entriesIn(item), CONCEPT_NAME);
    if (type === undefined || name === undefined) return undefined;
    const concept = item.set.index.vrs[name] === SQ ? itemIn(item, name, 0) : undefined;
    const [scheme = '', code = ''] = concept
      ? [await codeIn(concept, CODING_SCHEME), await codeIn(concept, CODE_VALUE)]
      : [];
    const row = contentRow({ scheme, code, type });
    const reason = row ? `table E.3.4-1: ${row.action}` : 'free text';
    const option = row && chosen(row, this.#options);
    const otherwise: Decision = { act: 'replace', reason };
    if (option) return { act: option.act, reason: `option ${option.name}`, otherwise };
    if (row && settled(row.action, '1') === 'X') return { act: 'remove', reason };
    return row || !this.#options.cleanDescriptors ? otherwise : { act: 'clean', reason: CLEANED, otherwise };
  }

  async #element(top: DataSetFrame, at: number): Promise<void> {
    const { part, path } = top;
    const { index } = part.set;
    const tag = index.tags[at] as number;
    const where = path + hex8(tag);
    if ((tag & 0xffff) === 0) return this.#actions.remove(part, at, where, 'a group length');
    if (tag !== TRAILING_PADDING && find(index, entriesIn(part), tag) !== at) {
      return this.#actions.remove(part, at, where, 'repeated');
    }
    const vr = VRS[vrIn(part, at)] as DicomVr;
    const decision = this.#decide(top, tag, vr);
    if (decision.act !== 'go on') {
      const goesOn = await this.#actions.element(part, at, vr, where, decision);
      if (!goesOn) return;
    }
    if (vr !== 'SQ') return;
    const cleaning = top.cleaning || decision.reason === CLEANED;
    this.#stack.push({ part, at: at + 1, end: index.after(at), number: 0, path: where, sequence: tag, cleaning });
  }

  #decide(top: DataSetFrame, tag: number, vr: DicomVr): Decision {
    if (tag === TEXT_VALUE && top.text) return top.text;
    const listed = isPrivate(tag) ? undefined : VRS[implicitVr(tag) & 0x7f];
    const { sequence } = top;
    const place = { tag, vr, listed, sequence, sopClass: this.#sopClass, isSafe: top.safe.has(tag) };
    const decision = decide(place, this.#options);
    if (decision.act !== 'go on' || !top.cleaning || isPrivate(tag) || !isForPeople(vr) || vr === 'SH') return decision;
    return { act: 'clean', reason: CLEANED, otherwise: { act: 'replace', reason: 'free text' } };
  }
}

const NONE: ReadonlySet<number> = new Set();

/** The private elements of a data set that may stay, and the elements that name their creators (PS3.5 7.8.1). */
async function safeIn(part: Part, isSafe: (creator: string, tag: number) => boolean): Promise<ReadonlySet<number>> {
  const { index } = part.set;
  const creators = new Map<number, string>();
  const safe = new Set<number>();
  for (const at of entriesIn(part)) {
    const tag = index.tags[at] as number;
    if (!isPrivate(tag)) continue;
    const element = tag & 0xffff;
    const group = tag - element;
    if (element >= 0x10 && element <= 0xff) {
      creators.set(group + element, codesOf(await readIn(part, at))[0] ?? '');
      continue;
    }
    const named = group + (element >>> 8);
    const creator = creators.get(named);
    if (creator !== undefined && isSafe(creator, tag)) safe.add(tag).add(named);
  }
  return safe;
}
