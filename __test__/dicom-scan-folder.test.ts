import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { configure, dicom } from 'clinicore';
import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, type Outcome, useBackend } from './backends';
import { element, explicit, part10, sequence } from './dicom-bytes';
import { byTheStandard, expected, golden } from './dicom-golden';

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'clinicore-scan-')));
afterAll(() => rmSync(scratch, { recursive: true }));

const explicitLittle = '1.2.840.10008.1.2.1';
const even = (text: string): string => (text.length % 2 ? `${text} ` : text);
/** A file of a patient. */
const file = (id: string): Buffer => part10(explicitLittle, explicit(0x0010_0020, 'LO', even(id)));

/** The elements read by default. */
const SUMMARY: Record<dicom.SummaryElement, string> = {
  PatientID: '00100020',
  PatientName: '00100010',
  PatientBirthDate: '00100030',
  StudyInstanceUID: '0020000D',
  StudyDate: '00080020',
  StudyTime: '00080030',
  StudyDescription: '00081030',
  AccessionNumber: '00080050',
  SeriesInstanceUID: '0020000E',
  SeriesNumber: '00200011',
  SeriesDescription: '0008103E',
  Modality: '00080060',
  SOPClassUID: '00080016',
  SOPInstanceUID: '00080018',
  InstanceNumber: '00200013',
};

let folders = 0;
/** A new folder with these files. */
function folder(files: Record<string, Buffer | string>): string {
  const root = join(scratch, String(folders++));
  mkdirSync(root);
  for (const [path, data] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), data);
  }
  return root;
}

async function all<E extends string = dicom.SummaryElement>(root: string | URL, options?: dicom.ScanOptions<E>) {
  const files: dicom.ScannedFile<E>[] = [];
  for await (const found of dicom.scanFolder(root, options)) files.push(found);
  return files;
}

const paths = async (root: string, options?: dicom.ScanOptions) => (await all(root, options)).map(({ path }) => path);

