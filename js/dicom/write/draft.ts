import { types } from 'node:util';
import { ClinicoreError } from '../../errors';
import type { Steps } from '../../intake';
import { array, invalid, isRecord, readable } from '../../validate';
import { find } from '../data-set';
import { AMBIGUOUS, implicitVr } from '../dictionary';
import { UNDEFINED_LENGTH } from '../element-index';
import { exceeded } from '../errors';
import { contentOf, contextIn, DicomItem, entriesIn, itemsIn, type Part, vrIn } from '../item';
import { isFileMeta, isPixelData, isPrivate, spell } from '../tag';
import { isEncapsulated, transferSyntaxOf } from '../transfer-syntax';
import { type DicomVr, OW, SQ, SS, UN, US, vrNumber } from '../vr';
import { type PrivateElement, privateElement, type Step, steps, type Where } from '../where';
import type { Changes } from './changes';
import { type Encoding, EXPLICIT_LITTLE, element, encodingIn, item } from './element';
import { checkFragments } from './encapsulated';
import { charsetTermsIn, encodeValue, type Writable, type Writing } from './encode';
import { checkTag, MOST, misplaced, modelled, valuesOf } from './given';
import { repertoireOf } from './repertoire';

/** How deep the sequences of a value may be nested. */
const DEEPEST = 64;

const SPECIFIC_CHARACTER_SET = 0x0008_0005;
const PIXEL_REPRESENTATION = 0x0028_0103;

/** What became of an element. */
type State = 'removed' | Value | Sequence;

interface Value {
  vr: number;
  values: readonly Writable[] | Uint8Array;
}

interface Sequence {
  /** The entry whose first items stay; none where all are new. */
  at: number | undefined;
  /** Those of them that stay. */
  kept: readonly Part[];
  count: number;
  /** Those that are new, or were gone into, by number. */
  items: Map<number, Draft>;
}

const isSequence = (state: State | undefined): state is Sequence => typeof state === 'object' && 'items' in state;

/** A data set that is being changed, or made: what is set and removed, over what was there. */
export class Draft {
  readonly #part: Part | undefined;
  readonly #holder: Draft | undefined;
  readonly #encoding: Encoding;
  /** The Specific Character Set all texts will be in, whatever the data set says. */
  readonly #charset: readonly string[] | undefined;
  readonly #states = new Map<number, State>();
  /** The file meta information of an open file. */
  readonly #meta: Draft | undefined;

  constructor(part: Part | undefined, charset?: readonly string[], holder?: Draft, encoding?: Encoding) {
    this.#part = part;
    this.#holder = holder;
    this.#charset = holder ? holder.#charset : charset;
    const outer = holder ? holder.#encoding : EXPLICIT_LITTLE;
    this.#encoding = encoding ?? (part ? encodingIn(part) : outer);
    if (part?.meta) this.#meta = new Draft(part.meta);
  }

  /**
   * Sets an element; throws before anything has changed.
   *
   * @param path what the value is called in messages
   */
  set(where: Where, value: unknown, vr: DicomVr | undefined, path: string): void {
    if (typeof where !== 'string' && typeof where !== 'number') {
      this.#setPrivate(privateElement(where), value, vr, path);
      return;
    }
    const way = steps(where);
    const { tag } = way.at(-1) as Step;
    const held = this.#meta && way.length === 1 && isFileMeta(tag) ? this.#meta : this;
    checkTag(tag, held !== this);
    const attach: (() => void)[] = [];
    const draft = held.#descend(way, attach) as Draft;
    draft.#checkCreator(tag);
    const state = draft.#stateOf(tag, value, vr, path);
    for (const step of attach) step();
    draft.#states.set(tag, state);
  }

  /** Takes an element out, if there is one. */
  remove(where: Where): void {
    if (typeof where !== 'string' && typeof where !== 'number') {
      const named = privateElement(where);
      const block = this.#blockOf(named);
      if (block !== undefined) this.#remove(privateTag(named, block));
      return;
    }
    const way = steps(where);
    const { tag } = way.at(-1) as Step;
    const held = this.#meta && way.length === 1 && isFileMeta(tag) ? this.#meta : this;
    checkTag(tag, held !== this);
    const draft = held.#descend(way, undefined);
    if (draft) draft.#remove(tag);
  }

