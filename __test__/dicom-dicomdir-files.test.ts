import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { dicom } from 'clinicore';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failure } from './backends';
import { directory } from './dicom-dicomdir-bytes';
import { golden } from './dicom-golden';

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'clinicore-dicomdir-')));
const root = join(scratch, 'medium');
afterAll(() => rmSync(scratch, { recursive: true }));

function written(...way: string[]): string {
  const path = join(...way);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, way.at(-1) as string);
  return path;
}

/** A directory of one record, which refers to a file; `\` stands between the components. */
async function recordOf(fileId: string) {
  const { data, offsets } = directory([{ type: 'IMAGE', fileId }]);
  const found = await dicom.dicomdir(await dicom.open(data), { root });
  const [record] = found.records;
  return { found, record: record as dicom.DicomRecord, offset: offsets[0] as number };
}

const located = async (fileId: string): Promise<string | undefined> => {
  const { found, record } = await recordOf(fileId);
  return found.locate(record);
};

describe('a file ID of a DICOMDIR', () => {
  it.each([
    ['PT000000\\ST000000\\IM000001', 'PT000000/ST000000/IM000001'],
    ['IMAGES\\A_1.DCM', 'IMAGES/A_1.DCM'],
    ['lower\\A longer name than the standard has\\.hidden', 'lower/A longer name than the standard has/.hidden'],
    ['1\\2\\3\\4\\5\\6\\7\\8', '1/2/3/4/5/6/7/8'],
    ['..A\\CONTROL\\COM\\AUXILIARY', '..A/CONTROL/COM/AUXILIARY'],
    [' LEADING\\TRAILING ', 'LEADING/TRAILING'],
  ])('%j is a path', async (fileId, path) => {
    const { found, record } = await recordOf(fileId);
    expect(record.path).toBe(path);
    expect(found.problems).toEqual([]);
  });

  it.each([
    ['..\\ETC\\PASSWD', /'\.\.'/],
    ['A\\..\\..\\B', /'\.\.'/],
    ['A\\.', /'\.\.'/],
    ['A\\.. .\\B', /'\.\.'/],
    ['A.\\B', /ends with a dot/],
    ['\\ETC\\PASSWD', /empty/],
    ['A\\\\B', /empty/],
    ['A\\B\\', /empty/],
    ['\\\\SERVER\\SHARE', /empty/],
    ['/ETC/PASSWD', /character/],
    ['A/../../B', /character/],
    ['C:\\WINDOWS', /character/],
    ['C:', /character/],
    ['A\\B:STREAM', /character/],
    ['A\0B', /character/],
    ['A\nB', /character/],
    ['A*', /character/],
    ['A?', /character/],
    ['\\\\?\\C', /empty/],
    ['\u00c4\\B', /character/],
    ['CON', /device/],
    ['A\\nul.dcm', /device/],
    ['COM1\\A', /device/],
    ['AUX .TXT', /device/],
    ['1\\2\\3\\4\\5\\6\\7\\8\\9', /more than 8/],
    ['A'.repeat(3000), /too long/],
  ])('%j is refused', async (fileId, why) => {
    const { found, record, offset } = await recordOf(fileId);
    expect(found.problems).toEqual([{ kind: 'fileId', offset, message: expect.stringMatching(why) }]);
    const refused = { code: 'ERR_MALFORMED_INPUT', message: expect.stringMatching(why), details: { offset } };
    expect(await failure(() => record.path)).toEqual(refused);
    expect(await failure(() => found.locate(record))).toEqual(refused);
  });

  it('that is not there, or empty, is no path', async () => {
    expect((await recordOf('')).record.path).toBeUndefined();
    expect(await located('')).toBeUndefined();
    const { data } = directory([{ type: 'PATIENT' }]);
    const found = await dicom.dicomdir(await dicom.open(data), { root });
    expect(found.records[0]?.path).toBeUndefined();
  });
});

const onLinux = process.platform === 'linux' ? '' : ' (left out: other disks do not tell upper and lower case apart)';

