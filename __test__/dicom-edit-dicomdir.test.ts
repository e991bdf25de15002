import { dicom } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, useBackend } from './backends';
import { files, read } from './dicom-golden';

const directories = files.filter((file) => /DICOMDIR[^/]*$/.test(file) && !file.endsWith('nooffset'));

/** The tree of a directory: what its records are, each in its place. */
const treeOf = (records: readonly dicom.DicomRecord[]): unknown[] =>
  records.map((record) => [record.type, record.path, record.get('PatientID'), treeOf(record.children)]);

describe.each(backends)('the edit of a DICOMDIR on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it('keeps its records in their tree, wherever they stand', async () => {
    let records = 0;
    for (const path of directories) {
      const file = await dicom.open(read(path));
      const edit = dicom.edit(file).set('FileSetID', 'ANOTHER_NAME');
      const items = file.items('DirectoryRecordSequence').length;
      for (const number of [0, 2, items - 1].filter((item) => item < items && item >= 0)) {
        edit.set(`DirectoryRecordSequence[${number}].PatientComments`, 'x'.repeat(100 + 2 * number));
      }
      const result = await dicom.open(await edit.toBuffer());
      const before = await dicom.dicomdir(file);
      const after = await dicom.dicomdir(result);
      expect(treeOf(after.records), path).toEqual(treeOf(before.records));
      expect(after.problems.map(({ kind }) => kind)).toEqual(before.problems.map(({ kind }) => kind));
      records += items;
    }
    expect(records).toBeGreaterThan(200);
  });
});