  /** Whether an element of the data set itself was set. */
  has(tag: number): boolean {
    return this.#states.has(tag);
  }

  /** The only value that was set of an element. */
  value(tag: number): unknown {
    const state = this.#states.get(tag);
    return typeof state === 'object' && !isSequence(state) ? state.values[0] : undefined;
  }

  /** Hands on what became of an open data set and the items in it, element by element. */
  *applyTo(changes: Changes): Steps<void> {
    if (this.#meta) yield* this.#meta.applyTo(changes);
    const part = this.#part as Part;
    for (const [tag, state] of this.#states) {
      yield;
      const at = this.#entry(tag);
      if (state === 'removed') changes.remove(part, at as number);
      else if (!isSequence(state) || state.at === undefined) {
        changes.put(part, tag, isSequence(state) ? SQ : state.vr, this.#bytes(tag, state));
      } else {
        const added: Uint8Array[] = [];
        for (const [number, draft] of [...state.items].sort(([a], [b]) => a - b)) {
          if (number < state.kept.length) yield* draft.applyTo(changes);
          else added.push(...draft.#asItem());
        }
        if (added.length > 0) changes.append(state.at, added);
      }
    }
  }

  /** The elements of a new data set, in order. */
  elements(): Uint8Array[] {
    return [...this.#states]
      .sort(([a], [b]) => a - b)
      .flatMap(([tag, state]) => {
        if (state === 'removed') return [];
        return element(this.#encoding, tag, isSequence(state) ? SQ : state.vr, [this.#bytes(tag, state)]);
      });
  }

  #asItem(): Uint8Array[] {
    return item(this.#encoding, this.elements());
  }

  #bytes(tag: number, state: Value | Sequence): Uint8Array {
    if (!isSequence(state)) return encodeValue(this.#writing(), state.vr, state.values, spell(tag));
    return Buffer.concat(Array.from({ length: state.count }, (_, n) => (state.items.get(n) as Draft).#asItem()).flat());
  }

  #setPrivate(named: PrivateElement, value: unknown, vr: DicomVr | undefined, path: string): void {
    const block = this.#blockOf(named);
    const free = block ?? this.#freeBlock(named.group);
    const tag = privateTag(named, free);
    const state = this.#stateOf(tag, value, vr, path);
    if (block === undefined) {
      const creator = named.group * 0x1_0000 + free;
      this.#states.set(creator, this.#stateOf(creator, named.creator, 'LO', 'where.creator'));
    }
    this.#states.set(tag, state);
  }

  #remove(tag: number): void {
    if (this.#entry(tag) === undefined) this.#states.delete(tag);
    else this.#states.set(tag, 'removed');
  }

  /** The entry of an element as it was. */
  #entry(tag: number): number | undefined {
    return this.#part && find(this.#part.set.index, entriesIn(this.#part), tag);
  }

  /**
   * The data set at the end of a path. Without `attach` none is made; else what is missing on the way is, and there once
   * all of `attach` was called.
   */
  #descend(way: readonly Step[], attach: (() => void)[] | undefined): Draft | undefined {
    let within: Draft = this;
    for (const { tag, item: number } of way.slice(0, -1)) {
      const sequence = within.#sequence(tag, attach);
      const next = sequence && within.#item(sequence, number, attach);
      if (!next) return undefined;
      within = next;
    }
    return within;
  }

  #sequence(tag: number, attach: (() => void)[] | undefined): Sequence | undefined {
    const state = this.#states.get(tag);
    if (isSequence(state)) return state;
    const at = state === undefined ? this.#entry(tag) : undefined;
    const isThere = at !== undefined && vrIn(this.#part as Part, at) === SQ;
    if (!isThere && !attach) return undefined;
    if (!isThere && (typeof state === 'object' || at !== undefined || implicitVr(tag) !== SQ)) {
      misplaced(`must lead through sequences, and ${spell(tag)} is none`);
    }
    const kept = isThere ? itemsIn(this.#part as Part, at) : [];
    const sequence: Sequence = { at: isThere ? at : undefined, kept, count: kept.length, items: new Map() };
    if (isThere) this.#states.set(tag, sequence);
    else attach?.push(() => this.#states.set(tag, sequence));
    return sequence;
  }

  #item(sequence: Sequence, number: number, attach: (() => void)[] | undefined): Draft | undefined {
    const known = sequence.items.get(number);
    if (known) return known;
    const { kept, count } = sequence;
    const part = kept[Math.min(number, kept.length - 1)];
    if (number < count) {
      const draft = new Draft(part, undefined, this);
      sequence.items.set(number, draft);
      return draft;
    }
    if (!attach) return undefined;
    if (number > count) misplaced(`must lead to one of the ${count} items there are, or to the next one`);
    // What holds other items than the data set's own encoding has goes on so.
    const draft = new Draft(undefined, undefined, this, part && encodingIn(part));
    attach.push(() => {
      sequence.items.set(number, draft);
      sequence.count++;
    });
    return draft;
  }

  /** A checked value, or the items of a sequence. */
  #stateOf(tag: number, value: unknown, given: DicomVr | undefined, path: string): Value | Sequence {
    if (value === undefined) invalid(path, 'a value, or null for none', value);
    const vr = this.#vrOf(tag, given, value);
    if (vr === SQ) return this.#itemsOf(value, path);
    if (tag === SPECIFIC_CHARACTER_SET && this.#charset) {
      misplaced('must not be SpecificCharacterSet where options.characterSet says what all texts are in');
    }
    const values = valuesOf(value, path);
    this.#checkPixelData(tag, values, path);
    encodeValue(this.#writing(tag === SPECIFIC_CHARACTER_SET), vr, values, path);
    return { vr, values };
  }

  /** Encapsulated pixel data stay so (PS3.5 A.4): there is no other transfer syntax for them. */
  #checkPixelData(tag: number, values: unknown, path: string): void {
    const part = this.#part;
    const at = this.#entry(tag);
    if (part && at !== undefined && (part.set.index.flags[at] as number) & UNDEFINED_LENGTH)
      checkFragments(values, path);
    else if (part?.meta && isPixelData(tag) && isEncapsulated(transferSyntaxOf(part))) {
      const message = `${spell(tag)} cannot be added to a file whose transfer syntax encapsulates pixel data`;
      throw new ClinicoreError('ERR_UNSUPPORTED', message, { argument: 'where' });
    }
  }

  /** The VR an element is to have: the given one, that which it has, that of the dictionary. */
  #vrOf(tag: number, given: DicomVr | undefined, value: unknown): number {
    if (given !== undefined) return vrNumber(given);
    const state = this.#states.get(tag);
    if (isSequence(state)) return SQ;
    if (typeof state === 'object') return state.vr;
    const at = this.#entry(tag);
    const current = at === undefined ? UN : vrIn(this.#part as Part, at);
    if (current !== UN) return current;
    const known = implicitVr(tag);
    if (known & AMBIGUOUS) return types.isUint8Array(value) ? OW : this.#isSigned() ? SS : US;
    if (known === UN && !(at !== undefined && types.isUint8Array(value))) {
      invalid('options.vr', `given: the data dictionary does not know ${spell(tag)}`, undefined);
    }
    return known;
  }

  /** The items of a sequence: data sets of the DICOM JSON model, or items of an open file. */
  #itemsOf(value: unknown, path: string): Sequence {
    const given = value === null ? [] : array(value, path, MOST);
    if (this.#depth() >= DEEPEST) {
      throw exceeded(`${path} must not nest sequences more than ${DEEPEST} deep`, DEEPEST, { argument: path });
    }
    const items = readable(path, () => Array.from(given)).map((one, at) => {
      const json = readable(path, () => (one instanceof DicomItem ? one.toJSON({ pixelData: true }) : one));
      const draft = new Draft(undefined, undefined, this);
      draft.#fill(json, `${path}[${at}]`);
      return draft;
    });
    return { at: undefined, kept: [], count: items.length, items: new Map(items.entries()) };
  }

  /** Sets what a data set of the DICOM JSON model has (PS3.18 F.2). */
  #fill(json: unknown, path: string): void {
    if (!isRecord(json)) invalid(path, 'a data set of the DICOM JSON model', json);
    const tags = readable(path, () => Object.keys(json)).sort();
    for (const key of tags) {
      const inside = `${path}.${key}`;
      if (!/^[0-9A-F]{8}$/.test(key)) invalid(path, 'a data set whose keys are tags such as 00100010', json);
      const tag = Number.parseInt(key, 16);
      checkTag(tag, false);
      const { vr, value } = readable(inside, () => modelled(json[key], inside));
      this.#states.set(tag, this.#stateOf(tag, value, vr, inside));
    }
  }

  #depth(): number {
    let depth = 0;
    for (let draft = this.#holder; draft; draft = draft.#holder) depth++;
    return depth;
  }

  #writing(isOfAscii = false): Writing {
    return { ...this.#encoding, repertoire: repertoireOf(isOfAscii ? [] : this.#terms()) };
  }

  /** The Specific Character Set that will hold here. */
  #terms(): readonly string[] {
    if (this.#charset) return this.#charset;
    const state = this.#states.get(SPECIFIC_CHARACTER_SET);
    if (typeof state === 'object' && !isSequence(state)) return [...state.values].map(String);
    if (this.#part && state === undefined && this.#entry(SPECIFIC_CHARACTER_SET) !== undefined) {
      return charsetTermsIn(this.#part);
    }
    return this.#holder ? this.#holder.#terms() : [];
  }

  /** Whether pixels will be signed. */
  #isSigned(): boolean {
    const state = this.#states.get(PIXEL_REPRESENTATION);
    if (typeof state === 'object' && !isSequence(state)) return state.values[0] === 1;
    if (this.#part) return contextIn(this.#part).signed;
    return this.#holder ? this.#holder.#isSigned() : false;
  }

  /** The block that a private creator has reserved (PS3.5 7.8.1). */
  #blockOf({ group, creator }: PrivateElement): number | undefined {
    for (let block = 0x10; block <= 0xff; block++) {
      if (this.#creator(group * 0x1_0000 + block) === creator) return block;
    }
    return undefined;
  }

  /** Who has reserved a block, by its Private Creator element. */
  #creator(tag: number): unknown {
    const state = this.#states.get(tag);
    if (state === 'removed' || isSequence(state)) return undefined;
    if (state) return state.values[0];
    const at = this.#entry(tag);
    return at === undefined ? undefined : contentOf(this.#part as Part, at);
  }

  /** The first block of a group in which nothing is. */
  #freeBlock(group: number): number {
    const there = this.#part
      ? entriesIn(this.#part).map((at) => (this.#part as Part).set.index.tags[at] as number)
      : [];
    const taken = new Set<number>();
    for (const tag of [...there, ...this.#states.keys()]) {
      if (tag >>> 16 !== group) continue;
      taken.add(tag & 0xffff);
      taken.add((tag & 0xffff) >>> 8);
    }
    for (let block = 0x10; block <= 0xff; block++) if (!taken.has(block)) return block;
    throw new ClinicoreError('ERR_UNSUPPORTED', 'All private blocks of the group are taken', { argument: 'where' });
  }

  /** Refuses a private element in a block that nobody has reserved. */
  #checkCreator(tag: number): void {
    const element = tag & 0xffff;
    if (!isPrivate(tag) || element <= 0xff || this.#entry(tag) !== undefined) return;
    if (this.#creator(tag - element + (element >>> 8)) !== undefined) return;
    misplaced('must be { group, creator, element }: nobody has reserved the block of the private tag');
  }
}

const privateTag = ({ group, element }: PrivateElement, block: number): number =>
  group * 0x1_0000 + block * 0x100 + element;
