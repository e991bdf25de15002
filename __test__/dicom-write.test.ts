import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { dicom } from 'clinicore';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type * as itemModule from '../js/dicom/item';
import type * as vrModule from '../js/dicom/vr';
import type * as changesModule from '../js/dicom/write/changes';
import type * as outputModule from '../js/output';
import { backends, failure, useBackend } from './backends';
import { element, explicit, item, part10, sequence } from './dicom-bytes';
import { files, golden, read, readable } from './dicom-golden';

const require = createRequire(import.meta.url);
const { Changes } = require('../dist/dicom/write/changes.js') as typeof changesModule;
const { outputOf } = require('../dist/output.js') as typeof outputModule;
const { partOf, itemsIn, locate } = require('../dist/dicom/item.js') as typeof itemModule;
const { vrNumber } = require('../dist/dicom/vr.js') as typeof vrModule;

const [DA, LO, UI] = [vrNumber('DA'), vrNumber('LO'), vrNumber('UI')];
const root = (file: dicom.DicomFile) => partOf(file as never);
const at = (part: itemModule.Part, tag: number) => (locate(part, tag) as { at: number }).at;
const written = (file: dicom.DicomFile, change: (changes: changesModule.Changes) => void = () => {}) => {
  const changes = new Changes(root(file));
  change(changes);
  return outputOf((task) => changes.pieces(task)).toBuffer();
};
const wholeOf = (file: dicom.DicomFile) => file.toJSON({ pixelData: true });

const EXPLICIT = '1.2.840.10008.1.2.1';
const u32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};

