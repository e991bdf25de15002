import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { dicom } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from './backends';
import { element } from './dicom-bytes';
import { directory, type Plan } from './dicom-dicomdir-bytes';
import { golden, read } from './dicom-golden';

/** What pydicom's FileSet makes of the files. */
interface FileSet {
  id: string | null;
  instances: {
    path: string;
    sopClassUid: string;
    sopInstanceUid: string;
    transferSyntax: string;
    records: [type: string, offset: number, key: string][];
  }[];
}

const fileSets: Record<string, FileSet> = JSON.parse(read('dicomdir.json').toString());

const KEYS: Record<string, string> = { PATIENT: 'PatientID', STUDY: 'StudyInstanceUID', SERIES: 'SeriesInstanceUID' };

async function dicomdir(data: Buffer, options?: dicom.DicomDirOptions): Promise<dicom.DicomDir> {
  return dicom.dicomdir(await dicom.open(data), options);
}

/** The tree of a directory, each record as its type with what is below it. */
type Tree = (string | Tree)[];
const tree = (records: readonly dicom.DicomRecord[]): Tree =>
  records.flatMap((record) =>
    record.children.length > 0 ? [record.type as string, tree(record.children)] : [record.type as string],
  );

const problems = (found: dicom.DicomDir) => found.problems.map(({ kind, offset }) => ({ kind, offset }));

/** A sound directory: two patients, one of whom has two studies. */
const sound: Plan[] = [
  { type: 'PATIENT', next: 5, lower: 1 },
  { type: 'STUDY', next: 4, lower: 2 },
  { type: 'SERIES', lower: 3 },
  { type: 'IMAGE', fileId: 'A\\B\\C' },
  { type: 'STUDY' },
  { type: 'PATIENT' },
];
const soundTree = ['PATIENT', ['STUDY', ['SERIES', ['IMAGE']], 'STUDY'], 'PATIENT'];

const changed = (at: number, plan: Plan): Plan[] =>
  sound.map((was, number) => (number === at ? { ...was, ...plan } : was));

