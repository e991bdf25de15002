import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dicom, pdf } from 'clinicore';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { backends, useBackend } from './backends';
import { read } from './dicom-golden';
import { pngOf } from './dicom-png';
import { isMissing, needs } from './pdf/tools';

const folder = mkdtempSync(join(tmpdir(), 'clinicore-dciodvfy-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What dciodvfy calls an error in a file, by the definition of its object (PS3.3). */
async function errorsIn(output: dicom.DicomOutput): Promise<string[]> {
  const path = join(folder, 'file.dcm');
  writeFileSync(path, await output.toBuffer());
  const { stdout, stderr, error } = spawnSync('dciodvfy', [path], { encoding: 'utf8' });
  if (error) throw error;
  // It names the object it checked, if it knows it.
  expect(stdout + stderr).toMatch(/^[A-Z]\w+$/m);
  return (stdout + stderr).split('\n').filter((line) => line.startsWith('Error'));
}

const grey = { width: 4, height: 4, depth: 8, colorType: 0 } as const;
const pixels = (count: number) => Array.from({ length: count }, (_, at) => at * 5);
const attributes = { PatientName: 'Doe^Jane', PatientID: 'P-1', Laterality: 'R' };

/** Golden files in which it finds none. */
const sound = ['keratometry', 'visual_acuity', 'iol_calculation', 'visual_field', 'photography'];

describe.skipIf(isMissing('dciodvfy')).each(backends)(
  `dciodvfy finds no error on the %s backend${needs('dciodvfy')}`,
  (name) => {
    beforeEach(() => {
      useBackend(name);
    });

    it.each<[string, dicom.DicomPicture | dicom.DicomPicture[]]>([
      ['grey', pngOf(grey, pixels(16))],
      ['colour', pngOf({ ...grey, colorType: 2 }, pixels(48))],
      ['grey frames', [pngOf(grey, pixels(16)), pngOf(grey, pixels(16))]],
      ['colour frames', [pngOf({ ...grey, colorType: 2 }, pixels(48)), pngOf({ ...grey, colorType: 2 }, pixels(48))]],
    ])('in a Secondary Capture: %s', async (_, image) => {
      expect(await errorsIn(dicom.secondaryCapture(image, attributes))).toEqual([]);
      expect(await errorsIn(dicom.secondaryCapture(image))).toEqual([]);
    });

    it('in a Secondary Capture of JPEGs', async () => {
      const file = await dicom.open(read('ophthalmic/photography.dcm'));
      const jpeg = await file.toJpeg(0);
      expect(await errorsIn(dicom.secondaryCapture(jpeg, attributes))).toEqual([]);
      expect(await errorsIn(dicom.secondaryCapture([jpeg, jpeg], attributes))).toEqual([]);
    });

    it('in an Encapsulated PDF', async () => {
      const letter = await pdf.render({ title: 'Referral', content: ['Dear colleague'] });
      const code = { '00080100': '57133-1', '00080102': 'LN', '00080104': 'Referral note' };
      const named = {
        DocumentTitle: 'Referral',
        ImageLaterality: 'R',
        ...Object.fromEntries(Object.entries(code).map(([tag, value]) => [`ConceptNameCodeSequence.${tag}`, value])),
      };
      expect(await errorsIn(dicom.encapsulatedPdf(letter, { PatientID: 'P-1', ...named }))).toEqual([]);
      expect(await errorsIn(dicom.encapsulatedPdf(letter))).toEqual([]);
    });

    it.each(sound)('in the edit of %s', async (kind) => {
      const file = await dicom.open(read(`ophthalmic/${kind}.dcm`));
      const edit = dicom
        .edit(file, { characterSet: 'ISO_IR 192' })
        .set('PatientName', '山田^太郎')
        .set('SOPInstanceUID', '2.25.7')
        .set('ReferencedStudySequence.ReferencedSOPClassUID', '1.2.840.10008.3.1.2.3.1')
        .set('ReferencedStudySequence.ReferencedSOPInstanceUID', '2.25.8')
        .set({ group: 0x0009, creator: 'ACME', element: 1 }, [1.5, -2], { vr: 'FD' });
      expect(await errorsIn(edit)).toEqual([]);
    });

    it.each(sound)('in %s, de-identified', async (kind) => {
      const file = await dicom.open(read(`ophthalmic/${kind}.dcm`));
      const key = 'k'.repeat(32);
      expect(await errorsIn(await dicom.deidentify(file, { key }))).toEqual([]);
      const options = { key, retainDates: 'modified', retainDeviceIdentity: true, patientId: 'TRIAL-7' } as const;
      expect(await errorsIn(await dicom.deidentify(file, options))).toEqual([]);
    });

    it.each(['CT_small', 'rtplan', 'test-SR', 'reportsi'])('that %s did not have, de-identified', async (name) => {
      const file = await dicom.open(read(`pydicom/test_files/${name}.dcm`));
      const before = await errorsIn(dicom.edit(file));
      const after = await errorsIn(await dicom.deidentify(file, { key: 'k'.repeat(32) }));
      expect(after.filter((error) => !before.includes(error))).toEqual([]);
    });
  },
);