describe.each(backends)('a changed data set on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  const folder = mkdtempSync(join(tmpdir(), 'clinicore-write-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is the very file where nothing changes, unless that was bare or deflated', async () => {
    const others: string[] = [];
    for (const path of files.filter((file) => !file.startsWith('malformed'))) {
      const source = read(path);
      const file = await dicom.open(source).catch(() => undefined);
      if (!file) continue;
      const result = await written(file);
      if (result.equals(source)) continue;
      others.push(path.split('/').at(-1) as string);
      expect(wholeOf(await dicom.open(result)), path).toEqual(wholeOf(file));
    }
    expect(others.sort()).toEqual([
      'ExplVR_BigEndNoMeta.dcm',
      'ExplVR_LitEndNoMeta.dcm',
      'image_dfl.dcm',
      'rtstruct.dcm',
    ]);
  });

  it('is the same whether its source is in memory, on disk or a stream', async () => {
    for (const path of readable.filter((file) => !file.includes('DICOMDIR'))) {
      const change = (file: dicom.DicomFile) => (changes: changesModule.Changes) =>
        changes.put(root(file), 0x0010_0020, LO, Buffer.from('NEW ID'));
      const inMemory = await dicom.open(read(path));
      await using onDisk = await dicom.open(join(golden, path));
      const stream = await dicom.open(Readable.from([read(path)]), { pixelData: true });
      const expected = await written(inMemory, change(inMemory));
      for (const file of [onDisk, stream]) {
        expect([path, (await written(file, change(file))).equals(expected)]).toEqual([path, true]);
      }
    }
  });

  it('has the new element, and all others, in every golden file', async () => {
    // Records of a DICOMDIR say where others stand, which has a test of its own.
    const images = readable.filter((path) => !path.includes('DICOMDIR'));
    expect(images.length).toBeGreaterThan(80);
    for (const path of images) {
      const file = await dicom.open(read(path));
      const result = await dicom.open(
        await written(file, (changes) => changes.put(root(file), 0x0010_0020, LO, Buffer.from('NEW ID'))),
      );
      expect(wholeOf(result), path).toEqual({ ...wholeOf(file), '00100020': { vr: 'LO', Value: ['NEW ID'] } });
    }
  });

  it('differs from its source only where it was changed, and in the file meta information', async () => {
    const source = read('pydicom/test_files/CT_small.dcm');
    const file = await dicom.open(source);
    const name = file.element('PatientName');
    const { offset, length } = name as dicom.DicomElement;
    const result = await written(file, (changes) =>
      changes.replace(root(file), at(root(file), 0x0010_0010), Buffer.from('Roe^Jo')),
    );
    const changed = await dicom.open(result);
    const now = changed.element('PatientName') as dicom.DicomElement;
    const start = (source.readUInt32LE(140) as number) + 144;
    const newStart = (result.readUInt32LE(140) as number) + 144;
    expect(changed.get('PatientName')).toEqual({ Alphabetic: 'Roe^Jo' });
    // Up to the length in its header, and after its value.
    expect(result.subarray(newStart, now.offset - 2).equals(source.subarray(start, offset - 2))).toBe(true);
    expect(result.subarray(now.offset + now.length).equals(source.subarray(offset + length))).toBe(true);
    expect(changed.get('ImplementationClassUID')).toBe('2.25.290021099427495491018677892205806000623');
    expect(changed.get('ImplementationVersionName')).toMatch(/^CLINICORE_\d/);
    expect(changed.transferSyntax).toBe(file.transferSyntax);
  });

  it('mends the lengths of the items and sequences around a change, and leaves undefined ones', async () => {
    const inner = (id: Buffer) =>
      sequence(0x0046_0018, [item(Buffer.concat([explicit(0x0010_0020, 'LO', 'old '), id]))]);
    const undefinedItem = (content: Buffer) =>
      Buffer.concat([element(0xfffe_e000, '', content, 0xffff_ffff), element(0xfffe_e00d, '', '')]);
    const undefinedSequence = (tag: number, content: Buffer) =>
      Buffer.concat([element(tag, 'SQ', content, 0xffff_ffff), element(0xfffe_e0dd, '', '')]);
    const dataSet = (id: string, added: Buffer) =>
      part10(
        EXPLICIT,
        Buffer.concat([
          sequence(0x0008_1140, [item(explicit(0x0008_1155, 'UI', '1.2\0'))]),
          sequence(0x0046_0014, [
            item(Buffer.alloc(0)),
            item(sequence(0x0046_0018, [item(Buffer.concat([explicit(0x0010_0020, 'LO', id), added]))])),
          ]),
          undefinedSequence(0x0046_0015, undefinedItem(inner(Buffer.alloc(0)))),
          explicit(0x0046_0044, 'FD', Buffer.alloc(8)),
        ]),
      );
    const source = dataSet('old ', Buffer.alloc(0));
    const file = await dicom.open(source);
    const result = await written(file, (changes) => {
      const [, lens] = itemsIn(root(file), at(root(file), 0x0046_0014)) as [unknown, itemModule.Part];
      const [cylinder] = itemsIn(lens, lens.from) as [itemModule.Part];
      changes.replace(cylinder, cylinder.from, Buffer.from('longer'));
      changes.put(cylinder, 0x0010_0030, DA, Buffer.from('19700101'));
    });
    const want = dataSet('longer', explicit(0x0010_0030, 'DA', '19700101'));
    // Behind the file meta information, which has got our names.
    const data = (file: Buffer) => file.subarray(file.indexOf(Buffer.from([8, 0, 0x40, 0x11])));
    expect(data(result).equals(data(want))).toBe(true);
  });

  it('mends group lengths of changed groups, at every depth, and no others', async () => {
    const group = (number: number, ...elements: Buffer[]) => {
      const content = Buffer.concat(elements);
      return Buffer.concat([explicit(number * 0x1_0000, 'UL', u32(content.length)), content]);
    };
    const dataSet = (id: string) =>
      part10(
        EXPLICIT,
        Buffer.concat([
          Buffer.concat([explicit(0x0008_0000, 'UL', u32(99)), explicit(0x0008_0060, 'CS', 'OP')]),
          group(
            0x0010,
            explicit(0x0010_0010, 'PN', 'A^'),
            sequence(0x0010_1002, [item(group(0x0010, explicit(0x0010_0020, 'LO', id)))]),
          ),
          group(0x0020, explicit(0x0020_0010, 'SH', '1 ')),
        ]),
      );
    const file = await dicom.open(dataSet('ab'));
    const result = await written(file, (changes) => {
      const [other] = itemsIn(root(file), at(root(file), 0x0010_1002)) as [itemModule.Part];
      changes.replace(other, at(other, 0x0010_0020), Buffer.from('abcdef'));
    });
    const data = (bytes: Buffer) => bytes.subarray(bytes.indexOf(Buffer.from([8, 0, 0, 0])));
    expect(data(result).equals(data(dataSet('abcdef')))).toBe(true);
    // That of the file meta information too, which had none.
    const meta = [...(await dicom.open(result)).meta];
    const last = meta.at(-1) as dicom.DicomElement;
    expect(result.readUInt32LE(140)).toBe(last.offset + last.length - 144);
  });

  it('has no element twice any more of those that were changed', async () => {
    const twice = Buffer.concat([
      explicit(0x0008_0060, 'CS', 'OP'),
      explicit(0x0010_0020, 'LO', 'FIRST '),
      explicit(0x0010_0030, 'DA', '19700101'),
      explicit(0x0010_0020, 'LO', 'SECOND'),
    ]);
    const file = await dicom.open(twice);
    const removed = await written(file, (changes) => changes.remove(root(file), at(root(file), 0x0010_0020)));
    const replaced = await written(file, (changes) =>
      changes.replace(root(file), at(root(file), 0x0010_0020), Buffer.from('THIRD ')),
    );
    expect((await dicom.open(removed)).has('PatientID')).toBe(false);
    expect(removed.includes('FIRST') || removed.includes('SECOND')).toBe(false);
    expect(replaced.includes('FIRST')).toBe(false);
    expect((await dicom.open(replaced)).get('PatientID')).toBe('THIRD');
  });

  it('keeps the UIDs of the file meta information in step', async () => {
    const source = read('pydicom/test_files/CT_small.dcm');
    const file = await dicom.open(source);
    const renamed = await dicom.open(
      await written(file, (changes) => changes.put(root(file), 0x0008_0018, UI, Buffer.from('2.25.7'))),
    );
    expect(renamed.get('MediaStorageSOPInstanceUID')).toBe('2.25.7');
    const nameless = await dicom.open(
      await written(file, (changes) => changes.remove(root(file), at(root(file), 0x0008_0018))),
    );
    expect(nameless.has('MediaStorageSOPInstanceUID')).toBe(false);
  });

  it('says of a stream what went by', async () => {
    const source = read('pydicom/test_files/CT_small.dcm');
    const without = await dicom.open(Readable.from([source]));
    expect(await failure(() => written(without))).toMatchObject({
      code: 'ERR_LIMIT_EXCEEDED',
      details: { option: 'pixelData' },
    });
    const whole = await dicom.open(Readable.from([source]), { pixelData: true });
    expect((await written(whole)).equals(source)).toBe(true);
  });

  it('is written to a path whole or not at all', async () => {
    const source = read('pydicom/test_files/CT_small.dcm');
    const path = join(folder, 'source.dcm');
    writeFileSync(path, source);
    const file = await dicom.open(path, { maxValueBytes: 1024 });
    const changes = new Changes(root(file));
    const output = outputOf((task) => changes.pieces(task));
    const progress: number[] = [];
    await output.toFile(join(folder, 'copy.dcm'), { onProgress: (done, total) => progress.push(done, total) });
    expect(readFileSync(join(folder, 'copy.dcm')).equals(source)).toBe(true);
    expect(progress.slice(-2)).toEqual([source.length, source.length]);
    // In place of the file it was made of.
    changes.put(root(file), 0x0010_0020, LO, Buffer.from('NEW ID'));
    await output.toFile(path);
    expect((await dicom.open(readFileSync(path))).get('PatientID')).toBe('NEW ID');
    const aborted = output.toFile(join(folder, 'aborted.dcm'), { signal: AbortSignal.abort() });
    expect(await failure(() => aborted)).toMatchObject({ code: 'ERR_ABORTED' });
    expect(await failure(() => output.toFile(join(folder, 'none', 'copy.dcm')))).toMatchObject({ code: 'ERR_IO' });
    expect(await failure(() => output.toFile(1 as never))).toMatchObject({ details: { argument: 'path' } });
    await file.close();
    expect(await failure(() => output.toFile(join(folder, 'closed.dcm')))).toMatchObject({ code: 'ERR_IO' });
    expect(readdirSync(folder).sort()).toEqual(['copy.dcm', 'source.dcm']);
  });

  const onUnix = process.platform === 'win32' ? ' (left out: Windows has neither modes nor links for everybody)' : '';
  it.skipIf(onUnix !== '')(`hands on who may read what it replaces, also through a link${onUnix}`, async () => {
    const data = read('pydicom/test_files/rtplan.dcm');
    const [path, link] = [join(folder, 'private.dcm'), join(folder, 'link.dcm')];
    symlinkSync(path, link);
    for (const mode of [0o600, 0o666]) {
      writeFileSync(path, 'old');
      chmodSync(path, mode);
      await dicom.edit(await dicom.open(data)).toFile(link);
      expect(readFileSync(path).equals(data)).toBe(true);
      expect(statSync(path).mode & 0o777).toBe(mode);
      expect(lstatSync(link).isSymbolicLink()).toBe(true);
    }
  });

  it('has all that stands behind the last value: delimiters, and zeros that fill the file up', async () => {
    const path = join(folder, 'filled.dcm');
    const delimiter = (tag: number) => element(tag, '', '');
    const nested = Buffer.concat([
      element(0x0008_1140, 'SQ', '', 0xffff_ffff),
      element(0xfffe_e000, '', '', 0xffff_ffff),
      explicit(0x0008_1155, 'UI', '1.2\0'),
      delimiter(0xfffe_e00d),
      delimiter(0xfffe_e0dd),
    ]);
    for (const content of [read('pydicom/test_files/JPEG2000.dcm'), part10(EXPLICIT, nested)]) {
      for (const zeros of [0, 8, 100, 70_000, 300_000]) {
        const source = Buffer.concat([content, Buffer.alloc(zeros)]);
        writeFileSync(path, source);
        const ways = [source, path, Readable.from([source])] as const;
        for (const [way, given] of ways.entries()) {
          const file = await dicom.open(given, { pixelData: true });
          expect((await written(file)).equals(source), `${way} ${zeros}`).toBe(true);
          const result = await dicom.open(
            await written(file, (changes) => changes.put(root(file), 0x7fe1_0010, LO, Buffer.from('A '))),
          );
          expect(wholeOf(result), `${way} ${zeros}`).toEqual({
            ...wholeOf(await dicom.open(source)),
            '7FE10010': { vr: 'LO', Value: ['A'] },
          });
          await file.close();
        }
      }
    }
    rmSync(path);
  });

  it('is read from a path, and handed on, a little at a time', async () => {
    const path = join(folder, 'large.dcm');
    const pixels = element(0x7fe0_0010, 'OB', '', 8_000_000);
    writeFileSync(
      path,
      Buffer.concat([part10(EXPLICIT, explicit(0x0010_0020, 'LO', 'A ')), pixels, Buffer.alloc(8e6, 7)]),
    );
    const file = await dicom.open(path);
    const changes = new Changes(root(file));
    changes.put(root(file), 0x0010_0020, LO, Buffer.from('NEW ID'));
    const lengths: number[] = [];
    for await (const piece of changes.pieces()) lengths.push(piece.length);
    await file.close();
    rmSync(path);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(512 * 1024);
    expect(lengths.reduce((sum, length) => sum + length)).toBeGreaterThan(8e6);
    expect(lengths.length).toBeLessThan(100);
  });

  it('is a stream that tells what fails', async () => {
    const source = read('pydicom/test_files/CT_small.dcm');
    const file = await dicom.open(source);
    const output = outputOf((task) => new Changes(root(file)).pieces(task));
    expect(Buffer.concat(await output.toStream().toArray()).equals(source)).toBe(true);
    expect(await failure(() => output.toStream({ signal: AbortSignal.abort() }).toArray())).toMatchObject({
      code: 'ERR_ABORTED',
    });
  });
});
