/** Options of `scanFolder`. */
import { currentBackend } from '../../backend';
import { TASK_OPTIONS, type Task, type TaskOptions, taskOptions } from '../../task';
import { boolean, integer, invalid, items, oneOf, optionalRecord, text } from '../../validate';
import { steps } from '../where';

/** What is read of each file unless `elements` says otherwise: what tells patients, studies, series and instances apart. */
export const SUMMARY = [
  'PatientID',
  'PatientName',
  'PatientBirthDate',
  'StudyInstanceUID',
  'StudyDate',
  'StudyTime',
  'StudyDescription',
  'AccessionNumber',
  'SeriesInstanceUID',
  'SeriesNumber',
  'SeriesDescription',
  'Modality',
  'SOPClassUID',
  'SOPInstanceUID',
  'InstanceNumber',
] as const;

/**
 * The elements that {@link scanFolder} reads by default.
 *
 * @useDeclaredType
 */
export type SummaryElement = (typeof SUMMARY)[number];

/**
 * Options of {@link scanFolder}. Default lane: `bulk`.
 *
 * @typeParam Element the elements that are read of each file
 */
export interface ScanOptions<Element extends string = SummaryElement> extends Omit<TaskOptions, 'onProgress'> {
  /**
   * Called for every file: how many were given out, how many were found so far (of the folders that were listed, some of
   * them ahead), and how many bytes those given out have. An error it throws ends the scan and becomes its rejection.
   *
   * @param done files that were given out
   * @param found files that were found so far
   * @param bytes bytes of the files that were given out
   */
  onProgress?: ((done: number, found: number, bytes: number) => void) | undefined;
  /**
   * What is read of each file: keywords, tags or paths, as {@link DicomItem.get} takes them. At most 1000. Default: the
   * fifteen of {@link SummaryElement}.
   */
  elements?: readonly Element[] | undefined;
  /** Whether folders in the folder are scanned too. Default: `true`. */
  recursive?: boolean | undefined;
  /**
   * Whether symbolic links are followed, as long as they lead to within the folder: others are errors. A folder is scanned
   * once, however many links lead to it, so that there are no circles. Default: `false`.
   */
  followSymlinks?: boolean | undefined;
  /**
   * Which files and folders are looked at. Default: all.
   *
   * @param path the path from the folder on, with slashes
   * @param isFolder whether it is a folder
   */
  filter?: ((path: string, isFolder: boolean) => boolean) | undefined;
  /**
   * Whether what is no DICOM file (files of other formats, links that are not followed, pipes, sockets and devices) is
   * given out as an error or left out. Default: `'report'`.
   */
  notDicom?: 'report' | 'skip' | undefined;
  /**
   * Whether files come by name, those of a folder before those in its folders: the same folder gives the same list. Takes
   * memory for the names of one folder at a time; else they come in the order of the file system. Default: `true`.
   */
  sorted?: boolean | undefined;
  /** How many files are read, or wait to be taken, at the same time. 1 to 1024. Default: four for each thread of the pool, at least 8. */
  concurrency?: number | undefined;
  /** How many files there may be. 1 to 1,000,000,000. Default: 10,000,000. */
  maxFiles?: number | undefined;
  /** Of each file, as for {@link open}. Default: 2,000,000. */
  maxElements?: number | undefined;
  /** Of each file, as for {@link open}. Default: 64. */
  maxDepth?: number | undefined;
  /** Of each file, as for {@link open}. Default: 67,108,864 (64 MiB), since several files are read at the same time. */
  maxInflatedBytes?: number | undefined;
  /** Of each file: an element that is longer cannot be read. 1024 to 1,073,741,824. Default: 65,536. */
  maxValueBytes?: number | undefined;
  /** Of each file, as for {@link open}. Default: 16,777,216 (16 MiB), since several files are read at the same time. */
  maxKeptBytes?: number | undefined;
}

/** {@link ScanOptions}, checked. */
export interface Checked {
  task: Task;
  onProgress: ((done: number, found: number, bytes: number) => void) | undefined;
  elements: readonly string[];
  walk: { recursive: boolean; followSymlinks: boolean; sorted: boolean; filter: ScanOptions['filter'] };
  notDicom: 'report' | 'skip';
  concurrency: number;
  maxFiles: number;
  limits: {
    maxElements: number;
    maxDepth: number;
    maxInflatedBytes: number;
    maxValueBytes: number;
    maxKeptBytes: number;
  };
}

const OPTIONS = [
  'elements',
  'recursive',
  'followSymlinks',
  'filter',
  'notDicom',
  'sorted',
  'concurrency',
  'maxFiles',
  'maxElements',
  'maxDepth',
  'maxInflatedBytes',
  'maxValueBytes',
  'maxKeptBytes',
];

const MIB = 1024 ** 2;

export function scanOptions(options: unknown): Checked {
  const fields = optionalRecord(options, 'options').only([...OPTIONS, ...TASK_OPTIONS]);
  const limit = (name: string, fallback: number, min: number, max: number): number =>
    fields.optional(name, fallback, integer, min, max);
  const { onProgress, ...task } = taskOptions(fields, 'bulk');
  const ahead = Math.min(1024, Math.max(8, 4 * currentBackend().pool.status().threads));
  return {
    task: { ...task, onProgress: undefined },
    onProgress: onProgress as Checked['onProgress'],
    elements: fields.optional('elements', SUMMARY, (value, path) => items(value, path, 1000, element)),
    walk: {
      recursive: fields.optional('recursive', true, boolean),
      followSymlinks: fields.optional('followSymlinks', false, boolean),
      sorted: fields.optional('sorted', true, boolean),
      filter: fields.optional('filter', undefined, aFunction),
    },
    notDicom: fields.optional('notDicom', 'report', (value, path) => oneOf(value, path, ['report', 'skip'])),
    concurrency: limit('concurrency', ahead, 1, 1024),
    maxFiles: limit('maxFiles', 10_000_000, 1, 1_000_000_000),
    limits: {
      maxElements: limit('maxElements', 2_000_000, 1, 100_000_000),
      maxDepth: limit('maxDepth', 64, 1, 1024),
      maxInflatedBytes: limit('maxInflatedBytes', 64 * MIB, 1, 0xffff_ffff),
      maxValueBytes: limit('maxValueBytes', 64 * 1024, 1024, 1024 * MIB),
      maxKeptBytes: limit('maxKeptBytes', 16 * MIB, 16 * 1024, 1024 * MIB),
    },
  };
}

/** An element's name; wrong ones are refused before any file is read. */
function element(value: unknown, path: string): string {
  const name = text(value, path, 10_000);
  try {
    steps(name);
  } catch {
    invalid(path, 'a keyword of PS3.6, a tag, or a path of these', value);
  }
  return name;
}

function aFunction(value: unknown, path: string): NonNullable<ScanOptions['filter']> {
  if (typeof value !== 'function') invalid(path, 'a function', value);
  return value as NonNullable<ScanOptions['filter']>;
}