describe.each(backends)('dicom.dicomdir on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  describe('gives the instances and the records above them as pydicom does of', () => {
    it.each(Object.keys(fileSets))('%s', async (file) => {
      const want = fileSets[file] as FileSet;
      await using opened = await dicom.open(join(golden, file));
      const found = await dicom.dicomdir(opened);
      expect(found.problems).toEqual([]);
      expect(found.unreachable).toEqual([]);
      expect(opened.get('FileSetID') ?? null).toBe(want.id);
      const instances: FileSet['instances'] = [];
      const visit = (record: dicom.DicomRecord, above: FileSet['instances'][number]['records']): void => {
        const key = record.get(KEYS[record.type as string] ?? 'ReferencedSOPInstanceUIDInFile');
        const records = [...above, [record.type, record.offset, key] as (typeof above)[number]];
        const { path, sopClassUid, sopInstanceUid, transferSyntax } = record;
        if (path !== undefined) {
          instances.push({ path, sopClassUid, sopInstanceUid, transferSyntax, records } as (typeof instances)[number]);
        }
        for (const child of record.children) visit(child, records);
      };
      for (const record of found.records) visit(record, []);
      expect(instances).toEqual(want.instances);
    });
  });

  it('reads a stream and bytes as it reads a path', async () => {
    const path = join(golden, 'pydicom/test_files/dicomdirtests/TINY_ALPHA/DICOMDIR');
    const records = async (source: dicom.DicomSource) => {
      await using opened = await dicom.open(source);
      return [...(await dicom.dicomdir(opened))].map((record) => [record.offset, record.toJSON()]);
    };
    const want = await records(read('pydicom/test_files/dicomdirtests/TINY_ALPHA/DICOMDIR'));
    expect(want.length).toBe(53);
    expect(await records(path)).toEqual(want);
    expect(await records(createReadStream(path))).toEqual(want);
  });

  it('iterates over every record before those below it', async () => {
    const found = await dicomdir(directory(sound).data);
    expect(tree(found.records)).toEqual(soundTree);
    expect([...found].map(({ type }) => type)).toEqual(['PATIENT', 'STUDY', 'SERIES', 'IMAGE', 'STUDY', 'PATIENT']);
    expect(found.problems).toEqual([]);
  });

  it('gives the same record each time', async () => {
    const found = await dicomdir(directory(sound).data);
    expect(found.records[0]).toBe(found.records[0]);
    expect(found.records[0]?.children[0]).toBe([...found][1]);
  });

  it('reads keys in the character set of their record', async () => {
    const name = Buffer.from('Jos\u00e9^A ', 'latin1');
    const keys = (charset: string, bytes: Buffer) =>
      Buffer.concat([element(0x0008_0005, 'CS', charset), element(0x0010_0010, 'PN', bytes)]);
    const { data } = directory([
      { type: 'PATIENT', next: 1, keys: keys('ISO_IR 100', name) },
      { type: 'PATIENT', next: 2, keys: keys('ISO_IR 192', Buffer.from('Jos\u00e9^A')) },
      { type: 'PATIENT', keys: keys('ISO_IR 144', Buffer.from([0xbb, 0xee, 0xda, 0x20])) },
    ]);
    const names = [...(await dicomdir(data))].map((record) => record.get('PatientName'));
    expect(names).toEqual([{ Alphabetic: 'José^A' }, { Alphabetic: 'José^A' }, { Alphabetic: 'Люк' }]);
  });

  it('takes records of any type, and says which were deleted', async () => {
    const types = ['HANGING PROTOCOL', 'PRIVATE', 'SR DOCUMENT', 'PALETTE', 'IMPLANT GROUP', 'INVENTED'];
    const { data } = directory(
      types.map((type, at) => ({
        type,
        next: at + 1 < types.length ? at + 1 : undefined,
        inUse: at === 2 ? 0 : 0xffff,
      })),
    );
    const found = await dicomdir(data);
    expect(found.records.map(({ type }) => type)).toEqual(types);
    expect(found.records.map(({ inUse }) => inUse)).toEqual([true, true, false, true, true, true]);
    expect(found.problems).toEqual([]);
  });

  it('finds the file of a record that refers to another for it', async () => {
    const { data } = directory([
      { type: 'IMAGE', mrdr: 1 },
      { type: 'MRDR', fileId: 'SHARED\\FILE', keys: element(0x0004_1511, 'UI', '1.2.3\0') },
    ]);
    const found = await dicomdir(data);
    expect(found.problems).toEqual([]);
    expect(found.records[0]).toMatchObject({ path: 'SHARED/FILE', sopInstanceUid: '1.2.3' });
  });

  it('shows nothing of the patient when it is logged', async () => {
    const keys = element(0x0010_0010, 'PN', 'Doe^Jane');
    const found = await dicomdir(directory([{ type: 'PATIENT', keys }]).data);
    expect(inspect(found)).toBe('{ records: 1, problems: 0, unreachable: 0 }');
    expect(inspect(found.records)).not.toContain('Doe');
  });

  describe('of a wrong directory reads the rest, and says what is wrong:', () => {
    const leadsNowhere: [string, Plan[], number | undefined, unknown, number[]][] = [
      ['a next offset beyond the file', changed(1, { next: { byte: 0xffff_fff0 } }), 1, undefined, [4]],
      ['a next offset into a record', changed(1, { next: { byte: 500 } }), 1, undefined, [4]],
      ['a next offset that is missing', changed(1, { next: null }), 1, undefined, [4]],
      ['a next offset without a value', changed(1, { next: { raw: Buffer.alloc(0) } }), 1, undefined, [4]],
      ['a next offset of two numbers', changed(1, { next: { raw: Buffer.alloc(8) } }), 1, undefined, [4]],
      ['a next offset of three bytes', changed(1, { next: { raw: Buffer.alloc(3) } }), 1, undefined, [4]],
      ['a lower offset beyond the file', changed(0, { lower: { byte: 2 ** 31 } }), 0, undefined, [1, 2, 3, 4]],
      ['the first offset', sound, undefined, { byte: 7 }, [0, 1, 2, 3, 4, 5]],
    ];
    it.each(leadsNowhere)('%s', async (_, plans, at, first, lost) => {
      const { data, offsets } = directory(plans, first as undefined);
      const found = await dicomdir(data);
      const want = [
        { kind: 'offset', offset: at === undefined ? 0 : offsets[at] },
        ...lost.map((number) => ({ kind: 'unreachable', offset: offsets[number] })),
      ];
      expect(problems(found)).toEqual(want.sort((a, b) => (a.offset as number) - (b.offset as number)));
      expect(found.unreachable.map(({ offset }) => offset)).toEqual(lost.map((number) => offsets[number]));
      expect([...found].length).toBe(plans.length - lost.length);
      expect(found.unreachable.every(({ children }) => children.length === 0)).toBe(true);
    });

    it.each([
      ['a record that follows itself', changed(5, { next: 5 }), 5, soundTree],
      ['siblings in a circle', changed(5, { next: 0 }), 5, soundTree],
      ['a record below itself', changed(3, { lower: 3 }), 3, soundTree],
      ['a level below one of its own', changed(3, { lower: 0 }), 3, soundTree],
      ['a list that goes on in another one', changed(4, { next: 5 }), 4, soundTree],
      ['two records with the same children', changed(5, { lower: 1 }), 5, soundTree],
      ['a child that is also a sibling', changed(3, { next: 4 }), 3, soundTree],
    ])('%s', async (_, plans, at, want) => {
      const { data, offsets } = directory(plans);
      const found = await dicomdir(data);
      expect(problems(found)).toEqual([{ kind: 'repeated', offset: offsets[at] }]);
      expect(tree(found.records)).toEqual(want);
    });

    it('records that nothing leads to, unless they were deleted', async () => {
      const { data, offsets } = directory([{ type: 'PATIENT' }, { type: 'STUDY' }, { type: 'IMAGE', inUse: 0 }]);
      const found = await dicomdir(data);
      expect(problems(found)).toEqual([{ kind: 'unreachable', offset: offsets[1] }]);
      expect(found.unreachable.map(({ type }) => type)).toEqual(['STUDY', 'IMAGE']);
    });

    it('a first offset of 0, though there are records', async () => {
      const found = await dicomdir(directory(sound, { byte: 0 }).data);
      expect(found.records).toEqual([]);
      expect(found.problems.map(({ kind }) => kind)).toEqual(Array(6).fill('unreachable'));
    });
  });

  it('stops at maxDepth, and is not stopped by as many siblings', async () => {
    const chain = (link: 'next' | 'lower'): Plan[] =>
      Array.from({ length: 2000 }, (_, at) => ({ [link]: at < 1999 ? at + 1 : undefined }));
    const { data, offsets } = directory(chain('lower'));
    expect(await failure(() => dicomdir(data))).toMatchObject({
      code: 'ERR_LIMIT_EXCEEDED',
      details: { limit: 64, option: 'maxDepth', offset: offsets[64] },
    });
    const deepest = await dicomdir(directory(chain('lower').slice(0, 64)).data);
    expect([...deepest].length).toBe(64);
    expect((await dicomdir(directory(chain('next')).data)).records.length).toBe(2000);
  });

  it('refuses what is no DICOMDIR, and wrong arguments', async () => {
    const file = await dicom.open(join(golden, 'ophthalmic/lensometry_ele.dcm'));
    expect(await failure(() => dicom.dicomdir(file))).toEqual({
      code: 'ERR_UNSUPPORTED',
      message: 'The file is no DICOMDIR: it has no Directory Record Sequence',
      details: {},
    });
    await file.close();
    const isInvalid = { code: 'ERR_INVALID_ARGUMENT' };
    expect(await failure(() => dicom.dicomdir({} as dicom.DicomFile))).toMatchObject(isInvalid);
    for (const options of [{ maxDepth: 0 }, { root: 7 }, { root: new URL('https://a.example/') }, { folder: '/' }]) {
      expect(await failure(() => dicomdir(directory(sound).data, options as object))).toMatchObject(isInvalid);
    }
  });

  it('is aborted before and while it reads', async () => {
    const { data } = directory(Array.from({ length: 30_000 }, (_, at) => ({ next: at < 29_999 ? at + 1 : undefined })));
    const file = await dicom.open(data);
    const before = { signal: AbortSignal.abort() };
    expect(await failure(() => dicom.dicomdir(file, before))).toMatchObject({ code: 'ERR_ABORTED' });
    const during = new AbortController();
    let calls = 0;
    const onProgress = (done: number, total: number) => {
      expect(done).toBeLessThanOrEqual(total);
      calls++;
      during.abort();
    };
    expect(await failure(() => dicom.dicomdir(file, { signal: during.signal, onProgress }))).toMatchObject({
      code: 'ERR_ABORTED',
    });
    expect(calls).toBe(1);
  });
});
