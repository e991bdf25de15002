/** What a scan found, by patient, study and series: `studies`. */
import { invalid, isRecord, readable } from '../../validate';
import type { DicomContent } from '../item';
import type { DicomPersonName } from '../model';
import { given } from '../ophthalmic/record';
import type { IndexedFile, ScannedFile } from './scan-folder';

/** The files of those who have the same Patient ID, name and birth date. */
export interface ScannedPatient {
  /** Patient ID. What a file does not say is absent, here and below. */
  id?: string;
  /** Patient's Name, in the forms it is written in. */
  name?: DicomPersonName;
  /** As in the file: `YYYYMMDD`. */
  birthDate?: string;
  /** The patient's studies, in the order in which they were found. */
  studies: ScannedStudy[];
}

/** A study of a patient. */
export interface ScannedStudy {
  /** Study Instance UID. */
  uid: string;
  /** Of the first file, as in the file: `YYYYMMDD`. */
  date?: string;
  /** Of the first file, as in the file: `HHMMSS.FFFFFF`, or less of it. */
  time?: string;
  /** Of the first file. */
  description?: string;
  /** Of the first file. */
  accessionNumber?: string;
  /** The study's series, in the order in which they were found. */
  series: ScannedSeries[];
}

/** A series of a study. */
export interface ScannedSeries {
  /** Series Instance UID. */
  uid: string;
  /** Of the first file, such as `'OPT'`. */
  modality?: string;
  /** Of the first file. */
  number?: number;
  /** Of the first file. */
  description?: string;
  /** The series' files, in the order in which they were found. */
  instances: IndexedFile[];
}

/** What {@link studies} gives. */
export interface ScannedStudies {
  /** Patients with their studies, in the order in which they were found. */
  patients: ScannedPatient[];
  /** Files that belong to no series, such as DICOMDIRs, and those that could not be read. */
  others: ScannedFile[];
}

/**
 * Groups what {@link scanFolder} finds: patients, their studies, the series of these, and their files, all in the order in
 * which they were found. It takes memory for every file.
 *
 * Nothing is merged that differs: files whose Patient ID, name or birth date is another are another patient's, even within one
 * study.
 *
 * @param scan a scan with the elements read by default
 * @returns the patients, and what belongs to none
 * @throws ClinicoreError (as a rejection) what the scan throws; `ERR_INVALID_ARGUMENT`
 * @see PS3.3 A.1.2
 *
 * @example
 * const { patients, others } = await dicom.studies(dicom.scanFolder('/media/cd', { notDicom: 'skip' }));
 * for (const { name, studies } of patients) console.log(name, studies.map(({ date, series }) => [date, series.length]));
 */
export async function studies(scan: AsyncIterable<ScannedFile>): Promise<ScannedStudies> {
  if (readable('scan', () => typeof scan?.[Symbol.asyncIterator]) !== 'function') {
    invalid('scan', 'what scanFolder gives', scan);
  }
  const patients: ScannedPatient[] = [];
  const others: ScannedFile[] = [];
  const known = { patients: new Map(), studies: new Map(), series: new Map() };
  for await (const file of scan) {
    if (!isRecord(file)) invalid('scan', 'what scanFolder gives', file);
    const { values } = file;
    const [studyUid, seriesUid] = [text(values?.StudyInstanceUID), text(values?.SeriesInstanceUID)];
    if (!values || studyUid === undefined || seriesUid === undefined) {
      others.push(file);
      continue;
    }
    const person = [values.PatientID, values.PatientName, values.PatientBirthDate];
    const patient = one(known.patients, person, patients, () => ({ ...patientOf(values), studies: [] }));
    const study = one(known.studies, [person, studyUid], patient.studies, () => ({
      uid: studyUid,
      ...studyOf(values),
      series: [],
    }));
    const series = one(known.series, [person, studyUid, seriesUid], study.series, () => ({
      uid: seriesUid,
      ...seriesOf(values),
      instances: [],
    }));
    series.instances.push(file);
  }
  return { patients, others };
}

type Values = IndexedFile['values'];

const patientOf = ({ PatientID, PatientName, PatientBirthDate }: Values) =>
  given({
    id: text(PatientID),
    name: isName(PatientName) ? PatientName : undefined,
    birthDate: text(PatientBirthDate),
  });

const studyOf = ({ StudyDate, StudyTime, StudyDescription, AccessionNumber }: Values) =>
  given({
    date: text(StudyDate),
    time: text(StudyTime),
    description: text(StudyDescription),
    accessionNumber: text(AccessionNumber),
  });

const seriesOf = ({ Modality, SeriesNumber, SeriesDescription }: Values) =>
  given({
    modality: text(Modality),
    number: typeof SeriesNumber === 'number' ? SeriesNumber : undefined,
    description: text(SeriesDescription),
  });

/** The group of a key, made and put into its list where the key is new. */
function one<T>(groups: Map<string, T>, key: unknown[], list: T[], make: () => T): T {
  const name = JSON.stringify(key);
  const before = groups.get(name);
  if (before) return before;
  const group = make();
  groups.set(name, group);
  list.push(group);
  return group;
}

const text = (value: DicomContent): string | undefined => (typeof value === 'string' ? value : undefined);

const isName = (value: DicomContent): value is DicomPersonName =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !Buffer.isBuffer(value);