/** The files of a folder before those of the folders in it, by name: what a scan must find. */
function listed(root: string, below = ''): string[] {
  const entries = readdirSync(join(root, below), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  const path = (name: string) => (below === '' ? name : `${below}/${name}`);
  return [
    ...entries.filter((entry) => !entry.isDirectory()).map(({ name }) => path(name)),
    ...entries.filter((entry) => entry.isDirectory()).flatMap(({ name }) => listed(root, path(name))),
  ];
}

describe.each(backends)('dicom.scanFolder on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it('says of every golden file what open says', async () => {
    const elements = [
      'PatientName',
      'SOPInstanceUID',
      '0008103E',
      'ReferencedStudySequence.ReferencedSOPInstanceUID',
    ] as const;
    const found = await all(golden, { elements });
    expect(found.map(({ path }) => path)).toEqual(listed(golden));
    for (const { path, size, transferSyntax, values, error } of found) {
      const absolute = join(golden, path);
      expect(size, path).toBe(statSync(absolute).size);
      const said = error ? failed(error) : { value: { transferSyntax, values } };
      expect(said, path).toEqual(await opened(absolute, elements));
    }
    expect(found.filter(({ error }) => !error).length).toBeGreaterThan(60);
  });

  it('reads by default what tells patients, studies, series and instances apart', async () => {
    const folder = 'pydicom/test_files/dicomdirtests/98892003/MR700';
    const [first] = await all(join(golden, folder));
    expect(first).toMatchObject({ path: '4467', transferSyntax: explicitLittle });
    const want = byTheStandard(structuredClone(expected[`${folder}/4467`] as dicom.DicomJson));
    expect(first?.values).toEqual(
      Object.fromEntries(
        Object.entries(SUMMARY).map(([keyword, tag]) => {
          const said = want[tag];
          return [keyword, said && (said.Value?.[0] ?? null)];
        }),
      ),
    );
  });

  it('gives the files of a folder by name, before those of its folders', async () => {
    const root = folder({
      'b/2': file('1'),
      'b/1/x': file('2'),
      'b.dcm': file('3'),
      a: file('4'),
      'Z/1': file('5'),
      ä: file('6'),
    });
    expect(await paths(root)).toEqual(['a', 'b.dcm', 'ä', 'Z/1', 'b/2', 'b/1/x']);
    expect(await paths(root, { concurrency: 1 })).toEqual(['a', 'b.dcm', 'ä', 'Z/1', 'b/2', 'b/1/x']);
    expect((await paths(root, { sorted: false })).sort()).toEqual(['Z/1', 'a', 'b.dcm', 'b/1/x', 'b/2', 'ä']);
    expect(await paths(root, { recursive: false })).toEqual(['a', 'b.dcm', 'ä']);
  });

  it('takes a path, a URL and a link to a folder, but nothing else', async () => {
    const root = folder({ a: file('1') });
    symlinkSync(root, `${root}-link`, 'junction');
    const want = [expect.objectContaining({ path: 'a', values: expect.objectContaining({ PatientID: '1' }) })];
    for (const given of [root, pathToFileURL(root), `${root}-link`, `${root}/../${basename(root)}/`]) {
      expect(await all(given)).toEqual(want);
    }
    expect(await failure(() => all(join(root, 'none')))).toEqual({
      code: 'ERR_IO',
      message: 'The folder cannot be read',
      details: {},
    });
    for (const given of [join(root, 'a'), '', 7, new URL('https://a.example/'), undefined]) {
      expect(await failure(() => all(given as string))).toMatchObject({
        code: 'ERR_INVALID_ARGUMENT',
        details: { argument: 'path' },
      });
    }
  });

  it('refuses wrong options before it reads anything', async () => {
    for (const options of [
      { elements: 'PatientID' },
      { elements: ['PatientsName'] },
      { elements: ['PatientID', 7] },
      { concurrency: 0 },
      { maxFiles: 0 },
      { maxValueBytes: 1000 },
      { filter: /dcm/ },
      { notDicom: 'ignore' },
      { sorted: 'name' },
      { followSymlinks: 1 },
      { recursive: null },
      { depth: 3 },
    ]) {
      expect(await failure(() => all(scratch, options as object))).toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
    }
    expect(await failure(() => all(scratch, { elements: ['PatientID', 'Nonsense'] as string[] }))).toEqual({
      code: 'ERR_INVALID_ARGUMENT',
      message: 'options.elements[1] must be a keyword of PS3.6, a tag, or a path of these, got a string',
      details: { argument: 'options.elements[1]' },
    });
  });

  it('reports what is no DICOM file, or leaves it out', async () => {
    const root = folder({
      a: file('1'),
      empty: '',
      'readme.txt': 'Please insert the disc.',
      big: Buffer.alloc(3_000_000, 7),
    });
    const found = await all(root);
    expect(found.map(({ path, size, error }) => [path, size, error?.code, error?.details])).toEqual([
      ['a', 170, undefined, undefined],
      ['big', 3_000_000, 'ERR_MALFORMED_INPUT', { offset: 0 }],
      ['empty', 0, 'ERR_MALFORMED_INPUT', { offset: 0 }],
      ['readme.txt', 23, 'ERR_MALFORMED_INPUT', { offset: 0 }],
    ]);
    expect(await paths(root, { notDicom: 'skip' })).toEqual(['a']);
  });

  it('reports a damaged DICOM file in any case', async () => {
    const root = folder({ cut: file('12345678').subarray(0, -1), whole: file('1') });
    const found = await all(root, { notDicom: 'skip' });
    expect(found.map(({ path, error }) => [path, error?.code])).toEqual([
      ['cut', 'ERR_MALFORMED_INPUT'],
      ['whole', undefined],
    ]);
    expect(found[0]?.error?.details).toEqual({ offset: 160, required: 8, given: 7 });
  });

  it('holds every file to the limits, and goes on with the next', async () => {
    const deep = [1, 2, 3, 4].reduce<Buffer>(
      (inner) => sequence(0x0040_a730, [element(0xfffe_e000, '', inner)]),
      Buffer.alloc(0),
    );
    const root = folder({
      a: part10(explicitLittle, explicit(0x0010_0020, 'LO', 'x'.repeat(2000))),
      b: part10(explicitLittle, deep),
      c: file('1'),
    });
    const found = await all(root, { maxDepth: 3, maxValueBytes: 1024, elements: ['PatientID'] });
    expect(found.map(({ error }) => error && failed(error))).toEqual([
      {
        code: 'ERR_LIMIT_EXCEEDED',
        message: 'The value of (0010,0020) was not kept in memory',
        details: { limit: 1024, option: 'maxValueBytes' },
      },
      expect.objectContaining({ code: 'ERR_LIMIT_EXCEEDED', details: expect.objectContaining({ option: 'maxDepth' }) }),
      undefined,
    ]);
  });

  it('asks the filter of every file and folder, and does not list what it leaves out', async () => {
    const root = folder({
      'keep/a.dcm': file('1'),
      'keep/b.txt': file('2'),
      'leave/c.dcm': file('3'),
      'd.dcm': file('4'),
    });
    const asked: [string, boolean][] = [];
    const filter = (path: string, isFolder: boolean) => {
      asked.push([path, isFolder]);
      return isFolder ? path !== 'leave' : path.endsWith('.dcm');
    };
    expect(await paths(root, { filter })).toEqual(['d.dcm', 'keep/a.dcm']);
    expect(asked.sort()).toEqual([
      ['d.dcm', false],
      ['keep', true],
      ['keep/a.dcm', false],
      ['keep/b.txt', false],
      ['leave', true],
    ]);
    // Also where it is the file system's error, but not that of the scan.
    for (const mistake of [
      new Error('a mistake of the caller'),
      Object.assign(new Error('ENOENT'), { syscall: 'stat' }),
    ]) {
      const failing = () => {
        throw mistake;
      };
      await expect(all(root, { filter: failing })).rejects.toBe(mistake);
    }
  });

  it('gives maxFiles files, and rejects if there are more', async () => {
    const root = folder({ a: file('1'), b: 'no', 'c/d': file('3') });
    expect((await all(root, { maxFiles: 3 })).length).toBe(3);
    const given: string[] = [];
    const scan = async () => {
      for await (const { path } of dicom.scanFolder(root, { maxFiles: 2 })) given.push(path);
    };
    expect(await failure(scan)).toEqual({
      code: 'ERR_LIMIT_EXCEEDED',
      message: 'The folder holds more than 2 files',
      details: { limit: 2, option: 'maxFiles' },
    });
    expect(given).toEqual(['a', 'b']);
  });

  it('waits while the queue of the pool is full', async () => {
    const root = folder(Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`f${at}`, file(String(at))])));
    const { threads, maxQueue } = configure({ maxQueue: 1 });
    try {
      const found = await all(root, { concurrency: 30 });
      expect(found.length).toBe(60);
      expect(found.filter(({ error }) => error)).toEqual([]);
    } finally {
      configure({ maxQueue, ...(threads > 0 && { threads }) });
    }
  });

  it('finds what is there in random trees, with any options', async () => {
    const part = fc.constantFrom('a', 'b', 'Z', 'c.dcm', '.hidden', 'ü', 'x y');
    const tree = fc.uniqueArray(fc.array(part, { minLength: 1, maxLength: 4 }), {
      selector: (way) => way.join('/'),
      maxLength: 20,
    });
    await fc.assert(
      fc.asyncProperty(tree, fc.integer({ min: 1, max: 5 }), fc.boolean(), async (ways, concurrency, sorted) => {
        const files: Record<string, Buffer> = {};
        const isFree = (path: string) =>
          !Object.keys(files).some((other) => other.startsWith(`${path}/`) || path.startsWith(`${other}/`));
        for (const way of ways.map((parts) => parts.join('/')))
          if (isFree(way)) files[way] = file(way.length.toString());
        const root = folder(files);
        const found = await all(root, { concurrency, sorted });
        const order = found.map(({ path }) => path);
        expect(sorted ? order : order.sort()).toEqual(sorted ? listed(root) : listed(root).sort());
        for (const { path, values } of found) expect(values?.PatientID).toBe(String(path.length));
        rmSync(root, { recursive: true });
      }),
      { seed: 20261122, numRuns: 60 },
    );
  });
});

const failed = ({ code, message, details }: { code: string; message: string; details: object }) => ({
  code,
  message,
  details,
});

/** What `open` says of a file. */
async function opened(path: string, elements: readonly string[]): Promise<Outcome<object>> {
  try {
    await using file = await dicom.open(path);
    const values = Object.fromEntries(elements.map((where) => [where, file.get(where)]));
    return { value: { transferSyntax: file.transferSyntax, values } };
  } catch (error) {
    return failed(error as never);
  }
}
