/** From a file that is read into one that is written, with everything that is referred to. */
import type { Steps } from '../pace';
import type { PdfFile } from './file';
import { type Dictionary, isName, type PdfObject, Reference, Stream } from './object';
import type { Output } from './output';

export class Copier {
  /** New objects by the numbers they had; `null` for what is left out. */
  readonly #ids = new Map<number, Reference | null>();
  /** Objects that are still to be copied. */
  readonly #waiting: [number: number, id: Reference][] = [];
  /** What stands in place of objects that are not copied as they are. */
  readonly #replaced = new Map<number, PdfObject>();

  constructor(
    readonly file: PdfFile,
    readonly output: Output,
  ) {}

  /** References to `number` become such to `id`, which is written by someone else. */
  redirect(number: number, id: Reference): void {
    this.#ids.set(number, id);
  }

  /** References to `number` become null. */
  leaveOut(number: number): void {
    if (!this.#ids.has(number)) this.#ids.set(number, null);
  }

  /** Whether a page is copied. */
  copies(number: number): boolean {
    return (this.#ids.get(number) ?? null) !== null;
  }

  /** Copies `object`, whose references are still those of the file, in the place of `number`. */
  replace(number: number, object: PdfObject): void {
    this.#replaced.set(number, object);
  }

  /** A value with new references. What they lead to is copied by {@link finish}. */
  copied(value: PdfObject): PdfObject {
    if (value instanceof Reference) return this.#reference(value.number);
    if (Array.isArray(value)) return value.map((item) => this.copied(item));
    return value instanceof Map ? this.dictionary(value) : value;
  }

  dictionary(dictionary: Dictionary): Dictionary {
    return new Map([...dictionary].map(([key, value]) => [key, this.copied(value)]));
  }

  #reference(number: number): Reference | null {
    const known = this.#ids.get(number);
    if (known !== undefined) return known;
    const id = this.#first(number);
    this.#ids.set(number, id);
    return id;
  }

  /**
   * The new object of one that is referred to for the first time. A stream that leads nowhere is written at once, for it may
   * be one that another file had too.
   */
  #first(number: number): Reference {
    const object = this.file.resolve(new Reference(number));
    if (object instanceof Stream) {
      const own = head(object.dictionary);
      if (![...own.values()].some(refers)) return this.output.shareStream(own, this.file.raw(object));
    }
    const id = this.output.reserve();
    this.#waiting.push([number, id]);
    return id;
  }

  /** Copies what is referred to, and what that refers to. */
  *finish(): Steps<void> {
    for (let next = this.#waiting.pop(); next; next = this.#waiting.pop()) {
      const [number, id] = next;
      const replaced = this.#replaced.get(number);
      this.#replaced.delete(number);
      const object = replaced ?? this.file.resolve(new Reference(number));
      this.file.work.object();
      yield* this.#meet(object);
      if (object instanceof Stream) {
        this.output.putStream(id, this.dictionary(head(object.dictionary)), this.file.raw(object));
      } else {
        this.output.put(id, this.copied(object));
      }
      if (this.file.work.pace.due()) yield;
    }
  }

  /** Looks at what the lists in an object refer to, one after the other: they may be as long as the file. */
  *#meet(object: PdfObject): Steps<void> {
    const lists = object instanceof Map ? [...object.values()] : [object];
    for (const item of lists.filter((list) => Array.isArray(list)).flat()) {
      if (item instanceof Reference) this.#reference(item.number);
      if (this.file.work.pace.due()) yield;
    }
  }
}

/** Of a stream that is written in clear, with its own length. */
function head(dictionary: Dictionary): Dictionary {
  const head = new Map(dictionary);
  head.delete('Length');
  if (isName(head.get('Filter'), 'Crypt')) {
    head.delete('Filter');
    head.delete('DecodeParms');
  }
  return head;
}

function refers(value: PdfObject): boolean {
  if (value instanceof Reference) return true;
  if (Array.isArray(value)) return value.some(refers);
  return value instanceof Map && [...value.values()].some(refers);
}
