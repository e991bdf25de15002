/** The records of a DICOMDIR. */
import { showAs } from '../../inspect';
import { malformed } from '../errors';
import { DicomItem, type Part, partOf, show } from '../item';
import { FILE_ID, fileIdIn } from './file-id';
import { isInUse, type Links, recordAt, recordPart, TYPE, valueIn } from './links';

const MRDR_OFFSET = 0x0004_1504;
const SOP_CLASS_UID = 0x0004_1510;
const SOP_INSTANCE_UID = 0x0004_1511;
const TRANSFER_SYNTAX_UID = 0x0004_1512;

/** What the records of a directory share. */
export interface Directory {
  part: Part;
  links: Links;
  /** Those that were asked for, by number: each is made once. */
  made: Map<number, DicomRecord>;
}

/** Creates a record; whoever has none cannot make one. */
export let recordOf: (directory: Directory, number: number) => DicomRecord;

/**
 * A record of a DICOMDIR: a {@link DicomItem}, so that its keys are read like other elements
 * (`record.get('PatientName')`), and its place in the tree.
 *
 * @hideconstructor
 */
export class DicomRecord extends DicomItem {
  #directory!: Directory;
  #number!: number;
  #children: readonly DicomRecord[] | undefined;

  static {
    recordOf = (directory, number) => {
      const before = directory.made.get(number);
      if (before) return before;
      const record = new DicomRecord();
      show(record, recordPart(directory.part, directory.links.entries[number] as number));
      record.#directory = directory;
      record.#number = number;
      directory.made.set(number, record);
      return record;
    };
  }

  /**
   * Directory Record Type: `'PATIENT'`, `'STUDY'`, `'SERIES'`, `'IMAGE'`, `'SR DOCUMENT'`, `'HANGING PROTOCOL'`,
   * `'PRIVATE'` and any other as it stands in the file; `undefined` where it has none (PS3.3 F.4).
   */
  get type(): string | undefined {
    return this.#text(TYPE);
  }

  /** The byte of the DICOMDIR at which the record starts: what offsets refer to. */
  get offset(): number {
    const { part, links } = this.#directory;
    return part.set.index.start(links.entries[this.#number] as number);
  }

  /** Whether the record is valid: `false` if whoever updated the medium has deleted it (Record In-use Flag 0). */
  get inUse(): boolean {
    return isInUse(partOf(this));
  }

  /** The records of the level below, in the order of the directory. */
  get children(): readonly DicomRecord[] {
    this.#children ??= siblings(this.#directory, this.#directory.links.lower[this.#number] as number);
    return this.#children;
  }

  /**
   * The way from the root of the file-set to the file, with slashes (`'PT000000/ST000000/IM000001'`), as the directory
   * spells it; `undefined` if the record refers to no file. It never leads out of the root: see {@link DicomDir.locate} for
   * where the file is on a disk.
   *
   * The standard's own limits (eight characters, upper case) are not held to, since many media exceed them.
   *
   * @throws ClinicoreError `ERR_MALFORMED_INPUT` (`details.offset` is where the record starts): the file ID has more than 8
   *   components, or one that is empty, `..`, a device of Windows, or has a separator, a drive or other characters that
   *   file names do not have
   * @see PS3.10 8.2
   */
  get path(): string | undefined {
    const id = fileIdIn(this.#holder());
    if (id === undefined || 'components' in id) return id?.components.join('/');
    const { offset } = this;
    throw malformed(`The file ID of the record at byte ${offset} ${id.wrong}`, offset);
  }

  /** Referenced SOP Class UID in File. */
  get sopClassUid(): string | undefined {
    return this.#text(SOP_CLASS_UID, this.#holder());
  }

  /** Referenced SOP Instance UID in File. */
  get sopInstanceUid(): string | undefined {
    return this.#text(SOP_INSTANCE_UID, this.#holder());
  }

  /** Referenced Transfer Syntax UID in File. */
  get transferSyntax(): string | undefined {
    return this.#text(TRANSFER_SYNTAX_UID, this.#holder());
  }

  /** The record that names the file: in old media perhaps another, a Multi-Referenced File record (PS3.3-2003 F.5.6). */
  #holder(): Part {
    const own = partOf(this);
    const offset = valueIn(own, MRDR_OFFSET);
    if (typeof offset !== 'number' || offset === 0 || valueIn(own, FILE_ID) !== undefined) return own;
    const { part, links } = this.#directory;
    const entry = links.entries[recordAt(part.set.index, links.entries, offset)];
    return entry === undefined ? own : recordPart(part, entry);
  }

  #text(tag: number, part = partOf(this)): string | undefined {
    const value = valueIn(part, tag);
    return typeof value === 'string' ? value : undefined;
  }
}

// Not its keys, which are the patient's.
showAs(DicomRecord, ({ type, offset, inUse, children }) => ({ type, offset, inUse, children: children.length }));

/** A list of records from its first on. */
export function siblings(directory: Directory, first: number): readonly DicomRecord[] {
  const records: DicomRecord[] = [];
  for (let number = first; number >= 0; number = directory.links.next[number] as number) {
    records.push(recordOf(directory, number));
  }
  return records;
}
