/** DICOMDIRs: `dicomdir`. */
import { ClinicoreError } from '../../errors';
import { showAs } from '../../inspect';
import { TASK_OPTIONS, type TaskOptions, taskOptions } from '../../task';
import { integer, invalid, optionalRecord, readable } from '../../validate';
import { find } from '../data-set';
import { DicomFile } from '../file';
import { folderPath } from '../folder-path';
import { entriesIn, partOf } from '../item';
import { Turns } from '../turn';
import { SQ } from '../vr';
import { fileIdIn } from './file-id';
import { type DicomDirProblem, LinkReader, RECORDS } from './links';
import { FileSetFolder } from './locate';
import { DicomRecord, type Directory, recordOf, siblings } from './record';

/** Options of {@link dicomdir}. Progress counts the directory's elements, twice each. */
export interface DicomDirOptions extends TaskOptions {
  /**
   * The folder of the file-set, in which its DICOMDIR is: where {@link DicomDir.locate} looks. Default: none, then no file
   * can be located.
   */
  root?: string | URL | undefined;
  /** How many levels there may be; the standard has four. 1 to 1024. Default: 64. */
  maxDepth?: number | undefined;
}

/** The directory of a file-set, made by {@link dicomdir}. Iterates over all records in the tree, each before its children. */
export interface DicomDir extends Iterable<DicomRecord> {
  /** The records of the root, such as those of the patients. */
  readonly records: readonly DicomRecord[];
  /**
   * What is wrong with the directory, past which the rest was read; empty if nothing is. Look at it before you take what you
   * found for everything the medium holds.
   */
  readonly problems: readonly DicomDirProblem[];
  /** The records that nothing leads to, in the order of the file, without children. Deleted ones may be among them. */
  readonly unreachable: readonly DicomRecord[];
  /**
   * Where the file of a record is: its real path below `options.root`. Media are often copied to disks that tell upper and
   * lower case apart, in lower case or with ISO 9660's versions (`IM000001.;1`): such names are found too, if there is only
   * one of them.
   *
   * What it gives was below the root when it was looked at: links that lead out of it are refused.
   *
   * @param record of this directory
   * @returns the path; `undefined` if the record refers to no file
   * @throws ClinicoreError (as a rejection) `ERR_MALFORMED_INPUT` (see {@link DicomRecord.path}; or a link leads out of the
   *   root), `ERR_IO` (there is no such file, or several that differ in case only, or it is no regular file),
   *   `ERR_INVALID_ARGUMENT` (a record of something else; no `root` was given)
   * @see PS3.10 8.2
   *
   * @example
   * const path = await directory.locate(record);
   * const file = path && (await dicom.open(path));
   */
  locate(record: DicomRecord): Promise<string | undefined>;
}

/**
 * Reads the directory of a file-set, such as a CD or USB stick that a patient brings: the tree of its directory records.
 *
 * A directory that is wrong in places is read as far as it is right; `problems` says what is wrong. What it refers to is not
 * looked at: use {@link DicomDir.locate}, or {@link scanFolder} to read the files themselves, whatever the directory says.
 *
 * @param file a DICOMDIR, open; leave it open as long as you read records whose values were not kept in memory
 * @param options where the file-set is, limits, signal, progress
 * @returns the directory
 * @throws ClinicoreError (as a rejection) `ERR_UNSUPPORTED` (the file is no DICOMDIR), `ERR_LIMIT_EXCEEDED` (`maxDepth`; or
 *   `maxKeptBytes` of {@link open} was too low for a large directory), `ERR_INVALID_ARGUMENT`, `ERR_ABORTED`
 * @see PS3.3 F, PS3.10 8
 *
 * @example
 * await using file = await dicom.open('/media/cd/DICOMDIR');
 * const directory = await dicom.dicomdir(file, { root: '/media/cd' });
 * for (const record of directory) {
 *   if (record.type === 'PATIENT') console.log(record.get('PatientID'), record.children.length, 'studies');
 *   if (record.path) console.log(record.sopClassUid, await directory.locate(record));
 * }
 */
export async function dicomdir(file: DicomFile, options?: DicomDirOptions): Promise<DicomDir> {
  // What only looks like a file has no part of one.
  if (!readable('file', () => file instanceof DicomFile && partOf(file))) {
    invalid('file', 'a DicomFile, as open() gives it', file);
  }
  const fields = optionalRecord(options, 'options').only(['root', 'maxDepth', ...TASK_OPTIONS]);
  const maxDepth = fields.optional('maxDepth', 64, integer, 1, 1024);
  const root = fields.optional('root', undefined, folderPath);
  const turns = new Turns(taskOptions(fields, 'interactive'));
  turns.check();
  const part = partOf(file);
  const sequence = find(part.set.index, entriesIn(part), RECORDS);
  if (sequence === undefined || part.set.index.vrs[sequence] !== SQ) {
    throw new ClinicoreError('ERR_UNSUPPORTED', 'The file is no DICOMDIR: it has no Directory Record Sequence');
  }
  const reader = new LinkReader(part, turns);
  const problems: DicomDirProblem[] = [];
  const links = await reader.read(maxDepth, (record, offset) => {
    const id = fileIdIn(record);
    if (id === undefined || 'components' in id) return;
    problems.push({ kind: 'fileId', offset, message: `The file ID of the record at byte ${offset} ${id.wrong}` });
  });
  const inOrder = [...problems, ...reader.problems].sort((a, b) => a.offset - b.offset);
  return new FileSet({ part, links, made: new Map() }, inOrder, root);
}

class FileSet implements DicomDir {
  readonly problems: readonly DicomDirProblem[];
  readonly #directory: Directory;
  readonly #folder: FileSetFolder | undefined;

  constructor(directory: Directory, problems: readonly DicomDirProblem[], root: string | undefined) {
    this.#directory = directory;
    this.problems = problems;
    this.#folder = root === undefined ? undefined : new FileSetFolder(root);
  }

  get records(): readonly DicomRecord[] {
    return siblings(this.#directory, this.#directory.links.root);
  }

  get unreachable(): readonly DicomRecord[] {
    return this.#directory.links.unreachable.map((number) => recordOf(this.#directory, number));
  }

  async locate(record: DicomRecord): Promise<string | undefined> {
    if (!readable('record', () => record instanceof DicomRecord && partOf(record))) {
      invalid('record', 'a record of the directory', record);
    }
    if (!this.#folder) invalid('options.root', 'the folder of the file-set, if files are to be located', undefined);
    const { path, offset } = record;
    return path === undefined ? undefined : this.#folder.locate(path.split('/'), offset);
  }

  *[Symbol.iterator](): IterableIterator<DicomRecord> {
    const waiting = [...this.records].reverse();
    for (let record = waiting.pop(); record; record = waiting.pop()) {
      yield record;
      for (const child of [...record.children].reverse()) waiting.push(child);
    }
  }
}

showAs(FileSet, ({ records, problems, unreachable }) => ({
  records: records.length,
  problems: problems.length,
  unreachable: unreachable.length,
}));
