import type { DicomIndex } from '../contract/dicom';
import { showAs } from '../inspect';
import { BIG_ENDIAN, ElementIndex } from './element-index';
import { DicomItem, itemOf, type OpenSet, type Part, partOf, show } from './item';
import type { Storage } from './storage';

/** What an open file needs to know besides its data set. */
interface Opened {
  index: DicomIndex;
  storage: Storage;
  meta: DicomItem;
}

let opened: (file: DicomFile) => Opened;
let setOpened: (file: DicomFile, state: Opened) => void;

/** An open DICOM file: its data set, file meta information and frames. Made by {@link open}. */
export class DicomFile extends DicomItem {
  #opened!: Opened;

  static {
    opened = (file) => file.#opened;
    setOpened = (file, state) => {
      file.#opened = state;
    };
  }

  /** The file meta information (group 0002); without elements where the file has none. `get` finds them too. */
  get meta(): DicomItem {
    return this.#opened.meta;
  }

  /** Bytes of the file; of a deflated one, inflated. */
  get size(): number {
    return this.#opened.index.size;
  }

  /** The transfer syntax UID: what the file says, or, of a bare data set, what it is in. */
  get transferSyntax(): string {
    const said = this.get('TransferSyntaxUID');
    if (typeof said === 'string') return said;
    if (!this.#opened.index.explicit) return '1.2.840.10008.1.2';
    const { set, from } = partOf(this);
    const isBigEndian = ((set.index.flags[from] ?? 0) & BIG_ENDIAN) !== 0;
    return isBigEndian ? '1.2.840.10008.1.2.2' : '1.2.840.10008.1.2.1';
  }

  /** Lets go of the file of a path; frames and values that are not in memory cannot be read any more. Else does nothing. */
  async close(): Promise<void> {
    await this.#opened.storage.close();
  }

  /** As {@link close}: for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

// Not its elements: what is logged should not hold the patient's data.
showAs(DicomFile, (file) => ({
  transferSyntax: file.transferSyntax,
  size: file.size,
  elements: opened(file).index.count,
}));

/** The file of an index and its bytes. */
export function fileOf(index: DicomIndex, storage: Storage, { maxElements }: { maxElements: number }): DicomFile {
  const elements = ElementIndex.of(index);
  const bytes = (at: number) => storage.view(elements.offsets[at] as number, elements.lengths[at] as number);
  const set: OpenSet = { index: elements, storage, maxElements, bytes };
  const meta: Part = { set, from: 0, end: index.meta, holder: undefined };
  const file = new DicomFile();
  show(file, { set, from: index.meta, end: index.count, holder: undefined, meta });
  setOpened(file, { index, storage, meta: itemOf(meta) });
  return file;
}