describe.skipIf(onLinux !== '')(`DicomDir.locate on a disk of Linux${onLinux}`, () => {
  beforeAll(() => {
    written(root, 'EXACT', 'IM1');
    written(root, 'lower', 'im1');
    written(root, 'ISO', 'IM1.;1');
    written(root, 'ISO', 'IM2.DCM;1');
    written(root, 'BOTH', 'im1');
    written(root, 'BOTH', 'Im1');
    written(root, 'BOTH', 'IM2');
    written(root, 'BOTH', 'im2;1');
    written(scratch, 'outside', 'SECRET');
    symlinkSync(join(scratch, 'outside'), join(root, 'OUT'));
    symlinkSync(join(scratch, 'outside', 'SECRET'), join(root, 'EXACT', 'SECRET'));
    symlinkSync(join(root, 'EXACT', 'IM1'), join(root, 'INSIDE'));
    symlinkSync(join(root, 'nowhere'), join(root, 'DANGLING'));
    symlinkSync('LOOP', join(root, 'LOOP'));
  });

  it.each([
    ['by its name', 'EXACT\\IM1', 'EXACT/IM1'],
    ['in lower case', 'LOWER\\IM1', 'lower/im1'],
    ['with a version', 'ISO\\IM1', 'ISO/IM1.;1'],
    ['with an extension, a version, in another case', 'iso\\im2.dcm', 'ISO/IM2.DCM;1'],
    ['by its name among others alike', 'BOTH\\IM2', 'BOTH/IM2'],
    ['a link leads to within the root', 'INSIDE', 'EXACT/IM1'],
  ])('finds a file %s', async (_, fileId, path) => {
    expect(await located(fileId)).toBe(join(root, path));
  });

  it.each([
    ['a file that is not there', 'EXACT\\IM9'],
    ['a folder that is not there', 'NONE\\IM1'],
    ['a file below a file', 'EXACT\\IM1\\IM1'],
    ['a folder', 'EXACT'],
    ['one of several alike', 'BOTH\\IM1'],
    ['a link to nowhere', 'DANGLING'],
    ['a link to itself', 'LOOP'],
    ['a name longer than the disk has', 'X'.repeat(300)],
  ])('refuses %s', async (_, fileId) => {
    const { found, record, offset } = await recordOf(fileId);
    expect(await failure(() => found.locate(record))).toMatchObject({ code: 'ERR_IO', details: { offset } });
  });

  it.each([
    ['a link to a folder outside', 'OUT\\SECRET'],
    ['such a link in another case', 'out\\secret'],
    ['a link to a file outside', 'EXACT\\SECRET'],
    ['such a link in another case', 'exact\\secret'],
    ['what is not there outside', 'OUT\\IM9'],
  ])('refuses %s', async (_, fileId) => {
    const { found, record, offset } = await recordOf(fileId);
    expect(await failure(() => found.locate(record))).toEqual({
      code: 'ERR_MALFORMED_INPUT',
      message: `The record at byte ${offset} refers to a file that a link leads to, outside of the file-set`,
      details: { offset },
    });
  });

  it('refuses a pipe without opening it', async () => {
    execFileSync('mkfifo', [join(root, 'PIPE')]);
    expect(await failure(() => located('PIPE'))).toMatchObject({ code: 'ERR_IO' });
  });
});

describe('DicomDir.locate', () => {
  it('needs a root that is there, and a record', async () => {
    const { data } = directory([{ fileId: 'EXACT\\IM1' }]);
    const file = await dicom.open(data);
    const without = await dicom.dicomdir(file);
    const [record] = without.records as [dicom.DicomRecord];
    expect(await failure(() => without.locate(record))).toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
      details: { argument: 'options.root' },
    });
    const elsewhere = await dicom.dicomdir(file, { root: join(scratch, 'not', 'here') });
    expect(await failure(() => elsewhere.locate(record))).toMatchObject({ code: 'ERR_IO' });
    for (const given of [file, {}, undefined, new Proxy(record, {})]) {
      expect(await failure(() => elsewhere.locate(given as never))).toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
    }
  });

  it('finds the files of a real medium, by a path and by a URL', async () => {
    const folder = join(golden, 'pydicom/test_files/dicomdirtests');
    await using file = await dicom.open(join(folder, 'DICOMDIR'));
    for (const given of [folder, pathToFileURL(folder)]) {
      const found = await dicom.dicomdir(file, { root: given });
      const record = [...found].find(({ path }) => path === '98892003/MR700/4467') as dicom.DicomRecord;
      await using image = await dicom.open((await found.locate(record)) as string);
      expect(image.get('SOPInstanceUID')).toBe(record.sopInstanceUid);
      expect(image.get('SOPClassUID')).toBe(record.sopClassUid);
    }
  });
});
