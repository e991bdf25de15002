/**
 * The attributes of studies, series and instances that are kept in the database, to search and list them by: those that
 * QIDO-RS asks for (PS3.18 tables 10.6.1-5 and 10.6.3-3 to -5), and a few that help to tell images apart.
 */
import type { DicomFile, DicomJson, DicomJsonElement, DicomValue } from 'clinicore/dicom';

export const levels = ['study', 'series', 'instance'] as const;
export type Level = (typeof levels)[number];

export interface Attribute {
  keyword: string;
  tag: string;
  vr: DicomJsonElement['vr'];
  level: Level;
}

const of = (level: Level, rows: [string, string, Attribute['vr']][]): Attribute[] =>
  rows.map(([tag, keyword, vr]) => ({ tag, keyword, vr, level }));

export const attributes: readonly Attribute[] = [
  ...of('study', [
    ['00080020', 'StudyDate', 'DA'],
    ['00080030', 'StudyTime', 'TM'],
    ['00080050', 'AccessionNumber', 'SH'],
    ['00080090', 'ReferringPhysicianName', 'PN'],
    ['00080201', 'TimezoneOffsetFromUTC', 'SH'],
    ['00081030', 'StudyDescription', 'LO'],
    ['00100010', 'PatientName', 'PN'],
    ['00100020', 'PatientID', 'LO'],
    ['00100030', 'PatientBirthDate', 'DA'],
    ['00100040', 'PatientSex', 'CS'],
    ['0020000D', 'StudyInstanceUID', 'UI'],
    ['00200010', 'StudyID', 'SH'],
  ]),
  ...of('series', [
    ['00080060', 'Modality', 'CS'],
    ['0008103E', 'SeriesDescription', 'LO'],
    ['00080070', 'Manufacturer', 'LO'],
    ['00081090', 'ManufacturerModelName', 'LO'],
    ['0020000E', 'SeriesInstanceUID', 'UI'],
    ['00200011', 'SeriesNumber', 'IS'],
    ['00200060', 'Laterality', 'CS'],
    ['00400244', 'PerformedProcedureStepStartDate', 'DA'],
    ['00400245', 'PerformedProcedureStepStartTime', 'TM'],
    ['00400275', 'RequestAttributesSequence', 'SQ'],
  ]),
  ...of('instance', [
    ['00080008', 'ImageType', 'CS'],
    ['00080016', 'SOPClassUID', 'UI'],
    ['00080018', 'SOPInstanceUID', 'UI'],
    ['00080023', 'ContentDate', 'DA'],
    ['00080033', 'ContentTime', 'TM'],
    ['00200013', 'InstanceNumber', 'IS'],
    ['00200062', 'ImageLaterality', 'CS'],
    ['00240113', 'MeasurementLaterality', 'CS'],
    ['00280004', 'PhotometricInterpretation', 'CS'],
    ['00280008', 'NumberOfFrames', 'IS'],
    ['00280010', 'Rows', 'US'],
    ['00280011', 'Columns', 'US'],
    ['00280100', 'BitsAllocated', 'US'],
  ]),
];

const byName = new Map(
  attributes.flatMap((attribute) => [attribute.keyword, attribute.tag].map((n) => [n, attribute])),
);

/** An attribute by its keyword or tag. */
export const attributeNamed = (name: string): Attribute | undefined =>
  byName.get(/^[\da-f]{8}$/i.test(name) ? name.toUpperCase() : name);

/** An attribute that takes more than this, such as a sequence with many items, is left to the file. */
const MAX_BYTES = 4096;

/** Of a file, the attributes of a level. */
export function attributesOf(file: DicomFile, level: Level): DicomJson {
  const kept: DicomJson = {};
  for (const { tag } of attributes.filter((attribute) => attribute.level === level)) {
    const element = file.element(tag);
    if (!element || element.length > MAX_BYTES) continue;
    const values = valuesOf(file, tag);
    // PostgreSQL's text has no NUL; the file keeps what it has.
    const text = JSON.stringify(values, (_, value) =>
      typeof value === 'string' ? value.replaceAll('\0', '\uFFFD') : value,
    );
    kept[tag] = { vr: element.vr, ...(values.length > 0 && { Value: JSON.parse(text) }) };
  }
  return kept;
}

/** The values of an element that is not binary. */
function valuesOf(file: DicomFile, tag: string): DicomValue[] {
  const items = file.items(tag);
  if (items.length > 0) return items.map((item) => item.toJSON());
  const value = file.get(tag);
  if (value === undefined || value === null || Buffer.isBuffer(value)) return [];
  return Array.isArray(value) ? (value as DicomValue[]) : [value];
}

/** The first value of an attribute, if it is a text. */
export function textOf(json: DicomJson, tag: string): string | undefined {
  const value = json[tag]?.Value?.[0];
  return typeof value === 'string' ? value : undefined;
}
