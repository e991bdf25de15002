import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { dicom } from 'clinicore';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { failure } from './backends';
import { explicit, part10 } from './dicom-bytes';
import { golden, read } from './dicom-golden';

const scratch = mkdtempSync(join(tmpdir(), 'clinicore-studies-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** What a scan would give of a file with these values. */
function scanned(path: string, values: Partial<Record<dicom.SummaryElement, dicom.DicomContent>>): dicom.ScannedFile {
  return { path, size: 1, transferSyntax: '1.2.840.10008.1.2', values: values as dicom.IndexedFile['values'] };
}

async function* scan(...files: dicom.ScannedFile[]): AsyncGenerator<dicom.ScannedFile> {
  yield* files;
}

const uids = (study: string, series: string) => ({ StudyInstanceUID: study, SeriesInstanceUID: series });

describe('dicom.studies', () => {
  it('groups the files of a medium as its DICOMDIR does', async () => {
    const folder = join(golden, 'pydicom/test_files/dicomdirtests');
    const found = await dicom.studies(dicom.scanFolder(folder, { filter: (path) => !path.startsWith('TINY') }));
    const ours = found.patients.flatMap(({ id, studies }) =>
      studies.flatMap((study) =>
        study.series.flatMap(({ uid, instances }) =>
          instances.map(({ path, values }) => [path, id, study.uid, uid, values.SOPInstanceUID]),
        ),
      ),
    );
    const { instances } = JSON.parse(read('dicomdir.json').toString())['pydicom/test_files/dicomdirtests/DICOMDIR'];
    const theirs = new Map(
      instances.map(({ path, records }: { path: string; records: [string, number, string][] }) => [
        path,
        [path, ...records.map(([, , key]) => key)],
      ]),
    );
    expect(ours.map(([path]) => path).sort()).toEqual([
      '77654033/CR1/6154',
      '98892001/CT2N/6293',
      '98892003/MR1/15820',
      '98892003/MR700/4467',
    ]);
    for (const entry of ours) expect(entry).toEqual(theirs.get(entry[0]));
    // The DICOMDIRs themselves belong to no series; one of them is damaged.
    expect(found.others.map(({ path, error }) => [path, error?.code])).toEqual([
      ['DICOMDIR', undefined],
      ['DICOMDIR-bigEnd', undefined],
      ['DICOMDIR-empty.dcm', undefined],
      ['DICOMDIR-implicit', undefined],
      ['DICOMDIR-nooffset', 'ERR_MALFORMED_INPUT'],
      ['DICOMDIR-nopatient', undefined],
      ['DICOMDIR-reordered', undefined],
    ]);
  });

  it('says of each what its first file says, and leaves out what that does not', async () => {
    const first = scanned('a', {
      PatientID: '17',
      PatientName: { Alphabetic: 'Doe^Jane' },
      PatientBirthDate: '19700101',
      ...uids('1', '1.1'),
      StudyDate: '20260301',
      StudyTime: '1200',
      StudyDescription: 'Eyes',
      AccessionNumber: 'A1',
      Modality: 'OPT',
      SeriesNumber: 3,
      SeriesDescription: 'Right',
    });
    const second = scanned('b', { ...first.values, StudyDate: '20260302', Modality: 'OP' });
    const bare = scanned('c', { PatientID: null, AccessionNumber: ['A', 'B'], ...uids('2', '2.1') });
    expect(await dicom.studies(scan(first, bare, second))).toEqual({
      patients: [
        {
          id: '17',
          name: { Alphabetic: 'Doe^Jane' },
          birthDate: '19700101',
          studies: [
            {
              uid: '1',
              date: '20260301',
              time: '1200',
              description: 'Eyes',
              accessionNumber: 'A1',
              series: [{ uid: '1.1', modality: 'OPT', number: 3, description: 'Right', instances: [first, second] }],
            },
          ],
        },
        { studies: [{ uid: '2', series: [{ uid: '2.1', instances: [bare] }] }] },
      ],
      others: [],
    });
  });

  it('never makes one patient of two', async () => {
    const person = { PatientID: '17', PatientName: { Alphabetic: 'Doe^Jane' }, PatientBirthDate: '19700101' };
    const files = [
      person,
      { ...person, PatientID: '18' },
      { ...person, PatientName: { Alphabetic: 'Doe^John' } },
      { ...person, PatientBirthDate: '19710101' },
      { ...person, PatientBirthDate: null },
    ].map((values, at) => scanned(String(at), { ...values, ...uids('1', '1.1') }));
    const { patients } = await dicom.studies(scan(...files));
    expect(patients.map(({ studies }) => studies[0]?.series[0]?.instances)).toEqual(files.map((file) => [file]));
  });

  it('keeps what belongs to no series, or cannot be read', async () => {
    const path = (name: string, data: Buffer) => {
      mkdirSync(dirname(join(scratch, name)), { recursive: true });
      writeFileSync(join(scratch, name), data);
    };
    path('no-series', part10('1.2.840.10008.1.2.1', explicit(0x0020_000d, 'UI', '1.2\0')));
    path('readme', Buffer.from('Please insert the disc.'));
    const { patients, others } = await dicom.studies(dicom.scanFolder(scratch));
    expect(patients).toEqual([]);
    expect(others.map(({ path, error }) => [path, error?.code])).toEqual([
      ['no-series', undefined],
      ['readme', 'ERR_MALFORMED_INPUT'],
    ]);
  });

  it('holds every file once, among files that have all its keys', async () => {
    const key = fc.constantFrom('1', '2', '3');
    const file = fc.record({ PatientID: key, StudyInstanceUID: key, SeriesInstanceUID: key });
    await fc.assert(
      fc.asyncProperty(fc.array(file, { maxLength: 30 }), async (list) => {
        const files = list.map((values, at) => scanned(String(at), values));
        const { patients } = await dicom.studies(scan(...files));
        const ours = patients.flatMap(({ id, studies }) =>
          studies.flatMap(({ uid, series }) =>
            series.map((one) => [id, uid, one.uid, one.instances.map(({ path }) => path)]),
          ),
        );
        const theirs = new Map<string, string[]>();
        for (const [at, { PatientID, StudyInstanceUID, SeriesInstanceUID }] of list.entries()) {
          const keys = [PatientID, StudyInstanceUID, SeriesInstanceUID].join();
          theirs.set(keys, [...(theirs.get(keys) ?? []), String(at)]);
        }
        expect(Object.fromEntries(ours.map((one) => [one.slice(0, 3).join(), one[3]]))).toEqual(
          Object.fromEntries(theirs),
        );
        expect(ours.length).toBe(theirs.size);
      }),
      { seed: 20261123, numRuns: 200 },
    );
  });

  it('rejects with what the scan rejects with, and takes nothing else', async () => {
    expect(await failure(() => dicom.studies(dicom.scanFolder(join(scratch, 'none'))))).toMatchObject({
      code: 'ERR_IO',
    });
    for (const given of [undefined, [], 'folder']) {
      expect(await failure(() => dicom.studies(given as never))).toMatchObject({
        code: 'ERR_INVALID_ARGUMENT',
        details: { argument: 'scan' },
      });
    }
  });
});
